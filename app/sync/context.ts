/** What every apply function works with, and what it answers. */
import type { Row, Tx } from "#app/data/database.ts";
import type { Failure } from "#app/domain/failure.ts";
import type { MessageSettings } from "#app/domain/messages/settings.ts";
import type { Queue } from "#app/queue/queue.ts";

/** Where a state comes from: a webhook's snapshot, a copy embedded in another entity's payload, or a fresh read of the source. */
export type Via = "delivery" | "embedded" | "read";

export interface ApplyContext {
  tx: Tx;
  queue: Queue;
  connection: Row<"connections">;
  /** The delivery being applied; null for a read. */
  deliveryId: number | null;
  /** Why the change happens, in sync_queue.cause and the audit trail: "delivery:123", "read:syn_…". */
  cause: string;
  /** Epoch ms by the source's clock, when it says. */
  triggeredAt: number | null;
  /** Since when this delivery has been waiting: its holding deadlines count from here. Epoch ms. */
  waitingSince: number;
  /** When the read that is being applied began, epoch ms; null for a delivery. */
  readStartedAt: number | null;
  /** Content hashes that are known already, by the object they are of. */
  hashes?: ReadonlyMap<object, string>;
  /** Whether what follows (messages to customers) is planned: live, or a replay that asked for it. History has no effects (architecture, rule 7). */
  hasEffects: boolean;
  /** What merchants set about messages, as far as it was looked up in this transaction: once for a whole group. */
  messageSettings?: Map<string, Promise<MessageSettings | null>>;
  /** Epoch ms. */
  now: number;
}

/**
 * Whether our row changed while the source was being read: with equal source times it cannot be told which is newer, so the source
 * is asked once more instead of writing what may be the older state.
 */
export const isReadOvertaken = (ctx: ApplyContext, stored: { updated_at: number }): boolean =>
  ctx.readStartedAt !== null && stored.updated_at >= ctx.readStartedAt;

export type Applied =
  | { kind: "applied" | "unchanged" | "stale" | "ignored"; records: number }
  /** Waits for `key` (e.g. order:450789469) to be seen; looked at again at `until`. */
  | { kind: "held"; key: string; until: number; failure: Failure }
  | { kind: "failed"; failure: Failure };

export const applied = (records = 1): Applied => ({ kind: "applied", records });
/** Of two parts of one delivery: what was done to either of them was done. */
export const both = (one: Applied, other: Applied): Applied =>
  one.kind === "applied" && other.kind === "applied" ? applied(one.records + other.records) : other.kind === "applied" ? other : one;
export const unchanged: Applied = { kind: "unchanged", records: 0 };
export const stale: Applied = { kind: "stale", records: 0 };
export const ignored: Applied = { kind: "ignored", records: 0 };
