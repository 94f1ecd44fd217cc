/** What goes wrong around a delivery's work, on a real database. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { CHANNELS } from "#app/channels/all.ts";
import { deliveryLane } from "#app/inbox/delivery-lane.ts";
import { MAX_CLAIMS } from "#app/queue/backoff.ts";
import { claimDue, releaseAbandoned } from "#app/queue/claims.server.ts";
import type { Queue } from "#app/queue/queue.ts";
import { openTestDatabase, type OpenTestDatabase } from "../../tests/helpers/open-test-database.ts";
import { sampleOrderBody, storedShop, type Shop } from "../../tests/helpers/stored-shop.ts";
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
