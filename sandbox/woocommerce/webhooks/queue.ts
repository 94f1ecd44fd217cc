import type { SandboxContext } from "../../context.ts";
import { ensureWooTables } from "../tables.ts";

export interface StoreEvent {
  resource: "order" | "product" | "customer" | "coupon";
  event: "created" | "updated" | "deleted" | "restored";
  id: number;
}

export interface WooWebhook {
  store: string;
  id: number;
  name: string;
  status: "active" | "paused" | "disabled";
  topic: string;
  delivery_url: string;
  secret: string;
  failure_count: number;
  created_at: number;
  modified_at: number | null;
}

export interface Delivery {
  seq: number;
  store: string;
  webhook_id: number;
  topic: string;
  resource_id: number;
  url: string;
  created_at: number;
  due_at: number;
  state: "pending" | "delivered" | "failed" | "dropped";
  faults_applied: number;
  sent_at: number | null;
  delivery_id: string | null;
  body: string | null;
  status: number | null;
  answer: string | null;
  error: string | null;
}

export function listHooks(ctx: SandboxContext, store: string): WooWebhook[] {
  ensureWooTables(ctx);
  return ctx.db.prepare("SELECT * FROM woo_webhook WHERE store = ? ORDER BY id").all(store) as WooWebhook[];
}

export function findHook(ctx: SandboxContext, store: string, id: number): WooWebhook | null {
  ensureWooTables(ctx);
  return (ctx.db.prepare("SELECT * FROM woo_webhook WHERE store = ? AND id = ?").get(store, id) as WooWebhook | undefined) ?? null;
}

export function saveHook(ctx: SandboxContext, hook: WooWebhook): void {
  ctx.db
    .prepare(
      `INSERT OR REPLACE INTO woo_webhook (store, id, name, status, topic, delivery_url, secret, failure_count, created_at, modified_at)
       VALUES (@store, @id, @name, @status, @topic, @delivery_url, @secret, @failure_count, @created_at, @modified_at)`,
    )
    .run(hook);
}

export function removeHook(ctx: SandboxContext, store: string, id: number): void {
  ctx.db.prepare("DELETE FROM woo_webhook WHERE store = ? AND id = ?").run(store, id);
}

/** One row per active webhook of the topic. What already waits for the same webhook and thing is not queued again: Action Scheduler does so. */
export function queueDeliveries(ctx: SandboxContext, store: string, events: readonly StoreEvent[]): void {
  if (events.length === 0) return;
  const hooks = listHooks(ctx, store).filter((hook) => hook.status === "active");
  const waiting = ctx.db.prepare(
    "SELECT 1 FROM woo_delivery WHERE state = 'pending' AND sent_at IS NULL AND store = ? AND webhook_id = ? AND resource_id = ?",
  );
  const insert = ctx.db.prepare(
    `INSERT INTO woo_delivery (store, webhook_id, topic, resource_id, url, created_at, due_at, state) VALUES (?, ?, ?, ?, ?, ?, ?, 'pending')`,
  );
  for (const { resource, event, id } of events)
    for (const hook of hooks) {
      if (hook.topic !== `${resource}.${event}` || waiting.get(store, hook.id, id)) continue;
      insert.run(store, hook.id, hook.topic, id, hook.delivery_url, ctx.now(), ctx.now());
    }
  wakeDelivering(ctx);
}

const listeners = new WeakMap<object, () => void>();

/** The dispatcher asks to be woken when something is queued. */
export function onDeliveryQueued(ctx: SandboxContext, listener: () => void): void {
  listeners.set(ctx.db, listener);
}

export function wakeDelivering(ctx: SandboxContext): void {
  listeners.get(ctx.db)?.();
}

export function listDueDeliveries(ctx: SandboxContext, limit: number): Delivery[] {
  ensureWooTables(ctx);
  return ctx.db
    .prepare("SELECT * FROM woo_delivery WHERE state = 'pending' AND sent_at IS NULL AND due_at <= ? ORDER BY due_at, seq LIMIT ?")
    .all(ctx.now(), limit) as Delivery[];
}

export function nextDeliveryAt(ctx: SandboxContext): number | null {
  return (ctx.db.prepare("SELECT min(due_at) AS at FROM woo_delivery WHERE state = 'pending' AND sent_at IS NULL").get() as { at: number | null }).at;
}

/** How many are not settled yet: waiting, or on the way. */
export function countUnsettled(ctx: SandboxContext): number {
  ensureWooTables(ctx);
  return (ctx.db.prepare("SELECT count(*) AS n FROM woo_delivery WHERE state = 'pending'").get() as { n: number }).n;
}

/** From here on it is on its way: what happens to its thing now is not in its body, and is queued anew. */
export function beginDelivery(ctx: SandboxContext, seq: number): void {
  ctx.db.prepare("UPDATE woo_delivery SET sent_at = ? WHERE seq = ?").run(ctx.now(), seq);
}

/** What was on its way when the sandbox stopped is sent again. */
export function resumeDeliveries(ctx: SandboxContext): void {
  ensureWooTables(ctx);
  ctx.db.prepare("UPDATE woo_delivery SET sent_at = NULL WHERE state = 'pending'").run();
}

export function postponeDelivery(ctx: SandboxContext, seq: number, dueAt: number): void {
  ctx.db.prepare("UPDATE woo_delivery SET due_at = ?, faults_applied = 1 WHERE seq = ?").run(Math.round(dueAt), seq);
}

/** What is held back or delayed is due at once. */
export function releaseDeliveries(ctx: SandboxContext): void {
  ensureWooTables(ctx);
  ctx.db.prepare("UPDATE woo_delivery SET due_at = ?, faults_applied = 1 WHERE state = 'pending' AND sent_at IS NULL").run(ctx.now());
  wakeDelivering(ctx);
}

export function closeDelivery(ctx: SandboxContext, seq: number, result: Partial<Delivery> & Pick<Delivery, "state">): void {
  ctx.db
    .prepare(
      `UPDATE woo_delivery SET state = @state, sent_at = @sent_at, delivery_id = @delivery_id, body = @body, status = @status, answer = @answer, error = @error
       WHERE seq = @seq`,
    )
    .run({ sent_at: null, delivery_id: null, body: null, status: null, answer: null, error: null, ...result, seq });
}

/** Newest first. */
export function listDeliveries(
  ctx: SandboxContext,
  filter: { store?: string | undefined; webhookId?: number | undefined; limit: number },
): Delivery[] {
  ensureWooTables(ctx);
  return ctx.db
    .prepare(
      "SELECT * FROM woo_delivery WHERE (@store IS NULL OR store = @store) AND (@hook IS NULL OR webhook_id = @hook) ORDER BY seq DESC LIMIT @limit",
    )
    .all({ store: filter.store ?? null, hook: filter.webhookId ?? null, limit: filter.limit }) as Delivery[];
}
