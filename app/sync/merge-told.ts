/**
 * Fields that are told one by one, in any order and more than once: of each, what was told last stands. Merging is commutative and
 * idempotent, so neither the order of arrival nor a repeat shows (architecture.md, rule 2).
 */

/** When a field was told (epoch ms), and of the same moment which kind of event told it (a higher rank comes later in an order's life). */
export type Stamp = readonly [at: number, rank: number];
export type Stamps = Readonly<Record<string, Stamp>>;

export interface Told<T> {
  values: T;
  stamps: Stamps;
}

/** @param told null: nothing is said of the field. Of two values with the same stamp the greater JSON text stands: any rule will do, if it is always the same. */
export function mergeTold<T extends Record<string, unknown>>(known: Told<T>, told: T, stamp: Stamp): Told<T> {
  const values: Record<string, unknown> = { ...known.values };
  const stamps: Record<string, Stamp> = { ...known.stamps };
  for (const [field, value] of Object.entries(told)) {
    if (value === null || value === undefined) continue;
    const before = stamps[field];
    if (before !== undefined && !isLater(stamp, before, value, values[field])) continue;
    values[field] = value;
    stamps[field] = stamp;
  }
  // By name, so that equal stamps are equal texts.
  return { values: values as T, stamps: Object.fromEntries(Object.entries(stamps).sort(([a], [b]) => (a < b ? -1 : 1))) };
}

function isLater(stamp: Stamp, before: Stamp, value: unknown, stored: unknown): boolean {
  if (stamp[0] !== before[0]) return stamp[0] > before[0];
  if (stamp[1] !== before[1]) return stamp[1] > before[1];
  return JSON.stringify(value) > JSON.stringify(stored ?? null);
}
