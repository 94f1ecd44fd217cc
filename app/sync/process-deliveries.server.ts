/** The worker's work on the inbox: each claimed delivery is read by its channel, applied to the model and completed, all in one transaction. */
import type { Channel, Interpreted } from "#app/channels/contract.ts";
import type { Row, Tx } from "#app/data/database.ts";
import { failure, type Failure } from "#app/domain/failure.ts";
import { ALWAYS_ACCEPTED } from "#app/inbox/always-accepted.ts";
import type { Clock } from "#app/lib/clock.ts";
import { MAX_CLAIMS } from "#app/queue/backoff.ts";
import type { Claim } from "#app/queue/lane.ts";
import type { Queue } from "#app/queue/queue.ts";
import { applyEvent } from "./apply-event.server.ts";
import { hashesByObject } from "./content-hash.ts";
import { ignored, type Applied, type ApplyContext } from "./context.ts";
import { describeError, isDatabaseTrouble } from "./database-trouble.ts";
import { finishDelivery, LeaseLost, type About, type Finish } from "./finish-delivery.server.ts";
import { rememberGroup, type Expected } from "./group-memory.server.ts";
import { basisOf, interpretDelivery } from "./interpret-delivery.ts";
import type { Interpreter, Prepared } from "./interpreter.server.ts";
import { lockConnection } from "./lock-connection.ts";
import { createTally } from "./tally.server.ts";

const endsTheProcess = failure("rejected", "too_many_attempts", "The worker ended each time while it processed this.");

export interface DeliveryWorkOptions {
  channels: ReadonlyMap<string, Channel>;
  queue: Queue;
  clock: Clock;
  /** 0 ≤ random < 1, for the jitter of retries. */
  random: () => number;
  /** Interprets ahead of us; what it has not done is done here. */
  interpreter?: Pick<Interpreter, "find" | "forget">;
  /** One wide line per attempt. */
  onAttempt: (delivery: Row<"deliveries">, finish: Finish, durationMs: number) => void;
}

type Work = (tx: Tx, claims: readonly Claim[], isTurnOver?: () => Promise<boolean>) => Promise<number>;

/** Each delivery behind a savepoint of its own: what goes wrong with one is its own failure. */
export const createDeliveryWork = (options: DeliveryWorkOptions): Work => workWith(options, { how: processApart, isTogether: false });

/**
 * The same without savepoints, which on SQLite cost more than all the rest of the writing. Whatever is thrown is thrown on: the caller
 * undoes the group and hands it to createDeliveryWork.
 */
export const createGroupWork = (options: DeliveryWorkOptions): Work => workWith(options, { how: ({ process }) => process(), isTogether: true });

interface Way {
  how: (one: OneDelivery) => Promise<Finish | null>;
  /** What the group will look up is read for all of it at once. */
  isTogether: boolean;
}

function workWith(options: DeliveryWorkOptions, { how, isTogether }: Way): Work {
  return async (given, claims, isTurnOver) => {
    const tally = createTally();
    const connections = new Map<string, Row<"connections"> | undefined>();
    const messageSettings: Claimed["messageSettings"] = new Map();
    const attempts: Parameters<DeliveryWorkOptions["onAttempt"]>[] = [];
    const prepared = preparedOf(options, claims);
    const tx = isTogether && claims.length > 1 ? await withMemory(given, claims, prepared) : given;
    let done = 0;
    for (const claim of claims) {
      if (done > 0 && (await isTurnOver?.())) break;
      done++;
      const startedAt = options.clock();
      const delivery = await tx.find("deliveries", { id: claim.id as number });
      if (delivery?.lease_token !== claim.token) continue;
      if (!connections.has(delivery.connection_id))
        connections.set(delivery.connection_id, await tx.find("connections", { id: delivery.connection_id }));
      const connection = connections.get(delivery.connection_id);
      const finish = await how(
        oneDelivery(options, { tx, claim, delivery, connection, prepared: prepared.get(delivery.id), messageSettings, startedAt }),
      );
      if (finish === null) continue;
      // Uninstalling and the like change the connection: the next delivery of the group must see it.
      if (finish.touchesConnection) connections.delete(delivery.connection_id);
      tally.add(delivery, finish);
      attempts.push([delivery, finish, options.clock() - startedAt]);
    }
    await tally.write(given, options.clock());
    options.interpreter?.forget(claims.slice(0, done).map((claim) => claim.id as number));
    // Only now: of a group that is undone half-way nothing has happened.
    for (const attempt of attempts) options.onAttempt(...attempt);
    return done;
  };
}

function preparedOf({ interpreter }: DeliveryWorkOptions, claims: readonly Claim[]): Map<number, Prepared> {
  const prepared = new Map<number, Prepared>();
  if (interpreter === undefined) return prepared;
  for (const { id } of claims) {
    const one = interpreter.find(id as number);
    if (one !== undefined) prepared.set(id as number, one);
  }
  return prepared;
}

async function withMemory(tx: Tx, claims: readonly Claim[], prepared: ReadonlyMap<number, Prepared>): Promise<Tx> {
  const memory = rememberGroup(tx);
  if (memory === null) return tx;
  await memory.loadDeliveries(claims, [...prepared.keys()]);
  await memory.loadEntities([...prepared.values()].map(expectedOf));
  return memory.tx;
}

function expectedOf({ connectionId, read, hashes }: Prepared): Expected {
  const event = read.ok ? read.value.event : null;
  return {
    connectionId,
    orderExternalId:
      event?.type === "order_snapshot" ? event.order.external_id : event !== null && "order_external_id" in event ? event.order_external_id : null,
    orderSha256: hashes.order ?? null,
    customerExternalId:
      event?.type === "order_snapshot"
        ? (event.order.customer?.external_id ?? null)
        : event?.type === "customer_snapshot"
          ? event.customer.external_id
          : null,
  };
}

interface OneDelivery {
  tx: Tx;
  process(): Promise<Finish>;
  fail(cause: Failure): Promise<Finish>;
}

interface Claimed {
  tx: Tx;
  claim: Claim;
  delivery: Row<"deliveries">;
  connection: Row<"connections"> | undefined;
  prepared: Prepared | undefined;
  messageSettings: NonNullable<ApplyContext["messageSettings"]>;
  startedAt: number;
}

function oneDelivery(options: DeliveryWorkOptions, claimed: Claimed): OneDelivery {
  const { tx, claim, delivery, startedAt } = claimed;
  const finishing = { tx, queue: options.queue, delivery, claim, startedAt, now: options.clock, random: options.random };
  const fail = (cause: Failure) => finishDelivery(finishing, null, { kind: "failed", failure: cause });
  return {
    tx,
    fail,
    async process() {
      if (claim.attempt > MAX_CLAIMS) return fail(endsTheProcess);
      const { interpreted, applied, about } = await apply(options, claimed);
      return finishDelivery(finishing, interpreted, applied, about);
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

interface Outcome {
  interpreted: Interpreted | null;
  applied: Applied;
  /** Of what could not be interpreted: what it seems to be about, so that a search finds it. */
  about?: About | null;
}

async function apply(options: DeliveryWorkOptions, claimed: Claimed): Promise<Outcome> {
  const { tx, delivery, connection } = claimed;
  if (connection === undefined)
    return { interpreted: null, applied: { kind: "failed", failure: failure("not_found", "integration_not_found", "The connection is gone.") } };
  const prepared = claimed.prepared?.basis === basisOf(connection, delivery) ? claimed.prepared : undefined;
  const payload = await (prepared === undefined ? findPayload(tx, delivery.id) : findErasure(tx, delivery.id));
  if (payload === undefined || payload.erased_at !== null) return { interpreted: null, applied: ignored };
  if (connection.status === "inactive" && !ALWAYS_ACCEPTED.has(delivery.topic)) {
    await lockConnection(tx, connection.id);
    const current = await tx.find("connections", { id: connection.id });
    if (current !== undefined && current.status !== "inactive") return apply(options, { ...claimed, connection: current });
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
  const interpreted = prepared?.read ?? interpretDelivery(options.channels, connection, delivery, payload as Row<"delivery_payloads">);
  if (!interpreted.ok) {
    const { body } = (await findPayload(tx, delivery.id)) ?? (payload as Row<"delivery_payloads">);
    const about = options.channels.get(connection.channel)?.seemsAbout?.(delivery.topic, body) ?? null;
    return { interpreted: null, applied: { kind: "failed", failure: interpreted.error }, about };
  }
  const { event } = interpreted.value;
  const context: ApplyContext = {
    tx,
    queue: options.queue,
    connection,
    deliveryId: delivery.id,
    cause: `delivery:${delivery.id}`,
    triggeredAt: delivery.triggered_at,
    waitingSince: delivery.next_attempt_at,
    readStartedAt: null,
    ...(prepared && { hashes: hashesByObject(event, prepared.hashes) }),
    hasEffects: delivery.origin === "live" || delivery.origin === "replay_with_effects",
    messageSettings: claimed.messageSettings,
    now: options.clock(),
  };
  return { interpreted: interpreted.value, applied: await applyEvent(context, event) };
}

const findPayload = (tx: Tx, id: number) => tx.find("delivery_payloads", { delivery_id: id });
/** Of what was interpreted already, only this may have changed. */
const findErasure = (tx: Tx, id: number) => tx.find("delivery_payloads", { delivery_id: id }, ["erased_at"]);
