import type { SandboxContext } from "../context.ts";
import { isLoopbackHost } from "../guard.ts";
import { readSettings } from "../store/settings.ts";
import { onWebhookQueued } from "./emit.ts";
import { drawFault, readFaults } from "./faults.ts";
import { listDue, nextDueAt, postpone, recordAttempt, setState } from "./queue.ts";
import type { QueuedWebhook, WebhookAttempt } from "./queue.ts";
import { webhookHeaders } from "./sign.ts";
import { deleteSubscription } from "./subscriptions.ts";

/** Shopify waits 5 s for the whole answer: https://shopify.dev/docs/apps/build/webhooks/subscribe/https */
export const ANSWER_TIMEOUT_MS = 5000;
/** Waits before the 8 retries; they add up to 4 hours. */
export const RETRY_WAITS_S = [10, 30, 90, 270, 600, 1800, 4200, 7400];
const CONCURRENCY = 8;

export interface Dispatcher {
  stop(): Promise<void>;
}

/** Delivers what is queued until stopped; woken by every new event. What is under way when it stops stays queued. */
export function startDispatcher(ctx: SandboxContext): Dispatcher {
  const abort = new AbortController();
  const inFlight = new Map<number, Promise<void>>();
  let timer: NodeJS.Timeout | undefined;

  const pump = (): void => {
    if (abort.signal.aborted) return;
    clearTimeout(timer);
    for (const webhook of listDue(ctx, CONCURRENCY * 2)) {
      if (inFlight.size >= CONCURRENCY) return;
      if (inFlight.has(webhook.seq) || !applyFaults(ctx, webhook)) continue;
      const delivery = deliver(ctx, webhook, abort.signal).finally(() => {
        inFlight.delete(webhook.seq);
        setImmediate(pump);
      });
      inFlight.set(webhook.seq, delivery);
    }
    const next = nextDueAt(ctx);
    // Node's timers end at 2^31 ms; an hour is soon enough to look again.
    if (next !== null && inFlight.size === 0) timer = setTimeout(pump, Math.min(Math.max(next - ctx.now(), 5), 3_600_000));
    else if (next !== null) timer = setTimeout(pump, 100);
  };
  onWebhookQueued(ctx, () => setImmediate(pump));
  pump();
  return {
    async stop() {
      abort.abort();
      clearTimeout(timer);
      await Promise.all(inFlight.values());
    },
  };
}

/** Decides once per webhook whether it is dropped, held back or delayed. False: not now. */
function applyFaults(ctx: SandboxContext, webhook: QueuedWebhook): boolean {
  if (webhook.faults_applied) return true;
  const faults = readFaults(ctx);
  if (drawFault(ctx, "drop")) {
    setState(ctx, webhook.seq, "dropped");
    return false;
  }
  const heldBack = drawFault(ctx, "reorder") ? 300 + Math.random() * 700 : 0;
  const wait = (faults.delay_ms ?? 0) + heldBack;
  if (wait > 0) postpone(ctx, webhook.seq, ctx.now() + wait);
  return wait === 0;
}

async function deliver(ctx: SandboxContext, webhook: QueuedWebhook, stop: AbortSignal): Promise<void> {
  const attempt = await tryOnce(ctx, webhook, stop);
  if (attempt === null) return;
  ctx.db.transaction(() => settle(ctx, webhook, attempt))();
  if (attempt.status !== null && attempt.status < 300 && !webhook.faults_applied && drawFault(ctx, "duplicate")) {
    const again = await tryOnce(ctx, webhook, stop);
    if (again) recordAttempt(ctx, webhook.seq, again);
  }
}

/** One POST; null when we were stopped in the middle, which is no failure of the receiver. */
async function tryOnce(ctx: SandboxContext, webhook: QueuedWebhook, stop: AbortSignal): Promise<WebhookAttempt | null> {
  const startedAt = ctx.now();
  const started = performance.now();
  const finish = (result: Pick<WebhookAttempt, "status" | "answer" | "error">): WebhookAttempt => ({
    started_at: startedAt,
    duration_ms: Math.round(performance.now() - started),
    ...result,
  });
  if (!isLoopbackHost(new URL(webhook.uri).hostname))
    return finish({ status: null, answer: null, error: "the sandbox delivers to this machine only" });
  const headers = webhookHeaders(ctx, {
    webhookId: webhook.webhook_id,
    eventId: webhook.event_id,
    shop: webhook.shop,
    topic: webhook.topic,
    triggeredAt: webhook.triggered_at,
    body: webhook.body,
  });
  try {
    const response = await fetch(webhook.uri, {
      method: "POST",
      headers,
      body: webhook.body,
      redirect: "manual",
      signal: AbortSignal.any([AbortSignal.timeout(ANSWER_TIMEOUT_MS), stop]),
    });
    return finish({ status: response.status, answer: (await response.text()).slice(0, 2000), error: null });
  } catch (error) {
    if (stop.aborted) return null;
    return finish({ status: null, answer: null, error: error instanceof Error ? describe(error) : String(error) });
  }
}

function describe(error: Error): string {
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}

/** Books the attempt: delivered, or tried again later, or given up (then Shopify deletes the API's subscription, never the TOML's). */
function settle(ctx: SandboxContext, webhook: QueuedWebhook, attempt: WebhookAttempt): void {
  recordAttempt(ctx, webhook.seq, attempt);
  if (attempt.status !== null && attempt.status >= 200 && attempt.status < 300) return setState(ctx, webhook.seq, "delivered");
  const wait = RETRY_WAITS_S[webhook.attempts];
  if (wait !== undefined) return postpone(ctx, webhook.seq, ctx.now() + wait * 1000 * readSettings(ctx).webhook_time_scale);
  setState(ctx, webhook.seq, "failed");
  if (webhook.subscription_id !== null) deleteSubscription(ctx, webhook.shop, webhook.subscription_id);
}
