import { createHash, randomUUID } from "node:crypto";
import type { SandboxContext } from "../context.ts";
import { getInstall } from "../install/installs.ts";
import { readSettings } from "../store/settings.ts";
import { readTomlSubscriptions, resolveUri } from "./app-toml.ts";
import { stringifyLossless } from "./payload/scalars.ts";
import { listSubscriptionsOf } from "./subscriptions.ts";
import { COMPLIANCE_TOPICS, hasAnyScope, scopesForTopic } from "./topics.ts";

export interface WebhookEvent {
  /** myshopify.com domain of the shop in which it happened. */
  shop: string;
  /** As in X-Shopify-Topic: "orders/create". */
  topic: string;
  /** The body: a value to serialise (BigInts become JSON numbers with all digits), or text that is already JSON. */
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

interface Target {
  uri: string;
  /** Null for what shopify.app.toml declares. */
  subscriptionId: string | null;
  includeFields: string[];
}

/** Queues the event for every subscription of the topic (API and TOML) in the current transaction; returns what was queued. */
export function emitWebhook(ctx: SandboxContext, event: WebhookEvent): EmittedWebhook[] {
  if (!mayReceive(ctx, event)) return [];
  const at = ctx.now() + (event.delayMs ?? 0);
  const eventId = randomUUID();
  const triggeredAt = formatTriggeredAt(at, readSettings(ctx).triggered_at_precision, eventId);
  const insert = ctx.db.prepare(
    `INSERT INTO webhook (webhook_id, event_id, shop, topic, uri, subscription_id, entity_id, body, triggered_at, created_at, state, due_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'pending', ?)`,
  );
  const emitted = listTargets(ctx, event).map((target) => {
    const webhookId = randomUUID();
    insert.run(
      webhookId,
      eventId,
      event.shop,
      event.topic,
      target.uri,
      target.subscriptionId,
      event.entityId ?? null,
      bodyFor(event.payload, target),
      triggeredAt,
      at,
      at,
    );
    return { webhook_id: webhookId, topic: event.topic };
  });
  if (emitted.length > 0) queueListeners.get(ctx.db)?.();
  return emitted;
}

const queueListeners = new WeakMap<object, () => void>();

/** The dispatcher asks to be woken when something is queued. */
export function onWebhookQueued(ctx: SandboxContext, listener: () => void): void {
  queueListeners.set(ctx.db, listener);
}

function mayReceive(ctx: SandboxContext, event: WebhookEvent): boolean {
  if ((COMPLIANCE_TOPICS as readonly string[]).includes(event.topic) || event.topic === "app/uninstalled") return true;
  const install = getInstall(ctx, event.shop);
  return install !== null && install.installed && hasAnyScope(scopesForTopic(event.topic) ?? [], install.granted);
}

function listTargets(ctx: SandboxContext, event: WebhookEvent): Target[] {
  const declared = readTomlSubscriptions(ctx.appTomlPath)
    .filter((subscription) => subscription.topics.includes(event.topic))
    .map((subscription): Target => ({ uri: resolveUri(subscription.uri, ctx.appUrl), subscriptionId: null, includeFields: [] }));
  const made = listSubscriptionsOf(ctx, event.shop)
    .filter((subscription) => subscription.topic === event.topic)
    .map((subscription): Target => ({ uri: subscription.uri, subscriptionId: subscription.id, includeFields: subscription.includeFields }));
  return [...declared, ...made];
}

function bodyFor(payload: object | string, target: Target): string {
  if (typeof payload === "string") return payload;
  if (target.includeFields.length === 0) return stringifyLossless(payload);
  const roots = new Set(target.includeFields.map((field) => field.split(".")[0]));
  return stringifyLossless(Object.fromEntries(Object.entries(payload).filter(([name]) => roots.has(name))));
}

/** RFC 3339, UTC. The digits below the millisecond are made up from the event, so that they are stable and differ. */
export function formatTriggeredAt(at: number, precision: "second" | "nanosecond", seed: string): string {
  const iso = new Date(at).toISOString();
  if (precision === "second") return `${iso.slice(0, 19)}Z`;
  const below = createHash("sha256").update(seed).digest().readUInt32BE(0) % 1_000_000;
  return `${iso.slice(0, 23)}${String(below).padStart(6, "0")}Z`;
}

/** For what was put back into the queue by hand. */
export function wakeDispatcher(ctx: SandboxContext): void {
  queueListeners.get(ctx.db)?.();
}
