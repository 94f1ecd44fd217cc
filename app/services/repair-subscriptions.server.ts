/** The subscription watchdog: what Shopify no longer lists is made again by itself. Shopify deletes subscriptions after failed deliveries. */
import { writeAudit } from "#app/data/audit.server.ts";
import { getConnection, type Connection } from "#app/data/connections.server.ts";
import type { Row } from "#app/data/database.ts";
import { listSyncItemsSince, planSyncItem } from "#app/data/sync-items.server.ts";
import { listActiveConnections } from "#app/data/system/connections.server.ts";
import type { Failure } from "#app/domain/failure.ts";
import { ok, type Result } from "#app/lib/result.ts";
import { syncLane } from "#app/sync/sync-lane.ts";
import { compareSubscriptions } from "./compare-subscriptions.server.ts";
import type { ServiceContext } from "./context.server.ts";

/** How long to wait after the n-th repair of a topic within a day: one that keeps vanishing is not hammered. */
const WAIT_MS = [0, 5 * 60_000, 30 * 60_000, 2 * 3_600_000, 8 * 3_600_000];
const DAY_MS = 24 * 3_600_000;
const OPEN = new Set(["pending", "processing", "failed"]);

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
  const wanted = [...compared.value.missing, ...compared.value.wrongAddress.map((one) => one.topic)];
  if (wanted.length === 0) return ok([]);
  const planned = await ctx.db.write(async (tx) => {
    await tx.lock(`watchdog:${connection.id}`);
    const now = ctx.clock();
    const current = await getConnection(tx, connection.merchant_id, connection.id);
    if (!current || !isWatched(current)) return [];
    const kind = { connectionId: connection.id, entityType: "webhook_subscription", action: "register" };
    const recent = await listSyncItemsSince(tx, connection.merchant_id, kind, now - DAY_MS);
    const topics: string[] = [];
    for (const topic of wanted.filter((one) =>
      isDue(
        recent.filter((item) => item.entity_id === one),
        now,
      ),
    )) {
      const item = {
        ...kind,
        entityId: topic,
        direction: "outbound" as const,
        cause: "watchdog",
        dedupeKey: `watchdog:register:${topic}:${now}`,
        payload: {},
      };
      const id = await planSyncItem(tx, connection.merchant_id, item, now);
      if (id === null) continue;
      await ctx.queue.schedule(tx, syncLane, [id], now);
      await writeAudit(
        tx,
        connection.merchant_id,
        {
          connectionId: connection.id,
          kind: "command",
          actor: "watchdog",
          action: "subscription_repair_planned",
          entityType: "webhook_subscription",
          entityId: topic,
          syncItemId: id,
          data: { reason: compared.value.missing.includes(topic) ? "missing" : "wrong_address" },
        },
        now,
      );
      topics.push(topic);
    }
    return topics;
  });
  if (planned.length > 0) ctx.queue.wake(syncLane);
  return ok(planned);
}

/** @param repairs the topic's repairs within a day, newest first */
function isDue(repairs: readonly Row<"sync_queue">[], now: number): boolean {
  const last = repairs[0];
  if (!last) return true;
  if (OPEN.has(last.status)) return false;
  return now - last.created_at >= WAIT_MS[Math.min(repairs.length, WAIT_MS.length - 1)]!;
}
