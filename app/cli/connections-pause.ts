/** `crossdock connections pause <id>`: as Disconnect in the app. */
import { disconnect } from "#app/services/disconnect.server.ts";
import { command, CommandFailed } from "./command.ts";
import { findConnection } from "./find-connection.ts";
import { withServices } from "./session.ts";

export const connectionsPause = command({
  about: "Stops processing for a connection. What is stored stays; what the platform sends meanwhile is answered 200 and not stored.",
  positional: { name: "<id>", min: 1, max: 1 },
  options: {},
  async run({ positionals, isJson }, io) {
    const connection = await withServices(io, async ({ context }) => {
      const found = await findConnection(context.db, positionals[0] ?? "");
      const paused = await disconnect(context, found.merchant_id, found.id, "operator");
      if (!paused.ok) throw new CommandFailed(paused.error.message);
      return findConnection(context.db, found.id);
    });
    if (isJson) io.json({ id: connection.id, status: connection.status, status_reason: connection.status_reason });
    else io.out(`${connection.name} is paused. Go on with: npx crossdock connections resume ${connection.id}`);
    return 0;
  },
});
