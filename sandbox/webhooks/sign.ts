import { createHmac } from "node:crypto";
import type { SandboxContext } from "../context.ts";
import { API_VERSION } from "../graphql/version.ts";

export interface SignedWebhook {
  webhookId: string;
  eventId: string;
  shop: string;
  topic: string;
  triggeredAt: string;
  body: string;
}

/** X-Shopify-Hmac-Sha256: base64 of HMAC-SHA256 over the raw body with the app's secret. */
export function signBody(secret: string, body: string): string {
  return createHmac("sha256", secret).update(body, "utf8").digest("base64");
}

/** Shopify's headers: https://shopify.dev/docs/apps/build/webhooks/subscribe/https#headers */
export function webhookHeaders(ctx: SandboxContext, webhook: SignedWebhook): Record<string, string> {
  return {
    "content-type": "application/json",
    "user-agent": "Shopify-Captain-Hook",
    "x-shopify-topic": webhook.topic,
    "x-shopify-hmac-sha256": signBody(ctx.clientSecret, webhook.body),
    "x-shopify-shop-domain": webhook.shop,
    "x-shopify-api-version": API_VERSION,
    "x-shopify-webhook-id": webhook.webhookId,
    "x-shopify-event-id": webhook.eventId,
    "x-shopify-triggered-at": webhook.triggeredAt,
  };
}
