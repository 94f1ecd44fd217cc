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

/** Node gives header names in lower case. The newer family has no X-: both are read, the established one first. */
function header(headers: Headers, name: string): string | null {
  const value = headers[`x-shopify-${name}`] ?? headers[`shopify-${name}`];
  const first = typeof value === "string" ? value : value?.[0];
  return first === undefined || first.trim() === "" ? null : first.trim();
}

/** The signature header of either family. */
export const signatureHeader = (headers: Headers): string | null => header(headers, "hmac-sha256");

/** Reads the headers of a delivery whose signature was verified. */
export function readShopifyHeaders(headers: Headers): Result<ShopifyHeaders, HeaderProblem> {
  const shop = header(headers, "shop-domain")?.toLowerCase() ?? null;
  const topic = header(headers, "topic")?.toLowerCase() ?? null;
  const webhookId = header(headers, "webhook-id");
  const wanted = [
    ["Shopify-Shop-Domain", shop, SHOP],
    ["Shopify-Topic", topic, TOPIC],
    ["Shopify-Webhook-Id", webhookId, KEY],
  ] as const;
  for (const [name, value, form] of wanted) {
    if (value === null) return err({ header: name, reason: "missing" });
    if (!form.test(value)) return err({ header: name, reason: "malformed" });
  }
  const triggered = header(headers, "triggered-at");
  return ok({
    shop: shop as string,
    topic: topic as string,
    webhookId: webhookId as string,
    eventId: header(headers, "event-id"),
    triggeredAt: triggered === null ? null : parseTime(triggered),
    apiVersion: header(headers, "api-version"),
  });
}
