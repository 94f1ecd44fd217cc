/** What changed between two states of a row, for the audit trail and the timeline. */

export interface Change {
  field: string;
  before: unknown;
  after: unknown;
}

/** Our own book-keeping: not a change anybody made. */
const BOOKKEEPING = new Set([
  "id",
  "merchant_id",
  "connection_id",
  "order_id",
  "created_at",
  "updated_at",
  "content_sha256",
  "triggered_at",
  "source_updated_at",
  "customer_id",
]);

/** Compares by the columns of `after`. A missing `before` means everything is new: only what is set is listed. */
export function diffRow(before: Record<string, unknown> | undefined, after: Record<string, unknown>, prefix = ""): Change[] {
  const changes: Change[] = [];
  for (const field in after) {
    if (BOOKKEEPING.has(field)) continue;
    const was = before?.[field] ?? null;
    const is = after[field] ?? null;
    if (was !== is) changes.push({ field: prefix + field, before: was, after: is });
  }
  return changes;
}
