/** The watchdog of stores with REST keys: a webhook that the store dropped or switched off is made again by itself. */
import type { Connection } from "#app/data/connections.server.ts";
import type { Row } from "#app/data/database.ts";
import { listActiveConnections } from "#app/data/system/connections.server.ts";
import type { Failure } from "#app/domain/failure.ts";
import { err, ok, type Result } from "#app/lib/result.ts";
import type { ServiceContext } from "../context.server.ts";
import { planRepairs } from "../plan-repairs.server.ts";
import { ensureHooks, findAilingHooks } from "./store-webhooks.server.ts";

const isWatched = (connection: Connection): boolean => connection.status === "active" && connection.secret_encrypted !== null;

/** Visits every store that has keys. @returns how many repairs were planned */
export async function repairAllHooks(ctx: ServiceContext): Promise<number> {
  let planned = 0;
  for (let afterId = ""; ;) {
    const page = await listActiveConnections(ctx.db, "woocommerce", afterId);
    for (const connection of page.filter(isWatched)) {
      const ailing = await findAilingHooks(ctx, connection);
      if (ailing.ok) planned += (await planRepairs(ctx, connection, ailing.value, isWatched)).length;
    }
    const last = page.at(-1);
    if (!last) return planned;
    afterId = last.id;
  }
}

/** The work of a sync item {webhook_subscription, register} of a store. */
export async function registerHook(
  ctx: ServiceContext,
  connection: Connection,
  item: Pick<Row<"sync_queue">, "id" | "entity_id">,
): Promise<Result<null, Failure>> {
  const made = await ensureHooks(ctx, connection, [item.entity_id], { actor: "watchdog", syncItemId: item.id });
  if (!made.ok) return made;
  const failed = made.value.find((one) => one.failure !== null);
  return failed?.failure ? err(failed.failure) : ok(null);
}
