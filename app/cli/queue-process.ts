/** `crossdock queue process`. */
import { command } from "./command.ts";
import { withServices } from "./session.ts";
import { facts } from "./table.ts";
import { workOnce } from "./work-once.ts";

export const queueProcess = command({
  about: "Works off what is due now, once, in this process. Safe beside a running server: each row is leased, and a row in work there is left alone.",
  options: {},
  async run({ isJson }, io) {
    let isStopping = false;
    const stop = () => void (isStopping = true);
    process.on("SIGINT", stop).on("SIGTERM", stop);
    const done = await withServices(io, (session) => workOnce(session, () => isStopping));
    process.off("SIGINT", stop).off("SIGTERM", stop);
    const listed = (counts: Record<string, number>) =>
      Object.entries(counts)
        .map(([state, number]) => `${number} ${state}`)
        .join(", ");
    if (isJson) io.json(done);
    else {
      io.out(
        facts([
          ["Deliveries", listed(done.deliveries)],
          ["Sync items", listed(done.sync_items)],
        ]),
      );
    }
    if (isStopping) io.note("Stopped before the end: the rest stays due.");
    return isStopping ? 1 : 0;
  },
});
