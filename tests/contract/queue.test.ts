/** What every queue driver must do; runs on the engine that CROSSDOCK_TEST_DATABASE names. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Database } from "#app/data/database.ts";
import { deliveryLane } from "#app/inbox/delivery-lane.ts";
import { claimOne, releaseAbandoned } from "#app/queue/claims.server.ts";
import type { Claim } from "#app/queue/lane.ts";
import { openQueue } from "#app/queue/open-queue.server.ts";
import type { Consumer, Queue } from "#app/queue/queue.ts";
import { testEngine } from "../helpers/test-database.ts";
import { insertConnection, openTestDatabase, type OpenTestDatabase } from "../helpers/open-test-database.ts";
import { waitUntil } from "../helpers/wait-until.ts";

let open: OpenTestDatabase;
let db: Database;
let now: number;
const queues: Queue[] = [];

beforeEach(async () => {
  open = await openTestDatabase();
  db = open.db;
  now = Date.now();
  await insertConnection(db, "one");
});
afterEach(async () => {
  for (const queue of queues.splice(0)) await queue.stop();
  await open.close();
});

async function makeQueue(workerId: string, errors: Error[] = []): Promise<Queue> {
  const queue = await openQueue({ db, clock: () => now, workerId, onError: (error) => errors.push(error) });
  queues.push(queue);
  return queue;
}

async function addDeliveries(queue: Queue, keys: string[], runAt = now): Promise<void> {
  await db.write(async (tx) => {
    const ids: number[] = [];
    for (const key of keys) {
      const id = await tx.insertIfNewForId("deliveries", {
        merchant_id: "mer_one",
        connection_id: "con_one",
        mode: "live",
        dedupe_key: key,
        topic: "orders/create",
        origin: "live",
        status: "pending",
        received_at: now,
        next_attempt_at: runAt,
        body_sha256: key,
        body_bytes: 2,
      });
      if (id !== null) ids.push(id);
    }
    await queue.schedule(tx, deliveryLane, ids, runAt);
  });
  queue.wake(deliveryLane);
}

const statuses = async () =>
  Object.fromEntries((await db.read.selectFrom("deliveries").select(["dedupe_key", "status"]).execute()).map((row) => [row.dedupe_key, row.status]));
const keysOf = async (ids: number[]) =>
  (await db.read.selectFrom("deliveries").select(["id", "dedupe_key"]).where("id", "in", ids).execute()).map((row) => row.dedupe_key);

/** Completes each claim, fenced. */
const completing = (seen: Claim[]): Consumer => ({
  kind: "transactional",
  lane: deliveryLane,
  groupSize: 10,
  async work(tx, claims) {
    for (const claim of claims) {
      seen.push(claim);
      await tx.update("deliveries", { status: "completed", lease_token: null }, { id: claim.id as number, lease_token: claim.token });
    }
    return claims.length;
  },
});

describe("a queue driver", () => {
  it("hands out every due row once, with its attempt's number", async () => {
    const seen: Claim[] = [];
    const queue = await makeQueue("w1");
    const keys = Array.from({ length: 30 }, (_, i) => `k${i}`);
    await addDeliveries(queue, keys);
    await queue.start([completing(seen)]);
    await waitUntil("all are completed", async () => Object.values(await statuses()).every((status) => status === "completed"));
    expect((await keysOf(seen.map((claim) => claim.id as number))).sort()).toEqual([...keys].sort());
    expect(seen).toHaveLength(30);
    expect(seen.every((claim) => claim.attempt === 1)).toBe(true);
  });

  it("works on rows that are added while it runs", async () => {
    const seen: Claim[] = [];
    const queue = await makeQueue("w1");
    await queue.start([completing(seen)]);
    await addDeliveries(queue, ["later"]);
    await waitUntil("it is completed", async () => (await statuses()).later === "completed");
  });

  it("leaves alone what is not due yet", async () => {
    const seen: Claim[] = [];
    const queue = await makeQueue("w1");
    await addDeliveries(queue, ["future"], now + 3_600_000);
    await addDeliveries(queue, ["due"]);
    await queue.start([completing(seen)]);
    await waitUntil("the due one is completed", async () => (await statuses()).due === "completed");
    expect((await statuses()).future).toBe("pending");
    expect(seen).toHaveLength(1);
  });

  it("undoes all of a work that throws, counts the attempt, and tries again", async () => {
    const errors: Error[] = [];
    const queue = await makeQueue("w1", errors);
    const attempts: number[] = [];
    await addDeliveries(queue, ["flaky"]);
    await queue.start([
      {
        kind: "transactional",
        lane: deliveryLane,
        groupSize: 10,
        async work(tx, claims) {
          for (const claim of claims) {
            attempts.push(claim.attempt);
            await tx.update(
              "deliveries",
              { status: "completed", lease_token: null, outcome: `attempt ${claim.attempt}` },
              { id: claim.id as number, lease_token: claim.token },
            );
          }
          if (attempts.length === 1) throw new Error("broken once");
          return claims.length;
        },
      },
    ]);
    now += 2_000;
    await waitUntil("it is completed", async () => (await statuses()).flaky === "completed");
    expect(attempts).toEqual([1, 2]);
    expect(errors.map((error) => error.message)).toEqual(["broken once"]);
    expect(await db.read.selectFrom("deliveries").select(["outcome", "attempts"]).executeTakeFirstOrThrow()).toEqual({
      outcome: "attempt 2",
      attempts: 2,
    });
  });

  it("works on the claims once more, apart, when together they failed; nothing of the first time stays", async () => {
    const errors: Error[] = [];
    const seen: Claim[] = [];
    const queue = await makeQueue("w1", errors);
    await addDeliveries(queue, ["a", "b"]);
    const { work: workApart } = completing(seen) as Extract<Consumer, { kind: "transactional" }>;
    await queue.start([
      {
        kind: "transactional",
        lane: deliveryLane,
        groupSize: 10,
        workApart,
        async work(tx, claims) {
          for (const claim of claims) await tx.update("deliveries", { outcome: "together" }, { id: claim.id as number });
          throw new Error("one of them is bad");
        },
      },
    ]);
    await waitUntil("all are completed", async () => Object.values(await statuses()).every((status) => status === "completed"));
    expect(seen.map((claim) => claim.attempt)).toEqual([1, 1]);
    expect(errors).toEqual([]);
    expect(await db.read.selectFrom("deliveries").select("outcome").where("outcome", "is not", null).execute()).toEqual([]);
  });

  it("ends a group early when a write that goes first waits, and goes on with the rest", async (test) => {
    // On PostgreSQL every claim has a transaction and a connection of its own.
    test.skip(db.engine === "postgres", "SQLite has one writer");
    const seen: Claim[] = [];
    const transactions: number[] = [];
    const order: string[] = [];
    const queue = await makeQueue("w1");
    await addDeliveries(queue, ["a", "b", "c"]);
    let other: Promise<unknown> | undefined;
    await queue.start([
      {
        kind: "transactional",
        lane: deliveryLane,
        groupSize: 10,
        async work(tx, claims, isTurnOver) {
          let done = 0;
          for (const claim of claims) {
            if (done > 0 && (await isTurnOver?.())) break;
            seen.push(claim);
            order.push("row");
            await tx.update("deliveries", { status: "completed", lease_token: null }, { id: claim.id as number, lease_token: claim.token });
            done++;
            other ??= db.write(() => Promise.resolve(order.push("other write")), { goesFirst: true });
            // A group looks up once a millisecond.
            for (const until = performance.now() + 2; performance.now() < until;);
          }
          transactions.push(done);
          return done;
        },
      },
    ]);
    await waitUntil("all are completed", async () => Object.values(await statuses()).every((status) => status === "completed"));
    await other;
    expect(transactions).toEqual([1, 2]);
    expect(order).toEqual(["row", "other write", "row", "row"]);
    expect(seen.map((claim) => claim.attempt)).toEqual([1, 1, 1]);
  });

  it.runIf(testEngine === "sqlite")(
    "says what is claimed and what stands behind it before the work; nothing behind what was tried before (needs SQLite)",
    async () => {
      const told: string[] = [];
      const seen: Claim[] = [];
      const queue = await makeQueue("w1");
      const keys = Array.from({ length: 25 }, (_, i) => `k${String(i).padStart(2, "0")}`);
      await addDeliveries(queue, keys, now - 1);
      await addDeliveries(queue, ["tried"], now - 2);
      await db.write((tx) => tx.update("deliveries", { attempts: 1 }, { dedupe_key: "tried" }));
      const completes = completing(seen) as Extract<Consumer, { kind: "transactional" }>;
      await queue.start([
        {
          ...completes,
          // As small as groups are while a lane is being filled.
          groupSize: 4,
          async prepare(claims, upcoming) {
            // In no transaction: the claims are there for everybody to see, and a thread may take its time.
            const claimed = await db.read.selectFrom("deliveries").select("id").where("status", "=", "processing").execute();
            expect(claimed.map((row) => row.id).sort()).toEqual(claims.map((claim) => claim.id).sort());
            told.push(`${claims.length} and ${upcoming.length} after ${seen.length}`);
            const tried = await db.read
              .selectFrom("deliveries")
              .select("id")
              .where("id", "in", [0, ...(upcoming as number[])])
              .where("attempts", ">", 0)
              .execute();
            expect(tried).toEqual([]);
          },
        },
      ]);
      await waitUntil("all are completed", async () => Object.values(await statuses()).every((status) => status === "completed"));
      expect(told).toEqual([
        "1 and 0 after 0",
        "4 and 8 after 1",
        "4 and 8 after 5",
        "4 and 8 after 9",
        "4 and 8 after 13",
        "4 and 5 after 17",
        "4 and 1 after 21",
        "1 and 0 after 25",
      ]);
    },
  );

  it("works in small groups while it is being filled, so that what comes in has its turn", async (test) => {
    test.skip(db.engine === "postgres", "SQLite has one writer");
    const sizes: number[] = [];
    const completes = completing([]) as Extract<Consumer, { kind: "transactional" }>;
    const queue = await makeQueue("w1");
    await addDeliveries(queue, ["a", "b", "c", "d", "e", "f"]);
    await queue.start([{ ...completes, work: (tx, claims) => (sizes.push(claims.length), completes.work(tx, claims)) }]);
    await waitUntil("all are completed", async () => Object.values(await statuses()).every((status) => status === "completed"));
    expect(sizes[0]).toBe(4);
  });

  it("gives back on stop what it has not begun", async () => {
    const queue = await makeQueue("w1");
    let release = () => {};
    const blocked = new Promise<void>((resolve) => (release = resolve));
    let began = 0;
    await addDeliveries(queue, ["a", "b", "c"]);
    await queue.start([
      {
        kind: "external",
        lane: deliveryLane,
        concurrency: 1,
        async work(claim) {
          began++;
          await blocked;
          await db.write((tx) =>
            tx.update("deliveries", { status: "completed", lease_token: null }, { id: claim.id as number, lease_token: claim.token }),
          );
        },
      },
    ]);
    await waitUntil("one has begun", () => Promise.resolve(began > 0));
    const stopping = queue.stop();
    release();
    await stopping;
    const after = Object.values(await statuses());
    expect(after.filter((status) => status === "completed").length).toBe(began);
    expect(after.filter((status) => status === "processing")).toEqual([]);
  });

  it("fences out a worker whose lease was given to another", async () => {
    const queue = await makeQueue("w1");
    await addDeliveries(queue, ["x"]);
    const { id } = await db.read.selectFrom("deliveries").select("id").executeTakeFirstOrThrow();
    const first = await db.write((tx) => claimOne(tx, deliveryLane, id, { now, leaseMs: 1_000, token: "dead:1" }));
    expect(await db.write((tx) => releaseAbandoned(tx, deliveryLane, now, ["alive"]))).toEqual([id]);
    const second = await db.write((tx) => claimOne(tx, deliveryLane, id, { now, leaseMs: 1_000, token: "alive:1" }));
    expect(second?.attempt).toBe(2);
    const late = await db.write((tx) => tx.update("deliveries", { status: "completed" }, { id, lease_token: first?.token ?? "" }));
    expect(late).toBe(0);
    expect((await statuses()).x).toBe("processing");
  });

  it("does not release a living worker's lease before it ends, and does when it has ended", async () => {
    const queue = await makeQueue("w1");
    await addDeliveries(queue, ["x"]);
    const { id } = await db.read.selectFrom("deliveries").select("id").executeTakeFirstOrThrow();
    await db.write((tx) => claimOne(tx, deliveryLane, id, { now, leaseMs: 1_000, token: "alive:1" }));
    expect(await db.write((tx) => releaseAbandoned(tx, deliveryLane, now + 999, ["alive"]))).toEqual([]);
    expect(await db.write((tx) => releaseAbandoned(tx, deliveryLane, now + 1_000, ["alive"]))).toEqual([id]);
  });

  it("never hands one row to two workers", async () => {
    const seen: Claim[] = [];
    const [one, two] = [await makeQueue("w1"), await makeQueue("w2")];
    await addDeliveries(
      one,
      Array.from({ length: 60 }, (_, i) => `k${i}`),
    );
    await Promise.all([one.start([completing(seen)]), two.start([completing(seen)])]);
    await waitUntil("all are completed", async () => Object.values(await statuses()).every((status) => status === "completed"));
    expect(new Set(seen.map((claim) => claim.id)).size).toBe(60);
    expect(seen).toHaveLength(60);
  });
});
