/** The worker's work on the inbox: each claimed delivery is read by its channel, applied to the model and completed, all in one transaction. */
import type { Channel, Interpreted } from "#app/channels/contract.ts";
import type { Row, Tx } from "#app/data/database.ts";
import { canonicalEventSchema } from "#app/domain/events.ts";
import { failure, type Failure } from "#app/domain/failure.ts";
import type { Clock } from "#app/lib/clock.ts";
import { err, ok, type Result } from "#app/lib/result.ts";
import { MAX_CLAIMS } from "#app/queue/backoff.ts";
import type { Claim } from "#app/queue/lane.ts";
import type { Queue } from "#app/queue/queue.ts";
import { applyEvent } from "./apply-event.server.ts";
import { ignored, type Applied, type ApplyContext } from "./context.ts";
import { describeError, isDatabaseTrouble } from "./database-trouble.ts";
import { finishDelivery, LeaseLost, type Finish } from "./finish-delivery.server.ts";
import { ACCEPTED_WHEN_INACTIVE } from "./inactive.ts";
import { lockConnection } from "./lock-connection.ts";
import { createTally, type Tally } from "./tally.server.ts";

const endsTheProcess = failure("rejected", "too_many_attempts", "The worker ended each time while it processed this.");

export interface DeliveryWorkOptions {
  channels: ReadonlyMap<string, Channel>;
  queue: Queue;
  clock: Clock;
  /** 0 ≤ random < 1, for the jitter of retries. */
  random: () => number;
  /** One wide line per attempt. */
  onAttempt: (delivery: Row<"deliveries">, finish: Finish, durationMs: number) => void;
}

export function createDeliveryWork(options: DeliveryWorkOptions): (tx: Tx, claims: readonly Claim[]) => Promise<void> {
  return async (tx, claims) => {
    const tally = createTally();
    const connections = new Map<string, Row<"connections"> | undefined>();
    for (const claim of claims) await processOne(options, tx, claim, connections, tally);
    await tally.write(tx, options.clock());
  };
}

async function processOne(
  options: DeliveryWorkOptions,
  tx: Tx,
  claim: Claim,
  connections: Map<string, Row<"connections"> | undefined>,
  tally: Tally,
): Promise<void> {
  const startedAt = options.clock();
  const delivery = await tx.find("deliveries", { id: claim.id as number, lease_token: claim.token });
  if (delivery === undefined) return;
  if (!connections.has(delivery.connection_id)) connections.set(delivery.connection_id, await tx.find("connections", { id: delivery.connection_id }));
  const connection = connections.get(delivery.connection_id);
  const finishing = { tx, queue: options.queue, delivery, claim, startedAt, now: options.clock, random: options.random };
  let finish: Finish;
  try {
    finish = await tx.attempt(async () => {
      if (claim.attempt > MAX_CLAIMS) return finishDelivery(finishing, null, { kind: "failed", failure: endsTheProcess });
      const { interpreted, applied } = await apply(options, tx, delivery, connection);
      return finishDelivery(finishing, interpreted, applied);
    });
  } catch (error) {
    if (error instanceof LeaseLost) return;
    // What is wrong with the database is wrong with the whole group: undo it all and come back.
    if (isDatabaseTrouble(error)) throw error;
    finish = await finishDelivery(finishing, null, { kind: "failed", failure: failure("bug", "unexpected_error", describeError(error)) });
  }
  // Uninstalling and the like change the connection: the next delivery of the group must see it.
  if (finish.touchesConnection) connections.delete(delivery.connection_id);
  tally.add(delivery, finish);
  options.onAttempt(delivery, finish, options.clock() - startedAt);
}

async function apply(
  options: DeliveryWorkOptions,
  tx: Tx,
  delivery: Row<"deliveries">,
  connection: Row<"connections"> | undefined,
): Promise<{ interpreted: Interpreted | null; applied: Applied }> {
  if (connection === undefined)
    return { interpreted: null, applied: { kind: "failed", failure: failure("not_found", "integration_not_found", "The connection is gone.") } };
  const payload = await tx.find("delivery_payloads", { delivery_id: delivery.id });
  if (payload === undefined || payload.erased_at !== null) return { interpreted: null, applied: ignored };
  if (connection.status === "inactive" && !ACCEPTED_WHEN_INACTIVE.has(delivery.topic)) {
    await lockConnection(tx, connection.id);
    const current = await tx.find("connections", { id: connection.id });
    if (current !== undefined && current.status !== "inactive") return apply(options, tx, delivery, current);
    return {
      interpreted: null,
      applied: {
        kind: "held",
        key: `connection:${connection.id}`,
        until: Number.MAX_SAFE_INTEGER,
        failure: failure("rejected", "integration_inactive", "The integration is disconnected."),
      },
    };
  }
  const interpreted = interpret(options.channels, connection, delivery, payload);
  if (!interpreted.ok) return { interpreted: null, applied: { kind: "failed", failure: interpreted.error } };
  const context: ApplyContext = {
    tx,
    queue: options.queue,
    connection,
    deliveryId: delivery.id,
    cause: `delivery:${delivery.id}`,
    triggeredAt: delivery.triggered_at,
    waitingSince: delivery.next_attempt_at,
    readStartedAt: null,
    now: options.clock(),
  };
  return { interpreted: interpreted.value, applied: await applyEvent(context, interpreted.value.event) };
}

function interpret(
  channels: ReadonlyMap<string, Channel>,
  connection: Row<"connections">,
  delivery: Row<"deliveries">,
  payload: Row<"delivery_payloads">,
): Result<Interpreted, Failure> {
  const channel = channels.get(connection.channel);
  if (channel === undefined) return err(failure("bug", "unexpected_error", `no channel named ${connection.channel}`));
  const read = channel.interpret(
    { topic: delivery.topic, headers: JSON.parse(payload.headers) as Record<string, string>, body: payload.body, triggeredAt: delivery.triggered_at },
    { externalId: connection.external_id, currency: connection.currency, country: connection.country, timezone: connection.timezone },
  );
  if (!read.ok) return read;
  const event = canonicalEventSchema.safeParse(read.value.event);
  if (!event.success) {
    const issue = event.error.issues[0];
    return err(failure("rejected", "body_unreadable", `${issue?.path.join(".") ?? ""}: ${issue?.message ?? "is not as expected"}`));
  }
  return ok({ ...read.value, event: event.data });
}
