import type { SandboxContext } from "../../context.ts";
import { drawWooFault, readWooFaults } from "../faults.ts";
import { isLoopbackHost } from "../../guard.ts";
import { findStore } from "../store.ts";
import { deliveryId, FORBIDDEN_PAYLOAD, userAgent, webhookBody, webhookHeaders, webhookPayload } from "./payload.ts";
import {
  beginDelivery,
  closeDelivery,
  findHook,
  listDueDeliveries,
  nextDeliveryAt,
  onDeliveryQueued,
  postponeDelivery,
  resumeDeliveries,
  saveHook,
} from "./queue.ts";
import type { Delivery, WooWebhook } from "./queue.ts";

/** WooCommerce waits a minute for an answer; here nobody has the patience. */
const ANSWER_TIMEOUT_MS = 10_000;
/** "more than 5": the seventh failure in a row switches the webhook off. */
const MOST_FAILURES = 5;

/** As WordPress does it: a kept connection may be closed while the next request is on its way, and WooCommerce sends nothing twice. */
export const OWN_CONNECTION = { connection: "close" };

export interface Delivering {
  stop(): Promise<void>;
}

/** Sends what is queued, one after another as Action Scheduler does, until stopped. A delivery is tried once: WooCommerce does not retry. */
export function startDelivering(ctx: SandboxContext): Delivering {
  const abort = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();
  let isRunning = false;

  const pump = (): void => {
    if (abort.signal.aborted || isRunning) return;
    clearTimeout(timer);
    isRunning = true;
    running = work(ctx, abort.signal).finally(() => {
      isRunning = false;
      if (abort.signal.aborted) return;
      const next = nextDeliveryAt(ctx);
      // Node's timers end at 2^31 ms; an hour is soon enough to look again.
      if (next !== null) timer = setTimeout(pump, Math.min(Math.max(next - ctx.now(), 1), 3_600_000));
    });
  };
  resumeDeliveries(ctx);
  onDeliveryQueued(ctx, () => setImmediate(pump));
  pump();
  return {
    async stop() {
      abort.abort();
      clearTimeout(timer);
      await running;
    },
  };
}

async function work(ctx: SandboxContext, stop: AbortSignal): Promise<void> {
  for (;;) {
    const due = listDueDeliveries(ctx, 1)[0];
    if (!due || stop.aborted) return;
    if (applyFaults(ctx, due)) await deliver(ctx, due, stop);
  }
}

/** Decides once per delivery whether it is dropped, held back or delayed. False: not now. */
function applyFaults(ctx: SandboxContext, delivery: Delivery): boolean {
  if (delivery.faults_applied) return true;
  if (drawWooFault(ctx, "drop")) {
    closeDelivery(ctx, delivery.seq, { state: "dropped" });
    return false;
  }
  const heldBack = drawWooFault(ctx, "reorder") ? 300 + Math.random() * 700 : 0;
  const wait = (readWooFaults(ctx).delay_ms ?? 0) + heldBack;
  if (wait > 0) postponeDelivery(ctx, delivery.seq, ctx.now() + wait);
  return wait === 0;
}

async function deliver(ctx: SandboxContext, delivery: Delivery, stop: AbortSignal): Promise<void> {
  const hook = findHook(ctx, delivery.store, delivery.webhook_id);
  const store = findStore(ctx, delivery.store);
  if (!hook || !store) return closeDelivery(ctx, delivery.seq, { state: "dropped", error: "the webhook is gone" });
  if (drawWooFault(ctx, "disable_hooks")) {
    saveHook(ctx, { ...hook, status: "disabled" });
    return closeDelivery(ctx, delivery.seq, { state: "dropped", error: "the webhook was disabled" });
  }
  beginDelivery(ctx, delivery.seq);
  const isForbidden = drawWooFault(ctx, "error_bodies");
  const body = webhookBody(isForbidden ? FORBIDDEN_PAYLOAD : webhookPayload(ctx, store, delivery.topic, delivery.resource_id));
  const times = drawWooFault(ctx, "duplicate") ? 2 : 1;
  for (let time = 0; time < times; time++) {
    const id = deliveryId(store, hook.id, ctx.now());
    const sentAt = ctx.now();
    const result = await send(hook.delivery_url, webhookHeaders(ctx, store, hook, body, id), body, stop);
    // Stopped in the middle: the next start sends it again.
    if (result === null) return;
    const isDelivered = result.status !== null && result.status >= 200 && result.status < 303;
    closeDelivery(ctx, delivery.seq, { state: isDelivered ? "delivered" : "failed", sent_at: sentAt, delivery_id: id, body, ...result });
    countFailure(ctx, hook, isDelivered);
  }
}

/** Why nobody answered: Node hides it one level down. */
export function inWords(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}

type SendResult = Pick<Delivery, "status" | "answer" | "error">;

async function send(url: string, headers: Record<string, string>, body: string, stop: AbortSignal): Promise<SendResult | null> {
  if (!isLoopbackHost(new URL(url).hostname)) return { status: null, answer: null, error: "the sandbox delivers to this machine only" };
  try {
    const signal = AbortSignal.any([AbortSignal.timeout(ANSWER_TIMEOUT_MS), stop]);
    const response = await fetch(url, { method: "POST", headers: { ...headers, ...OWN_CONNECTION }, body, redirect: "manual", signal });
    return { status: response.status, answer: (await response.text()).slice(0, 2000), error: null };
  } catch (error) {
    if (stop.aborted) return null;
    return { status: null, answer: null, error: inWords(error) };
  }
}

/** A success forgives all failures before it; too many in a row disable the webhook, and nobody is told. */
function countFailure(ctx: SandboxContext, sent: WooWebhook, isDelivered: boolean): void {
  const hook = findHook(ctx, sent.store, sent.id);
  if (!hook) return;
  const modified_at = Math.floor(ctx.now() / 1000) * 1000;
  if (isDelivered) saveHook(ctx, { ...hook, failure_count: 0, modified_at });
  else if (hook.failure_count > MOST_FAILURES) saveHook(ctx, { ...hook, status: "disabled", modified_at });
  else saveHook(ctx, { ...hook, failure_count: hook.failure_count + 1, modified_at });
}

/** The unsigned question "webhook_id=N" that a new webhook asks once, before its maker is answered; a refusal changes nothing. */
export async function ping(ctx: SandboxContext, hook: WooWebhook): Promise<void> {
  const headers = { "content-type": "application/x-www-form-urlencoded", "user-agent": userAgent() };
  const { status } = (await send(hook.delivery_url, headers, `webhook_id=${hook.id}`, new AbortController().signal)) ?? {};
  if (status === 200) saveHook(ctx, { ...hook, modified_at: Math.floor(ctx.now() / 1000) * 1000 });
}
