/** Repairs of webhook subscriptions: one sync item per topic, and less often for one that keeps vanishing. */
import { writeAudit } from "#app/data/audit.server.ts";
import { getConnection, type Connection } from "#app/data/connections.server.ts";
import type { Row } from "#app/data/database.ts";
import { listSyncItemsSince, planSyncItem } from "#app/data/sync-items.server.ts";
import { syncLane } from "#app/sync/sync-lane.ts";
import type { ServiceContext } from "./context.server.ts";

/** How long to wait after the n-th repair of a topic within a day: one that keeps vanishing is not hammered. */
const WAIT_MS = [0, 5 * 60_000, 30 * 60_000, 2 * 3_600_000, 8 * 3_600_000];
const DAY_MS = 24 * 3_600_000;
const OPEN = new Set(["pending", "processing", "failed"]);

/** @param isWatched asked again inside the transaction: a connection may have ended meanwhile. @returns the topics planned now */
export async function planRepairs(
  ctx: ServiceContext,
  connection: Connection,
  ailing: readonly { topic: string; reason: string }[],
  isWatched: (connection: Connection) => boolean,
): Promise<string[]> {
  if (ailing.length === 0) return [];
  const planned = await ctx.db.write(async (tx) => {
    await tx.lock(`watchdog:${connection.id}`);
    const now = ctx.clock();
    const current = await getConnection(tx, connection.merchant_id, connection.id);
    if (!current || !isWatched(current)) return [];
    const kind = { connectionId: connection.id, entityType: "webhook_subscription", action: "register" };
    const recent = await listSyncItemsSince(tx, connection.merchant_id, kind, now - DAY_MS);
    const isDueNow = ({ topic }: { topic: string }) =>
      isDue(
        recent.filter((item) => item.entity_id === topic),
        now,
      );
    const topics: string[] = [];
    for (const { topic, reason } of ailing.filter(isDueNow)) {
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
          data: { reason },
        },
        now,
      );
      topics.push(topic);
    }
    return topics;
  });
  if (planned.length > 0) ctx.queue.wake(syncLane);
  return planned;
}

/** @param repairs the topic's repairs within a day, newest first */
function isDue(repairs: readonly Row<"sync_queue">[], now: number): boolean {
  const last = repairs[0];
  if (!last) return true;
  if (OPEN.has(last.status)) return false;
  return now - last.created_at >= WAIT_MS[Math.min(repairs.length, WAIT_MS.length - 1)]!;
}
