/** What a store's order statuses mean, and what a hub status becomes there: the channel's map with the merchant's changes to it. */
import { CHANNELS } from "#app/channels/all.ts";
import { writeAudit } from "#app/data/audit.server.ts";
import { getConnection } from "#app/data/connections.server.ts";
import type { Database, Tx } from "#app/data/database.ts";
import {
  countHeldByKey,
  findStatusMapping,
  listStatusMappings,
  removeStatusMapping,
  saveStatusMapping,
  type Direction,
} from "#app/data/status-mappings.server.ts";
import { failure, type Failure } from "#app/domain/failure.ts";
import { countOrdersByMeaning } from "#app/data/store-status-orders.server.ts";
import { listEntitiesInWork } from "#app/data/sync-items.server.ts";
import type { StatusMap } from "#app/channels/contract.ts";
import { HUB_STATUSES } from "#app/domain/hub-status.ts";
import { COUNTED_ORDERS } from "#app/domain/store-connection.ts";
import { deliveryLane } from "#app/inbox/delivery-lane.ts";
import { err, ok, type Result } from "#app/lib/result.ts";
import { releaseHeld } from "#app/sync/release-held.server.ts";
import { retryReadsWithoutStatus } from "#app/sync/retry-refused-reads.server.ts";
import { statusHoldKey } from "#app/sync/translate-status.server.ts";
import { STORE_STATUS } from "./apply-status-meaning.server.ts";
import type { ServiceContext } from "./context.server.ts";

export interface MeaningOfStatus {
  from: string;
  to: string;
  /** The merchant said so; otherwise it is the channel's own map. */
  isOwn: boolean;
  /** What the channel's own map says; null: nothing. */
  original: string | null;
}

export interface MeaningInHub extends MeaningOfStatus {
  /** Orders that are here with this status of the store, counted up to COUNTED_ORDERS. */
  orders: number;
  /** Those of them that have another hub status: they came when it meant something else. Counted likewise. */
  differing: number;
  /** They are being changed. */
  isBeingApplied: boolean;
}

export interface StatusMapOfStore {
  in: MeaningInHub[];
  out: MeaningOfStatus[];
  /** Statuses that nobody has given a meaning yet, with how many deliveries wait for it. */
  unknown: { status: string; waiting: number }[];
}

/** A word that a store may tell for a status, whatever it allows there. */
const TOLD_STATUS = /^[a-z0-9_-]{1,40}$/;
const PREFIX = statusHoldKey("");

/** null: there is no such connection, or its channel has no statuses of its own. */
export async function readStatusMap(db: Database | Tx, merchantId: string, connectionId: string): Promise<StatusMapOfStore | null> {
  const connection = await getConnection(db, merchantId, connectionId);
  const statuses = connection && CHANNELS[connection.channel]?.statuses;
  if (!statuses) return null;
  const own = await listStatusMappings(db, merchantId, connectionId);
  const meant = new Set(own.filter((row) => row.direction === "in").map((row) => row.from_value));
  const merged = (direction: Direction, original: Readonly<Record<string, string>>): MeaningOfStatus[] => {
    const said = new Map(own.filter((row) => row.direction === direction).map((row) => [row.from_value, row.to_value]));
    return [...new Set([...Object.keys(original), ...said.keys()])].map((from) => ({
      from,
      to: said.get(from) ?? original[from] ?? "",
      isOwn: said.has(from),
      original: Object.hasOwn(original, from) ? (original[from] ?? null) : null,
    }));
  };
  const meanings = merged("in", statuses.in);
  const [held, counts, inWork] = await Promise.all([
    countHeldByKey(db, merchantId, connectionId, PREFIX),
    countOrdersByMeaning(db, merchantId, connectionId, meanings, COUNTED_ORDERS),
    listEntitiesInWork(db, merchantId, connectionId, STORE_STATUS),
  ]);
  const countOf = new Map(counts.map((count) => [count.from, count]));
  return {
    in: meanings.map((one) => {
      const { orders = 0, differing = 0 } = countOf.get(one.from) ?? {};
      return { ...one, orders, differing, isBeingApplied: differing > 0 && inWork.includes(one.from) };
    }),
    out: merged("out", statuses.out),
    unknown: held.map(({ key, count }) => ({ status: key.slice(PREFIX.length), waiting: count })).filter(({ status }) => !meant.has(status)),
  };
}

export interface StatusWish {
  direction: Direction;
  from: string;
  /** null: as the channel's own map has it. */
  to: string | null;
  /** Who wants it: merchant, operator, key:<id>. */
  by: string;
}

/**
 * Saves what a status means, and lets go on what waited for it. Orders that are here keep their status until the store tells of them again,
 * or somebody asks for it (`planStatusMeaning`). What the channel's own map says is that map's again.
 * @returns the status as it is kept: what was given may be written otherwise
 */
export function setStatusMeaning(
  ctx: ServiceContext,
  merchantId: string,
  connectionId: string,
  { direction, by, ...wish }: StatusWish,
): Promise<Result<{ status: string; released: number }, Failure>> {
  const from = direction === "in" ? asStoreSays(wish.from) : wish.from;
  const wanted = direction === "out" && wish.to !== null ? asStoreSays(wish.to) : wish.to;
  return ctx.db.write(async (tx) => {
    const connection = await getConnection(tx, merchantId, connectionId);
    const statuses = connection && CHANNELS[connection.channel]?.statuses;
    if (!statuses) return err(failure("not_found", "integration_not_found", "This integration no longer exists."));
    const wrong = problemOf(statuses, direction, from, wanted);
    if (wrong !== null) return err(failure("rejected", "status_invalid", wrong));
    const original: Readonly<Record<string, string>> = statuses[direction];
    const to = Object.hasOwn(original, from) && original[from] === wanted ? null : wanted;
    const now = ctx.clock();
    const before = (await findStatusMapping(tx, merchantId, connectionId, direction, from))?.to_value ?? null;
    if (before === to) return ok({ status: from, released: 0 });
    if (to === null) await removeStatusMapping(tx, merchantId, connectionId, direction, from);
    else {
      const row = { connection_id: connectionId, direction, from_value: from, to_value: to, created_by: by, updated_at: now };
      await saveStatusMapping(tx, merchantId, row);
    }
    const released = direction === "in" && to !== null ? await release(ctx, tx, connectionId, from, now) : 0;
    await writeAudit(
      tx,
      merchantId,
      {
        connectionId,
        kind: "command",
        actor: by === "operator" ? "operator" : "merchant",
        action: "status_meaning_set",
        entityType: "connection",
        entityId: connectionId,
        data: { direction, status: from, before, after: to, by, released },
      },
      now,
    );
    return ok({ status: from, released });
  });
}

/** As it is written in the store's database: "wc-Packed" is packed. */
const asStoreSays = (word: string): string => word.trim().toLowerCase().replace(/^wc-/, "");

function problemOf(statuses: StatusMap, direction: Direction, from: string, to: string | null): string | null {
  const hub = direction === "in" ? to : from;
  if (hub !== null && !(HUB_STATUSES as readonly string[]).includes(hub)) return "Choose one of Crossdock's statuses.";
  if (direction === "out") return to === null ? null : statuses.problemOf(to);
  return TOLD_STATUS.test(from) ? null : "A store's status consists of small letters, digits, - and _, 40 at most.";
}

async function release(ctx: ServiceContext, tx: Tx, connectionId: string, status: string, now: number): Promise<number> {
  const released = await releaseHeld(tx, ctx.queue, connectionId, statusHoldKey(status), now);
  await retryReadsWithoutStatus(tx, ctx.queue, connectionId, now);
  if (released > 0) ctx.queue.wake(deliveryLane);
  return released;
}
