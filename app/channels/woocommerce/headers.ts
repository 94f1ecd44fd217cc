/** The headers of a core webhook, as WooCommerce 10.2 sends them. */
import type { IncomingHttpHeaders } from "node:http";

const one = (headers: IncomingHttpHeaders, name: string): string | null => {
  const value = headers[name];
  return typeof value === "string" && value.trim() !== "" ? value.trim() : null;
};

export const signatureOf = (headers: IncomingHttpHeaders): string | null => one(headers, "x-wc-webhook-signature");
/** The store's address, as it calls itself: its home page with a slash at the end. */
export const sourceOf = (headers: IncomingHttpHeaders): string | null => one(headers, "x-wc-webhook-source");

/** A store whose webhooks may arrive. */
export interface HookAccount {
  connectionId: string;
  externalId: string;
  /** null: we never made a webhook there. */
  secret: string | null;
}

export interface HookHeaders {
  topic: string;
  /** Repeats: WooCommerce makes it of the webhook's number and the second. */
  deliveryId: string | null;
}

/** null: no topic, or none that could be one. */
export function readHookHeaders(headers: IncomingHttpHeaders): HookHeaders | null {
  const topic = one(headers, "x-wc-webhook-topic");
  if (topic === null || !/^[a-z0-9_.-]{1,100}$/i.test(topic)) return null;
  return { topic, deliveryId: one(headers, "x-wc-webhook-delivery-id")?.slice(0, 100) ?? null };
}

/** A trashed object may come back and be trashed again: the second deletion has the first one's body, and is news all the same. */
export const isDeletion = (topic: string): boolean => topic.endsWith(".deleted");
