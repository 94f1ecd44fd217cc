/** How an attempt at a delivery ends: the one place that turns an outcome into the row's next state, fenced by the claim's token. */
import type { Interpreted } from "#app/channels/contract.ts";
import type { Patch, Row, Tx } from "#app/data/database.ts";
import { CONSEQUENCES, type Failure } from "#app/domain/failure.ts";
import { deliveryLane } from "#app/inbox/delivery-lane.ts";
import type { Clock } from "#app/lib/clock.ts";
import { backoffMs, MAX_ATTEMPTS } from "#app/queue/backoff.ts";
import type { Claim } from "#app/queue/lane.ts";
import type { Queue } from "#app/queue/queue.ts";
import type { Applied } from "./context.ts";

/** Another worker has the delivery: nothing of this attempt may stay. */
export class LeaseLost extends Error {
  override name = "LeaseLost";
}

export interface Finish {
  status: "completed" | "held" | "failed" | "dead";
  records: number;
  touchesConnection: boolean;
  failure: Failure | null;
}

interface Finishing {
  tx: Tx;
  queue: Queue;
  delivery: Row<"deliveries">;
  claim: Claim;
  startedAt: number;
  now: Clock;
  random: () => number;
}

const CONNECTION_EVENTS: ReadonlySet<string> = new Set(["app_uninstalled", "scopes_changed", "shop_changed", "shop_redact"]);

export type About = Pick<Interpreted, "entityType" | "externalId" | "orderRef">;

/** @throws LeaseLost when the claim is no longer ours. */
export async function finishDelivery(
  finishing: Finishing,
  interpreted: Interpreted | null,
  applied: Applied,
  seems: About | null = null,
): Promise<Finish> {
  const { tx, queue, delivery, claim } = finishing;
  const now = finishing.now();
  const subject: About | null = interpreted ?? seems;
  const about = subject && {
    entity_type: subject.entityType,
    external_id: subject.externalId,
    order_ref: await orderRefOf(tx, delivery, subject),
  };
  const { patch, finish, retryAt } = nextState(applied, claim.attempt, now, finishing.random());
  const changed = await tx.update(
    "deliveries",
    { ...about, ...patch, lease_token: null, lease_until: null },
    { id: delivery.id, lease_token: claim.token },
  );
  if (changed !== 1) throw new LeaseLost();
  if (retryAt !== null) await queue.schedule(tx, deliveryLane, [delivery.id], retryAt);
  await tx.insert("attempts", {
    merchant_id: delivery.merchant_id,
    delivery_id: delivery.id,
    number: await tryNumber(tx, delivery, claim),
    started_at: finishing.startedAt,
    duration_ms: Math.max(0, now - finishing.startedAt),
    outcome: finish.status === "failed" ? "retry" : finish.status,
    ...errorColumns(finish.failure),
  });
  return { ...finish, touchesConnection: interpreted !== null && CONNECTION_EVENTS.has(interpreted.event.type) };
}

/** Tries are numbered through for people, also where a replay or the end of a hold gave the delivery its retries anew. */
async function tryNumber(tx: Tx, delivery: Row<"deliveries">, claim: Claim): Promise<number> {
  const isFirst = claim.attempt === 1 && delivery.origin === "live" && delivery.error_code === null;
  return isFirst ? 1 : (await tx.list("attempts", { delivery_id: delivery.id })).length + 1;
}

/** What belongs to an order (a refund, a parcel) names it by id only: search by order number finds it all the same once the order is known. */
async function orderRefOf(tx: Tx, delivery: Row<"deliveries">, interpreted: About): Promise<string | null> {
  if (interpreted.orderRef !== null || interpreted.entityType !== "order" || interpreted.externalId === null) return interpreted.orderRef;
  return (await tx.find("orders", { connection_id: delivery.connection_id, external_id: interpreted.externalId }))?.order_ref ?? null;
}

function nextState(
  applied: Applied,
  attempt: number,
  now: number,
  random: number,
): { patch: Patch<"deliveries">; finish: Omit<Finish, "touchesConnection">; retryAt: number | null } {
  if (applied.kind === "held") {
    const patch = { status: "held", hold_key: applied.key, hold_until: applied.until, ...errorColumns(applied.failure) };
    return { patch, finish: { status: "held", records: 0, failure: applied.failure }, retryAt: null };
  }
  if (applied.kind !== "failed") {
    const patch = { status: "completed", outcome: applied.kind, completed_at: now, hold_key: null, hold_until: null, ...errorColumns(null) };
    return { patch, finish: { status: "completed", records: applied.records, failure: null }, retryAt: null };
  }
  const { failure } = applied;
  const mayRetry = CONSEQUENCES[failure.class] === "retry" && attempt < MAX_ATTEMPTS;
  if (!mayRetry) {
    return { patch: { status: "dead", completed_at: now, ...errorColumns(failure) }, finish: { status: "dead", records: 0, failure }, retryAt: null };
  }
  const retryAt = now + Math.max(backoffMs(attempt, random), failure.retryAfterMs ?? 0);
  return {
    patch: { status: "failed", next_attempt_at: retryAt, ...errorColumns(failure) },
    finish: { status: "failed", records: 0, failure },
    retryAt,
  };
}

const errorColumns = (failure: Failure | null) => ({
  error_class: failure?.class ?? null,
  error_code: failure?.code ?? null,
  error_message: failure?.message ?? null,
});
