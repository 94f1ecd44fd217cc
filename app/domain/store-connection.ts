/** What may be chosen about a WooCommerce store that is connected with REST keys. */

/** What its owner writes to connect a store without encryption. */
export const HTTP_CONFIRMATION = "this store has no encryption";
export const isHttpConfirmation = (text: string | undefined): boolean => text?.trim().toLowerCase() === HTTP_CONFIRMATION;

/** How often a store is asked what changed, beside its webhooks. */
export const SYNC_MINUTES = { least: 5, most: 15, usual: 10 } as const;

/** What WooCommerce's own webhooks can tell. */
export const HOOK_TOPICS = [
  "order.created",
  "order.updated",
  "order.deleted",
  "order.restored",
  "product.created",
  "product.updated",
  "product.deleted",
  "product.restored",
  "customer.created",
  "customer.updated",
  "customer.deleted",
] as const;

/** What a test of a store looks at, in this order. */
export const STORE_CHECKS = ["reach", "encryption", "rest_api", "read_orders", "write_products", "webhooks", "version", "currency"] as const;
export type StoreCheckName = (typeof STORE_CHECKS)[number];

/** Where the reading of a store's changes goes on: a second (epoch ms), and how many things of that second, by id, were read already. */
export interface Place {
  at: number;
  skip: number;
}

const SECOND_MS = 1000;

/** `2026-11-20T10:15:00Z`, or `2026-11-20T10:15:00Z~200` within a second. */
export const placeText = ({ at, skip }: Place): string => `${new Date(at).toISOString().replace(".000Z", "Z")}${skip > 0 ? `~${skip}` : ""}`;

/** Null when the text is none. A moment within a second means all of it. */
export function readPlace(text: string): Place | null {
  const [, time, skip] = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2}))(?:~(\d{1,9}))?$/.exec(text) ?? [];
  const at = Date.parse(time ?? "");
  return Number.isNaN(at) || at < 0 ? null : { at: Math.floor(at / SECOND_MS) * SECOND_MS, skip: Number(skip ?? 0) };
}

/** So far a store's orders are counted where only "how many" is asked; so many are "more than 10,000". */
export const COUNTED_ORDERS = 10_001;
