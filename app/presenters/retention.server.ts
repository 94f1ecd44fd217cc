/** Settings → Data retention: how long each kind is kept, what the last cleaning removed, and when the next one is. */
import type { Database } from "#app/data/database.ts";
import { getRetention } from "#app/data/retention.server.ts";
import {
  cutoffOf,
  RETENTION_KINDS,
  RETENTION_LIMITS,
  RUN_EVERY_MS,
  type CleanedCounts,
  type RetentionKind,
  type RetentionLimits,
} from "#app/domain/retention.ts";
import { type Stamp, stampOf } from "#app/lib/stamp.ts";
import { midSentence } from "./names.ts";

export interface RetentionItem {
  kind: RetentionKind;
  label: string;
  help: string;
  days: string;
  limits: RetentionLimits;
  /** What is older than this day is cleaned, mid-sentence: "23 Aug". */
  before: { iso: string; text: string };
}
export interface CleanedItem {
  kind: RetentionKind;
  label: string;
  count: string;
}
export interface RetentionView {
  items: RetentionItem[];
  /** Under way: what was cleaned so far. */
  running: { isStarted: boolean; label: string; cleaned: CleanedItem[]; total: string } | null;
  last: { at: Stamp; isByMerchant: boolean; took: string; cleaned: CleanedItem[]; total: string; isNothing: boolean } | null;
  next: Stamp | null;
}

const WORDS: Record<RetentionKind, { label: string; help: string; one: string; many: string }> = {
  deliveries: {
    label: "Contents of deliveries",
    help: "What your store and your other channels sent, word for word. Without it a delivery can no longer be looked into or processed again.",
    one: "delivery content",
    many: "delivery contents",
  },
  activity: {
    label: "Activity log",
    help: "What changed on each order, customer and product, and which calls were made to your store.",
    one: "log entry",
    many: "log entries",
  },
  messages: {
    label: "Texts of messages",
    help: "What was written to customers, and what they answered. That a message was sent, and when, stays.",
    one: "message text",
    many: "message texts",
  },
  imports: {
    label: "Rows of CSV files",
    help: "The rows of files that were imported. The orders stay; the import can no longer be undone.",
    one: "file row",
    many: "file rows",
  },
  exports: {
    label: "Copies for data requests",
    help: "A customer’s data, gathered for you to hand over. The law gives 30 days for it.",
    one: "copy",
    many: "copies",
  },
};

const figure = (count: number): string => count.toLocaleString("en-GB");

export const cleanedItems = (counts: CleanedCounts): CleanedItem[] =>
  RETENTION_KINDS.map((kind) => ({ kind, label: counts[kind] === 1 ? WORDS[kind].one : WORDS[kind].many, count: figure(counts[kind]) }));

const totalOf = (counts: CleanedCounts): number => Object.values(counts).reduce((sum, count) => sum + count, 0);

export async function presentRetention(db: Database, merchantId: string, timeZone: string | null, now: number): Promise<RetentionView> {
  const { retention, run, last } = await getRetention(db, merchantId);
  const next = last === null ? null : stampOf(Math.max(last.started_at + RUN_EVERY_MS, now), timeZone, now);
  return {
    items: RETENTION_KINDS.map((kind) => ({
      kind,
      label: WORDS[kind].label,
      help: WORDS[kind].help,
      days: String(retention[kind]),
      limits: RETENTION_LIMITS[kind],
      before: dayOf(stampOf(cutoffOf(retention, kind, now), timeZone, now)),
    })),
    running: run && {
      isStarted: run.started_at !== null,
      label: WORDS[run.kind].label,
      cleaned: cleanedItems(run.counts),
      total: figure(totalOf(run.counts)),
    },
    last: last && {
      at: inSentence(stampOf(last.ended_at, timeZone, now)),
      isByMerchant: last.trigger === "merchant",
      took: durationWords(last.ended_at - last.started_at),
      cleaned: cleanedItems(last.counts),
      total: figure(totalOf(last.counts)),
      isNothing: totalOf(last.counts) === 0,
    },
    next: next && inSentence(next),
  };
}

const inSentence = (stamp: Stamp): Stamp => ({ ...stamp, text: midSentence(stamp) });

const dayOf = (stamp: Stamp) => ({ iso: stamp.iso, text: midSentence(stamp).replace(/ at [\d:]+$/, "") });

function durationWords(ms: number): string {
  if (ms < 1_500) return "a second";
  if (ms < 90_000) return `${Math.round(ms / 1_000)} seconds`;
  const minutes = Math.round(ms / 60_000);
  return minutes === 1 ? "a minute" : `${figure(minutes)} minutes`;
}
