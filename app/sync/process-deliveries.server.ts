/** The worker's work on the inbox: each claimed delivery is read by its channel, applied to the model and completed, all in one transaction. */
import type { Channel, Interpreted } from "#app/channels/contract.ts";
import type { Row, Tx } from "#app/data/database.ts";
import { canonicalEventSchema } from "#app/domain/events.ts";
import { failure, type Failure } from "#app/domain/failure.ts";
import { ALWAYS_ACCEPTED } from "#app/inbox/always-accepted.ts";
import type { Clock } from "#app/lib/clock.ts";
import { err, ok, type Result } from "#app/lib/result.ts";
import { MAX_CLAIMS } from "#app/queue/backoff.ts";
import type { Claim } from "#app/queue/lane.ts";
import type { Queue } from "#app/queue/queue.ts";
import { applyEvent } from "./apply-event.server.ts";
import { ignored, type Applied, type ApplyContext } from "./context.ts";
import { describeError, isDatabaseTrouble } from "./database-trouble.ts";
import { finishDelivery, LeaseLost, type Finish } from "./finish-delivery.server.ts";
import { lockConnection } from "./lock-connection.ts";
import { createTally } from "./tally.server.ts";

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

type Work = (tx: Tx, claims: readonly Claim[], isTurnOver?: () => Promise<boolean>) => Promise<number>;

/** Each delivery behind a savepoint of its own: what goes wrong with one is its own failure. */
export const createDeliveryWork = (options: DeliveryWorkOptions): Work => workWith(options, processApart);

/**
 * The same without savepoints, which on SQLite cost more than all the rest of the writing. Whatever is thrown is thrown on: the caller
 * undoes the group and hands it to createDeliveryWork.
 */
export const createGroupWork = (options: DeliveryWorkOptions): Work => workWith(options, ({ process }) => process());

function workWith(options: DeliveryWorkOptions, how: (one: OneDelivery) => Promise<Finish | null>): Work {
  return async (tx, claims, isTurnOver) => {
    const tally = createTally();
    const connections = new Map<string, Row<"connections"> | undefined>();
    const attempts: Parameters<DeliveryWorkOptions["onAttempt"]>[] = [];
    let done = 0;
    for (const claim of claims) {
      if (done > 0 && (await isTurnOver?.())) break;
      done++;
      const startedAt = options.clock();
      const delivery = await tx.find("deliveries", { id: claim.id as number, lease_token: claim.token });
      if (delivery === undefined) continue;
      if (!connections.has(delivery.connection_id))
        connections.set(delivery.connection_id, await tx.find("connections", { id: delivery.connection_id }));
      const finish = await how(oneDelivery(options, tx, claim, delivery, connections.get(delivery.connection_id), startedAt));
      if (finish === null) continue;
      // Uninstalling and the like change the connection: the next delivery of the group must see it.
      if (finish.touchesConnection) connections.delete(delivery.connection_id);
      tally.add(delivery, finish);
      attempts.push([delivery, finish, options.clock() - startedAt]);
    }
    await tally.write(tx, options.clock());
    // Only now: of a group that is undone half-way nothing has happened.
    for (const attempt of attempts) options.onAttempt(...attempt);
    return done;
  };
}

interface OneDelivery {
  tx: Tx;
  process(): Promise<Finish>;
  fail(cause: Failure): Promise<Finish>;
}

function oneDelivery(
  options: DeliveryWorkOptions,
  tx: Tx,
  claim: Claim,
  delivery: Row<"deliveries">,
  connection: Row<"connections"> | undefined,
  startedAt: number,
): OneDelivery {
  const finishing = { tx, queue: options.queue, delivery, claim, startedAt, now: options.clock, random: options.random };
  const fail = (cause: Failure) => finishDelivery(finishing, null, { kind: "failed", failure: cause });
  return {
    tx,
    fail,
    async process() {
      if (claim.attempt > MAX_CLAIMS) return fail(endsTheProcess);
      const { interpreted, applied } = await apply(options, tx, delivery, connection);
      return finishDelivery(finishing, interpreted, applied);
    },
  };
}

/** @returns null when the lease was lost: nothing of it stays */
async function processApart({ tx, process, fail }: OneDelivery): Promise<Finish | null> {
  try {
    return await tx.attempt(process);
  } catch (error) {
    if (error instanceof LeaseLost) return null;
    // What is wrong with the database is wrong with the whole group: undo it all and come back.
    if (isDatabaseTrouble(error)) throw error;
    return fail(failure("bug", "unexpected_error", describeError(error)));
  }
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
  if (connection.status === "inactive" && !ALWAYS_ACCEPTED.has(delivery.topic)) {
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
    hasEffects: delivery.origin === "live" || delivery.origin === "replay_with_effects",
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
    {
      topic: delivery.topic,
      headers: JSON.parse(payload.headers) as Record<string, string>,
      body: withoutNul(payload.body),
      triggeredAt: delivery.triggered_at,
    },
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

/** An escaped NUL in a text (someone's note) cannot be stored by PostgreSQL: it is left out, on both engines alike. */
function withoutNul(body: Uint8Array): Uint8Array {
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  if (!bytes.includes("\\u0000")) return body;
  return Buffer.from(bytes.toString("utf8").replace(/(?<!\\)((?:\\\\)*)\\u0000/g, "$1"));
}
