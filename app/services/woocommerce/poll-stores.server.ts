/**
 * The safety net of a store with REST keys: what changed is asked for every few minutes, whatever its webhooks did. WooCommerce sends a webhook
 * once and never again (facts in docs/channels), so this is what makes sure that nothing is missing.
 */
import { randomUUID } from "node:crypto";
import { writeAudit } from "#app/data/audit.server.ts";
import { getConnection, updateConnection, type Connection } from "#app/data/connections.server.ts";
import { finishPoll, type PollState } from "#app/data/poll-states.server.ts";
import { listDuePolls } from "#app/data/system/due-polls.server.ts";
import { releaseLease, takeLease } from "#app/data/system/leases.server.ts";
import type { Failure } from "#app/domain/failure.ts";
import { SYNC_MINUTES, type Place } from "#app/domain/store-connection.ts";
import type { ServiceContext } from "../context.server.ts";
import { listModified } from "./list-modified.server.ts";
import { storeApi } from "./store-api.server.ts";
import { storeRead, type PolledEntity } from "./store-deliveries.server.ts";
import { readStoreSettings } from "./store-settings.ts";

const PATHS: Record<string, { path: string; entity: PolledEntity; kind: string }> = {
  orders: { path: "/orders", entity: "order", kind: "orders" },
  products: { path: "/products", entity: "product", kind: "products" },
};
/** Orders that a slow request began to write before the last look, and saved after it. */
const OVERLAP_MS = 3 * 60_000;
const PER_PAGE = 100;
/** Of one look; what is left is read right after. More things than these in one second are read by "Sync now" alone. */
const MOST_PAGES = 50;
/** Longer than a look can take: calls end by themselves after twenty seconds. */
const LEASE_MS = 10 * 60_000;
const AT_ONCE = 4;

/** Looks at every store that is due. @returns how many were looked at */
export async function pollStores(ctx: ServiceContext): Promise<number> {
  const due = await listDuePolls(ctx.db, ctx.clock());
  let looked = 0;
  for (let at = 0; at < due.length; at += AT_ONCE)
    looked += (await Promise.all(due.slice(at, at + AT_ONCE).map((state) => pollAlone(ctx, state)))).filter(Boolean).length;
  return looked;
}

/** One look at a time, in all processes. */
async function pollAlone(ctx: ServiceContext, state: PollState): Promise<boolean> {
  const [lease, holder] = [`poll:${state.connection_id}:${state.entity}`, randomUUID()];
  if (!(await takeLease(ctx.db, lease, holder, ctx.clock(), LEASE_MS))) return false;
  try {
    const connection = await getConnection(ctx.db, state.merchant_id, state.connection_id);
    if (connection?.status !== "active" || !(state.entity in PATHS)) return false;
    const current = await ctx.db.write((tx) => tx.find("poll_states", { connection_id: state.connection_id, entity: state.entity }));
    // Another process was here between the list and the lease.
    if (current === undefined || current.next_poll_at > ctx.clock()) return false;
    await pollStore(ctx, connection, current);
    return true;
  } finally {
    await releaseLease(ctx.db, lease, holder);
  }
}

async function pollStore(ctx: ServiceContext, connection: Connection, state: PollState): Promise<void> {
  const { path, entity, kind } = PATHS[state.entity]!;
  const { auto_sync: isOn = true, sync_every_minutes: minutes = SYNC_MINUTES.usual } = readStoreSettings(connection);
  const of = { connectionId: connection.id, entity: state.entity };
  const isWanted = isOn && (JSON.parse(connection.entities) as string[]).includes(kind);
  const later = () => ctx.clock() + minutes * 60_000;
  if (!isWanted) return finishPoll(ctx.db, connection.merchant_id, of, { found: 0, nextPollAt: later(), failure: null }, ctx.clock());
  const startedAt = ctx.clock();
  const api = storeApi(ctx, connection, { actor: "worker" });
  let place: Place | null = { at: state.cursor - OVERLAP_MS, skip: 0 };
  let found = 0;
  let problem: Failure | null = null;
  let cursor = state.cursor;
  for (let pages = 0; place !== null && pages < MOST_PAGES; pages++) {
    const page = await listModified(api, path, place, PER_PAGE);
    if (!page.ok) {
      problem = page.error;
      break;
    }
    const stored = await storeRead(ctx, connection, entity, page.value.items);
    // Stored or known before; what a connection that ended meanwhile no longer takes is not passed over.
    if (stored.length < page.value.items.length) return;
    found += stored.filter((one) => !one.isRepeat).length;
    place = page.value.next;
    // The store's own times: its clock may differ from ours, and only what was seen is behind us.
    const newest = Math.max(0, ...page.value.items.map((one) => one.modifiedAt));
    cursor = Math.max(cursor, newest);
  }
  const now = ctx.clock();
  const isMore = problem === null && place !== null;
  // Not with the overlap: a store with more than a look's changes in it would never get on.
  if (isMore && place !== null) cursor = Math.max(cursor, place.at + OVERLAP_MS);
  await finishPoll(
    ctx.db,
    connection.merchant_id,
    of,
    { cursor, found, nextPollAt: isMore ? now : problem?.retryAfterMs !== undefined ? now + problem.retryAfterMs : later(), failure: problem },
    now,
  );
  await ctx.db.write(async (tx) => {
    if (problem === null) await updateConnection(tx, connection.merchant_id, connection.id, { last_sync_at: now });
    else if (state.error_code !== problem.code)
      await writeAudit(
        tx,
        connection.merchant_id,
        { connectionId: connection.id, kind: "error", actor: "worker", action: problem.code, data: { message: problem.message, doing: "poll" } },
        now,
      );
  });
  ctx.log.debug("store looked at", { connection_id: connection.id, job: `poll.${state.entity}`, count: found, duration_ms: now - startedAt });
}
