/**
 * Conditions for deliveries by their status, in the very words of the partial indexes: only so does SQLite use one. What waits and what is
 * in work is not in the index of what is in trouble, because ingest pays for each index with every commit; the queue's own indexes serve.
 */
import { type RawBuilder, sql } from "kysely";
import type { DeliveryStatus } from "#app/domain/delivery-status.ts";

/** The range, which every row is in, is what makes SQLite prefer the index of what waits to all of a merchant's deliveries. */
const PENDING = sql<boolean>`status in ('pending', 'failed') and status = 'pending' and next_attempt_at >= 0`;
const PROCESSING = sql<boolean>`status = 'processing'`;
const TROUBLE = sql<boolean>`status in ('held', 'failed', 'dead')`;
const COMPLETED = sql<boolean>`status = 'completed'`;

/** Conditions that together mean every delivery that is not completed, each of them once: for the branches of a UNION ALL. */
export const OPEN_BRANCHES: readonly RawBuilder<boolean>[] = [PENDING, PROCESSING, TROUBLE];
/** The same for all deliveries. */
export const ALL_BRANCHES: readonly RawBuilder<boolean>[] = [COMPLETED, ...OPEN_BRANCHES];

/** Deliveries of one status. */
export function withStatus(status: DeliveryStatus): RawBuilder<boolean> {
  if (status === "completed") return COMPLETED;
  if (status === "pending") return PENDING;
  if (status === "processing") return PROCESSING;
  return sql<boolean>`${TROUBLE} and status = ${status}`;
}
