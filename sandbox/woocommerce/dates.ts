import type { WooStore } from "./types.ts";

/** "2026-11-21T09:00:00": WooCommerce writes times without a zone; `_gmt` fields are UTC. */
export const gmtTime = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString().slice(0, 19));

/** The same moment as the clock on the store's wall shows it. */
export const localTime = (store: WooStore, at: number | null): string | null => (at === null ? null : gmtTime(at + store.gmt_offset * 3_600_000));

/** WooCommerce's times are whole seconds. */
export const wholeSecond = (at: number): number => Math.floor(at / 1000) * 1000;

/**
 * A time in a query, as WordPress reads it: a zone is turned into the store's wall clock first; with dates_are_gmt the digits that come out are
 * compared with UTC. So "…Z" together with dates_are_gmt is off by the store's offset, in the real one too. Null when it is no time.
 */
export function parseTime(store: WooStore, text: string, isGmt: boolean): number | null {
  const match = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}:\d{2})(?:\.\d+)?(Z|[+-]\d{2}:?\d{2})?$/i.exec(text);
  if (!match) return null;
  const offset = store.gmt_offset * 3_600_000;
  const wall = Date.parse(`${match[1]}T${match[2]}${match[3] ?? "Z"}`) + (match[3] ? offset : 0);
  return Number.isNaN(wall) ? null : isGmt ? wall : wall - offset;
}
