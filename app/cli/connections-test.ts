/** `crossdock connections test <id>`: what works and what does not, by calling the platform. */
import { listSubscriptions } from "#app/data/webhooks-registry.server.ts";
import { findSite } from "#app/data/bridge-sites.server.ts";
import type { Connection } from "#app/data/connections.server.ts";
import { isSilent } from "#app/domain/bridge/silence.ts";
import { iso } from "#app/lib/iso.ts";
import type { ServiceContext } from "#app/services/context.server.ts";
import { testIntegration } from "#app/services/woocommerce/integrations.server.ts";
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

async function tryAccess(context: ServiceContext, connection: Connection): Promise<Check[]> {
  if (connection.channel === "woocommerce") return tryStore(context, connection);
  if (connection.channel !== "shopify") return [{ name: "access", ok: true, message: "nobody to ask: what arrives here is told to us" }];
  const answer = await apiFor(context, connection, { actor: "operator" })(SHOP_FACTS_QUERY, {});
  return [
    answer.ok
      ? { name: "access", ok: true, message: "the platform answers and lets us in" }
      : { name: "access", ok: false, message: `${answer.error.code}: ${answer.error.message}` },
  ];
}

/** With keys everything is tried; a store with the plugin alone calls us, so what counts is when it did. */
async function tryStore(context: ServiceContext, connection: Connection): Promise<Check[]> {
  const tested = await testIntegration(context, connection, "operator");
  if (tested.ok) return tested.value.checks.map(({ check, state, message }) => ({ name: check, ok: state !== "failed", message }));
  if (tested.error.code !== "store_keys_missing") return [{ name: "access", ok: false, message: `${tested.error.code}: ${tested.error.message}` }];
  const heardAt = (await findSite(context.db, connection.merchant_id, connection.id))?.last_contact_at ?? null;
  return [
    {
      name: "plugin",
      ok: !isSilent(heardAt, context.clock()),
      message: heardAt === null ? "has never called" : `called last at ${iso(heardAt)}`,
    },
  ];
}

export const connectionsTest = command({
  about: "Calls the platform with the stored access, and looks at the connection's state and webhooks. Exit code 1 when something does not work.",
  positional: { name: "<id>", min: 1, max: 1 },
  options: {},
  async run({ positionals, isJson }, io) {
    const { connection, checks } = await withServices(io, async ({ context }) => {
      const found = await findConnection(context.db, positionals[0] ?? "");
      const access = await tryAccess(context, found);
      const broken = (await listSubscriptions(context.db, found.merchant_id, found.id)).filter((subscription) => subscription.status === "error");
      const list: Check[] = [
        {
          name: "state",
          ok: found.status === "active",
          message: found.status === "active" ? "active" : `${found.status} (${found.status_reason ?? "no reason given"})`,
        },
        ...access,
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
