import type { SandboxContext } from "../context.ts";

export interface WebhookEvent {
  /** myshopify.com domain of the shop in which it happened. */
  shop: string;
  /** As in X-Shopify-Topic: "orders/create". */
  topic: string;
  /** The body: a value to serialise, or text that is already JSON (ids beyond 2^53 keep their digits). */
  payload: object | string;
  /** Order, product … the event is about; lets GET /sandbox/webhooks filter. */
  entityId?: string;
  /** Milliseconds from now until it happens (shop/redact comes 48 h after uninstall). */
  delayMs?: number;
}

export interface EmittedWebhook {
  webhook_id: string;
  topic: string;
}

/** Queues the event for every subscription of the topic (API and TOML) in the current transaction; returns what was queued. */
export function emitWebhook(ctx: SandboxContext, event: WebhookEvent): EmittedWebhook[] {
  void ctx;
  void event;
  return [];
}
