/** `crossdock connections test <id>`: what works and what does not, by calling the platform. */
import { listSubscriptions } from "#app/data/webhooks-registry.server.ts";
import { SHOP_FACTS_QUERY } from "#app/services/connect-shop.server.ts";
import { apiFor } from "#app/services/shopify-api.server.ts";
import { command } from "./command.ts";
import { findConnection } from "./find-connection.ts";
import { withServices } from "./session.ts";
import { table } from "./table.ts";

interface Check {
  name: string;
  ok: boolean;
  message: string;
}

export const connectionsTest = command({
  about: "Calls the platform with the stored access, and looks at the connection's state and webhooks. Exit code 1 when something does not work.",
  positional: { name: "<id>", min: 1, max: 1 },
  options: {},
  async run({ positionals, isJson }, io) {
    const { connection, checks } = await withServices(io, async ({ context }) => {
      const found = await findConnection(context.db, positionals[0] ?? "");
      const answer = await apiFor(context, found, { actor: "operator" })(SHOP_FACTS_QUERY, {});
      const broken = (await listSubscriptions(context.db, found.merchant_id, found.id)).filter((subscription) => subscription.status === "error");
      const list: Check[] = [
        {
          name: "state",
          ok: found.status === "active",
          message: found.status === "active" ? "active" : `${found.status} (${found.status_reason ?? "no reason given"})`,
        },
        answer.ok
          ? { name: "access", ok: true, message: "the platform answers and lets us in" }
          : { name: "access", ok: false, message: `${answer.error.code}: ${answer.error.message}` },
        {
          name: "webhooks",
          ok: broken.length === 0,
          message: broken.length === 0 ? "none is in error" : `in error: ${broken.map((subscription) => subscription.topic).join(", ")}`,
        },
      ];
      return { connection: found, checks: list };
    });
    const isOk = checks.every((check) => check.ok);
    if (isJson) io.json({ id: connection.id, external_id: connection.external_id, ok: isOk, checks });
    else {
      io.out(
        table(checks, [
          { title: "CHECK", value: (row) => row.name },
          { title: "RESULT", value: (row) => (row.ok ? "ok" : "fails") },
          { title: "DETAIL", value: (row) => row.message },
        ]),
      );
    }
    return isOk ? 0 : 1;
  },
});
