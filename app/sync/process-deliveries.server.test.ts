/** What goes wrong around a delivery's work, on a real database. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { CHANNELS } from "#app/channels/all.ts";
import { deliveryLane } from "#app/inbox/delivery-lane.ts";
import { MAX_CLAIMS } from "#app/queue/backoff.ts";
import { claimDue, releaseAbandoned } from "#app/queue/claims.server.ts";
import type { Queue } from "#app/queue/queue.ts";
import { sql } from "#app/data/sql.ts";
import { openTestDatabase, type OpenTestDatabase } from "../../tests/helpers/open-test-database.ts";
import { waitUntil } from "../../tests/helpers/wait-until.ts";
import { sampleOrderBody, sampleRefundBody, storedShop, type Shop } from "../../tests/helpers/stored-shop.ts";
import { lockConnection } from "./lock-connection.ts";
import { releaseExpiredHolds, releaseHeld } from "./release-held.server.ts";
import { createDeliveryWork } from "./process-deliveries.server.ts";

const queue: Queue = { schedule: () => Promise.resolve(), wake: () => undefined, start: () => Promise.resolve(), stop: () => Promise.resolve() };
const now = Date.UTC(2026, 10, 21);

let opened: OpenTestDatabase;
let shop: Shop;
beforeEach(async () => {
  opened = await openTestDatabase();
  shop = await storedShop(opened.db);
});
afterEach(() => opened.close());

const claim = () => opened.db.write((tx) => claimDue(tx, deliveryLane, 20, { now, leaseMs: 1, token: "wrk:1" }));
const delivery = (id: number) => opened.db.read.selectFrom("deliveries").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
const work = createDeliveryWork({
  channels: new Map(Object.entries(CHANNELS)),
  queue,
  clock: () => now,
  random: () => 0,
  onAttempt: () => undefined,
});

/** The process that had claimed it is gone. */
const abandon = () => opened.db.write((tx) => releaseAbandoned(tx, deliveryLane, now, []));

describe("a delivery that ends the process each time", () => {
  it("is given up at last, with a reason, and can be replayed", async () => {
    const id = await shop.receive("orders/create", sampleOrderBody(1), now);
    for (let crash = 0; crash < MAX_CLAIMS; crash++) {
      expect(await claim()).toHaveLength(1);
      await abandon();
    }
    const claims = await claim();
    await opened.db.write((tx) => work(tx, claims));
    expect(await delivery(id)).toMatchObject({ status: "dead", error_code: "too_many_attempts", lease_token: null });
    expect(await opened.db.read.selectFrom("operation_hours").select(["completed", "dead"]).execute()).toEqual([{ completed: 0, dead: 1 }]);
  });

  it("is processed as ever when the process was ended by something else a few times", async () => {
    const id = await shop.receive("orders/create", sampleOrderBody(1), now);
    for (let crash = 0; crash < MAX_CLAIMS - 1; crash++) {
      await claim();
      await abandon();
    }
    const claims = await claim();
    await opened.db.write((tx) => work(tx, claims));
    expect(await delivery(id)).toMatchObject({ status: "completed" });
  });
});

describe("a delivery that cannot be read", () => {
  it("is found by the order's number all the same", async () => {
    const broken = sampleOrderBody(1, { line_items: 7 });
    const id = await shop.receive("orders/create", broken, now);
    const claims = await claim();
    await opened.db.write((tx) => work(tx, claims));
    const { name } = JSON.parse(broken) as { name: string };
    expect(await delivery(id)).toMatchObject({ status: "dead", error_code: "body_unreadable", entity_type: "order", order_ref: `SH-${name}` });
  });
});

function gate(): { opened: Promise<void>; open: () => void } {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open };
}

describe("a delivery that is held for a disconnected store", () => {
  it("is released by a reconnection at the same moment", async () => {
    const id = await shop.receive("orders/create", sampleOrderBody(1), now);
    await opened.db.write((tx) => tx.update("connections", { status: "inactive" }, { id: shop.connectionId }));
    const claims = await claim();
    const isHeld = gate();
    const mayCommit = gate();
    const working = opened.db.write(async (tx) => {
      await work(tx, claims);
      isHeld.open();
      await mayCommit.opened;
    });
    await isHeld.opened;
    const reconnecting = opened.db.write(async (tx) => {
      await lockConnection(tx, shop.connectionId);
      await tx.update("connections", { status: "active" }, { id: shop.connectionId });
      await releaseHeld(tx, queue, shop.connectionId, `connection:${shop.connectionId}`, now);
    });
    // SQLite has one writer: there the reconnection waits for it anyway.
    const isWaiting = async () =>
      (
        await sql<{
          n: number;
        }>`SELECT count(*) AS n FROM pg_locks WHERE NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`.execute(
          opened.db.read,
        )
      ).rows[0]!.n > 0;
    if (opened.db.engine === "postgres") await Promise.race([reconnecting, waitUntil("the reconnection waits", isWaiting)]);
    mayCommit.open();
    await Promise.all([working, reconnecting]);
    expect(await delivery(id)).toMatchObject({ status: "pending", hold_key: null });
  });
});

describe("a delivery with odd characters", () => {
  it.each([
    ["a NUL, which PostgreSQL cannot store", "a\u0000b", "ab"],
    ["what looks like one", "a\\u0000b", "a\\u0000b"],
    ["a backslash before one", "a\\\u0000b", "a\\b"],
  ])("is applied: %s", async (_what, note, stored) => {
    const id = await shop.receive("orders/create", sampleOrderBody(1, { note }), now);
    const claims = await claim();
    await opened.db.write((tx) => work(tx, claims));
    expect(await delivery(id)).toMatchObject({ status: "completed" });
    expect((await opened.db.read.selectFrom("orders").select("note").executeTakeFirstOrThrow()).note).toBe(stored);
  });
});

describe("a delivery that is held again and again", () => {
  it("is not taken for one that ends the process: the erasure of a big shop takes many passes", async () => {
    const id = await shop.receive("refunds/create", sampleRefundBody(1), now);
    for (let round = 0; round <= MAX_CLAIMS; round++) {
      const claims = await claim();
      await opened.db.write((tx) => work(tx, claims));
      expect(await delivery(id)).toMatchObject({ status: "held" });
      await opened.db.write((tx) => releaseExpiredHolds(tx, queue, Number.MAX_SAFE_INTEGER));
    }
  });
});
