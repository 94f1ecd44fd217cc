/** Fields of a request put into lines and orders. */
import { precisionOf, roundTo, toNumber } from "../decimals.ts";
import type { StoreWork } from "../store.ts";
import { nextWooId } from "../tables.ts";
import type { Meta } from "../types.ts";

export type Given = Record<string, unknown>;

export const has = (given: Given, name: string): boolean => given[name] !== undefined && given[name] !== null;

export function writeTexts<T extends object>(line: T, given: Given, names: readonly (keyof T & string)[]): void {
  for (const name of names) if (has(given, name)) Object.assign(line, { [name]: String(given[name]) });
}

export function writeAmounts<T extends object>(work: StoreWork, line: T, given: Given, names: readonly (keyof T & string)[]): void {
  for (const name of names) if (has(given, name)) Object.assign(line, { [name]: roundTo(toNumber(given[name]), precisionOf(work.store.decimals)) });
}

/** Meta by id where one is given, else by key; a null value removes it. */
export function mergeMeta(work: StoreWork, known: readonly Meta[], given: unknown, counter: "meta" | "item_meta"): Meta[] {
  const result = known.map((meta) => ({ ...meta }));
  for (const each of given as Given[]) {
    if (typeof each["key"] !== "string") continue;
    const found = result.find((meta) => (has(each, "id") ? meta.id === Number(each["id"]) : meta.key === each["key"]));
    if (found) Object.assign(found, { key: each["key"], value: each["value"] ?? null });
    else result.push({ id: nextWooId(work.ctx, work.store.slug, counter), key: each["key"], value: each["value"] ?? null });
  }
  return result.filter((meta) => meta.value !== null);
}
