/** The subscription watchdog: what Shopify no longer lists is made again by itself. Shopify deletes subscriptions after failed deliveries. */
import type { Connection } from "#app/data/connections.server.ts";
import { listActiveConnections } from "#app/data/system/connections.server.ts";
import type { Failure } from "#app/domain/failure.ts";
import { ok, type Result } from "#app/lib/result.ts";
import { compareSubscriptions } from "./compare-subscriptions.server.ts";
import type { ServiceContext } from "./context.server.ts";
import { planRepairs } from "./plan-repairs.server.ts";

/** Onboarding registers by itself; before it has, nothing can be missing. */
const isWatched = (connection: Connection) =>
  connection.status === "active" && (connection.onboarding_step === "first_order" || connection.onboarding_step === "done");

/** Visits every active connection. @returns how many repairs were planned */
export async function repairAllSubscriptions(ctx: ServiceContext): Promise<number> {
  let planned = 0;
  for (let afterId = ""; ;) {
    const page = await listActiveConnections(ctx.db, "shopify", afterId);
    for (const connection of page.filter(isWatched)) {
      const repaired = await repairSubscriptions(ctx, connection);
      if (repaired.ok) planned += repaired.value.length;
    }
    const last = page.at(-1);
    if (!last) return planned;
    afterId = last.id;
  }
}

/** Compares, and plans one sync item per topic that is missing or goes elsewhere. @returns the topics planned now */
export async function repairSubscriptions(ctx: ServiceContext, connection: Connection): Promise<Result<string[], Failure>> {
  const compared = await compareSubscriptions(ctx, connection, { actor: "watchdog" });
  if (!compared.ok) return compared;
  const { missing, wrongAddress } = compared.value;
  const ailing = [
    ...missing.map((topic) => ({ topic, reason: "missing" })),
    ...wrongAddress.map(({ topic }) => ({ topic, reason: "wrong_address" })),
  ];
  return ok(await planRepairs(ctx, connection, ailing, isWatched));
}
