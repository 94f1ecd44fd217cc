/**
 * `crossdock connections resume <id>`: as Reconnect in the app. Webhooks are not registered from here: their address is the server's
 * (APP_URL, PORT), which this shell need not know; the worker's watchdog makes again what is missing.
 */
import { reconnect } from "#app/services/reconnect.server.ts";
import { command, CommandFailed } from "./command.ts";
import { findConnection } from "./find-connection.ts";
import { withServices } from "./session.ts";

export const connectionsResume = command({
  about: "Goes on with a paused or failing connection, after a call has shown that the platform lets us in. What was held for it is due again.",
  positional: { name: "<id>", min: 1, max: 1 },
  options: {},
  async run({ positionals, isJson }, io) {
    const connection = await withServices(io, async ({ context }) => {
      const found = await findConnection(context.db, positionals[0] ?? "");
      const resumed = await reconnect(context, found.merchant_id, found.id, "operator");
      if (!resumed.ok) throw new CommandFailed(`${resumed.error.message} (${resumed.error.code})`);
      return resumed.value;
    });
    if (isJson) io.json({ id: connection.id, status: connection.status, status_reason: connection.status_reason });
    else io.out(`${connection.name} is active again.`);
    return 0;
  },
});
