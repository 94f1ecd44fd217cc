/** What Shopify says about a delivery in its headers: https://shopify.dev/docs/apps/build/webhooks/delivery-structure */
import { err, ok } from "#app/lib/result.ts";
import type { Result } from "#app/lib/result.ts";
import { parseTime } from "./normalise.ts";

export interface ShopifyHeaders {
  /** Lower case, ends in .myshopify.com. */
  shop: string;
  topic: string;
  /** Unique per delivery and the same for its retries: the dedupe key. */
  webhookId: string;
  /** One per event: shared by the deliveries of one change to several subscriptions. */
  eventId: string | null;
  /** Epoch milliseconds; the header's nanoseconds are cut. Null when absent or unreadable: a clock is not worth losing an order for. */
  triggeredAt: number | null;
  apiVersion: string | null;
}

export interface HeaderProblem {
  header: string;
  reason: "missing" | "malformed";
}

type Headers = Record<string, string | readonly string[] | undefined>;

const SHOP = /^[a-z0-9][a-z0-9-]*\.myshopify\.com$/;
const TOPIC = /^[a-z_]+\/[a-z_]+$/;
const KEY = /^[\x21-\x7e]{1,200}$/;

/**
 * Node gives header names in lower case. The newer family has no X-: both are read, the established one first. Whole names, as joining them
 * for every delivery costs more than looking them up.
 */
const NAMES = {
  signature: ["x-shopify-hmac-sha256", "shopify-hmac-sha256"],
  shop: ["x-shopify-shop-domain", "shopify-shop-domain"],
  topic: ["x-shopify-topic", "shopify-topic"],
  webhookId: ["x-shopify-webhook-id", "shopify-webhook-id"],
  eventId: ["x-shopify-event-id", "shopify-event-id"],
  triggeredAt: ["x-shopify-triggered-at", "shopify-triggered-at"],
  apiVersion: ["x-shopify-api-version", "shopify-api-version"],
} as const;

function header(headers: Headers, [established, newer]: readonly [string, string]): string | null {
  const value = headers[established] ?? headers[newer];
  const first = (typeof value === "string" ? value : value?.[0])?.trim();
  return first === undefined || first === "" ? null : first;
}

/** The signature header of either family. */
export const signatureHeader = (headers: Headers): string | null => header(headers, NAMES.signature);

/** Reads the headers of a delivery whose signature was verified. */
export function readShopifyHeaders(headers: Headers): Result<ShopifyHeaders, HeaderProblem> {
  const shop = header(headers, NAMES.shop)?.toLowerCase() ?? null;
  const topic = header(headers, NAMES.topic)?.toLowerCase() ?? null;
  const webhookId = header(headers, NAMES.webhookId);
  const wanted = [
    ["Shopify-Shop-Domain", shop, SHOP],
    ["Shopify-Topic", topic, TOPIC],
    ["Shopify-Webhook-Id", webhookId, KEY],
  ] as const;
  for (const [name, value, form] of wanted) {
    if (value === null) return err({ header: name, reason: "missing" });
    if (!form.test(value)) return err({ header: name, reason: "malformed" });
  }
  const triggered = header(headers, NAMES.triggeredAt);
  return ok({
    shop: shop as string,
    topic: topic as string,
    webhookId: webhookId as string,
    eventId: header(headers, NAMES.eventId),
    triggeredAt: triggered === null ? null : parseTime(triggered),
    apiVersion: header(headers, NAMES.apiVersion),
  });
}
