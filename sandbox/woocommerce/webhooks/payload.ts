import { createHmac } from "node:crypto";
import type { SandboxContext } from "../../context.ts";
import { customerJson } from "../customers/customer-json.ts";
import { readWoo } from "../entities.ts";
import { orderJson } from "../orders/order-json.ts";
import { phpJson } from "../php-json.ts";
import { productJson, variationAsProductJson } from "../products/product-json.ts";
import { homeUrl, WOO_VERSION, WORDPRESS_VERSION } from "../store.ts";
import type { WooStore } from "../types.ts";
import type { WooWebhook } from "./queue.ts";
import { splitTopic } from "./topics.ts";

const gone = (code: string, message = "Invalid ID."): object => ({ code, message, data: { status: 404 } });

/** The thing as it is now, not as it was when it happened; of a deleted one an error, signed like anything else. */
export function webhookPayload(ctx: SandboxContext, store: WooStore, topic: string, id: number): object {
  const [resource, event] = splitTopic(topic);
  if (event === "deleted") return { id };
  if (resource === "order") {
    const order = readWoo(ctx, store.slug, "order", id);
    return order ? orderJson(ctx, store, order) : gone("woocommerce_rest_shop_order_invalid_id");
  }
  if (resource === "customer") {
    const customer = readWoo(ctx, store.slug, "customer", id);
    return customer ? customerJson(ctx, store, customer) : gone("wc_user_invalid_id", "Invalid user ID.");
  }
  if (resource === "product") {
    const product = readWoo(ctx, store.slug, "product", id);
    const variation = readWoo(ctx, store.slug, "variation", id);
    if (product) return productJson(ctx, store, product);
    return variation ? variationAsProductJson(ctx, store, variation) : gone("woocommerce_rest_product_invalid_id");
  }
  return { action: topic.split(".")[1], arg: id };
}

/** What the webhook's owner sees who may no longer see anything. */
export const FORBIDDEN_PAYLOAD = { code: "woocommerce_rest_cannot_view", message: "Sorry, you cannot view this resource.", data: { status: 401 } };

export const webhookBody = (payload: object): string => phpJson(payload);

export const signWebhook = (secret: string, body: string): string => createHmac("sha256", secret).update(body, "utf8").digest("base64");

/** A hash of the webhook and the second: two deliveries of one webhook within a second have the same. */
export function deliveryId(store: WooStore, webhookId: number, at: number): string {
  return createHmac("md5", `salt of ${store.slug}`)
    .update(`${webhookId}${Math.floor(at / 1000)}`)
    .digest("hex");
}

export const userAgent = (): string => `WooCommerce/${WOO_VERSION} Hookshot (WordPress/${WORDPRESS_VERSION})`;

/** https://woocommerce.github.io/woocommerce-rest-api-docs/#webhooks */
export function webhookHeaders(ctx: SandboxContext, store: WooStore, hook: WooWebhook, body: string, id: string): Record<string, string> {
  const [resource, event] = splitTopic(hook.topic);
  return {
    "content-type": "application/json",
    "user-agent": userAgent(),
    "x-wc-webhook-source": `${homeUrl(ctx, store)}/`,
    "x-wc-webhook-topic": hook.topic,
    "x-wc-webhook-resource": resource,
    "x-wc-webhook-event": event,
    "x-wc-webhook-signature": signWebhook(hook.secret, body),
    "x-wc-webhook-id": String(hook.id),
    "x-wc-webhook-delivery-id": id,
  };
}
