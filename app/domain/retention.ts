/**
 * How long what is stored is kept: one JSON document per merchant (merchant_settings, subject "retention"). Only what is finished is ever
 * cleaned: what waits, is held or failed keeps its content, however old it is, and the keys by which a repeat is recognised stay for good.
 */
import { z } from "zod";

/** In the order in which they are cleaned. */
export const RETENTION_KINDS = ["deliveries", "activity", "messages", "imports", "exports"] as const;
export type RetentionKind = (typeof RETENTION_KINDS)[number];

export interface RetentionLimits {
  /** Days. */
  min: number;
  max: number;
  default: number;
}

/**
 * At least: long enough to notice a fault and process a delivery again, or to undo an import. At most: a copy of a customer's data is made
 * for an answer that is due within 30 days; the others end with the longest time for which anybody has a use of them.
 */
export const RETENTION_LIMITS: Record<RetentionKind, RetentionLimits> = {
  deliveries: { min: 7, max: 730, default: 90 },
  activity: { min: 30, max: 1_095, default: 365 },
  messages: { min: 30, max: 1_095, default: 365 },
  imports: { min: 7, max: 365, default: 90 },
  exports: { min: 1, max: 30, default: 30 },
};

export const DAY_MS = 86_400_000;

const days = (kind: RetentionKind) => {
  const { min, max } = RETENTION_LIMITS[kind];
  const range = `Enter a whole number of days from ${min} to ${max.toLocaleString("en-GB")}`;
  return z.number(range).int(range).min(min, range).max(max, range);
};

/** Days for each kind. */
export const retentionSchema = z.object({
  deliveries: days("deliveries"),
  activity: days("activity"),
  messages: days("messages"),
  imports: days("imports"),
  exports: days("exports"),
});
export type Retention = z.infer<typeof retentionSchema>;

const defaults = (): Retention => Object.fromEntries(RETENTION_KINDS.map((kind) => [kind, RETENTION_LIMITS[kind].default])) as unknown as Retention;

/** What is stored; what is missing in it, or no longer allowed, has its default. */
export function readRetention(stored: string | null): Retention {
  const given = stored === null ? {} : (JSON.parse(stored) as Record<string, unknown>);
  const kept = defaults();
  for (const kind of RETENTION_KINDS) {
    const one = retentionSchema.shape[kind].safeParse(given[kind]);
    if (one.success) kept[kind] = one.data;
  }
  return kept;
}

/** What is older than this (epoch ms) is cleaned. */
export const cutoffOf = (retention: Retention, kind: RetentionKind, now: number): number => now - retention[kind] * DAY_MS;

/** How many of each kind were cleaned. */
export type CleanedCounts = Record<RetentionKind, number>;
export const nothingCleaned = (): CleanedCounts => ({ deliveries: 0, activity: 0, messages: 0, imports: 0, exports: 0 });

/** How far a walk has come: the sort key of the last row looked at. */
export type Position = readonly [number, string | number];

/** A cleaning that was asked for or is under way; it survives the end of the process that does it. */
export interface RetentionRun {
  trigger: "schedule" | "merchant";
  requested_at: number;
  /** null: not begun yet. */
  started_at: number | null;
  /** When a walk last began at the first row. */
  full_at: number;
  /** Being cleaned now. */
  kind: RetentionKind;
  /** How far the walks have come, for the kinds whose rows stay when they are cleaned. */
  positions: Partial<Record<RetentionKind, Position>>;
  counts: CleanedCounts;
}

/** The cleaning that ended last. */
export interface LastRetentionRun extends Pick<RetentionRun, "trigger" | "full_at" | "positions" | "counts"> {
  started_at: number;
  ended_at: number;
}

export const RUN_EVERY_MS = 24 * 3_600_000;
/** What a walk passed because it was not finished yet is found by the next one that begins at the first row. */
export const FULL_EVERY_MS = 7 * DAY_MS;
