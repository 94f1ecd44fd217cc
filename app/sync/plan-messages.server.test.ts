/** What messages cost those who have none: nothing for an order that is not delivered, one look-up for a group in which some are. */
import { afterEach, beforeEach, expect, it } from "vitest";
import type { Tx } from "#app/data/database.ts";
import { deliveryLane } from "#app/inbox/delivery-lane.ts";
import { claimDue } from "#app/queue/claims.server.ts";
import { deliveredOrder, MERCHANT, messageStand, SHOP, type MessageStand } from "../../tests/helpers/message-stand.ts";
import { store, toldChannels } from "../../tests/helpers/told-deliveries.ts";
import { createGroupWork } from "./process-deliveries.server.ts";

let shop: MessageStand;
beforeEach(async () => {
  shop = await messageStand();
});
afterEach(() => shop.close());

/** Processes a group of ten orders. @returns how often each of these tables was looked into */
async function lookUps(orders: "delivered" | "on their way", from: number): Promise<Record<string, number>> {
  const { ctx, time } = shop.services;
  const onTheWay = { hub_status: "SHIPPED" as const, delivered_at: null, fulfillments: [] };
  for (let n = from; n < from + 10; n++) {
    const order = deliveredOrder({ external_id: `order-${n}`, ...(orders === "delivered" ? {} : onTheWay) });
    await store(shop.stand, SHOP, { topic: "orders/create", event: { type: "order_snapshot", order, facts: [] } });
  }
  const counts: Record<string, number> = { merchant_settings: 0, messages: 0, consents: 0 };
  const work = createGroupWork({ channels: toldChannels, queue: ctx.queue, clock: () => time.now, random: () => 0.5, onAttempt: () => undefined });
  await ctx.db.write(async (tx) => {
    const counting = new Proxy(tx, {
      get(target, key) {
        const value = Reflect.get(target, key, target) as unknown;
        if (key !== "find" && key !== "list") return value;
        return (table: string, ...rest: unknown[]) => {
          if (table in counts) counts[table]! += 1;
          return (value as (...args: unknown[]) => unknown)(table, ...rest);
        };
      },
    });
    const claims = await claimDue(tx, deliveryLane, 20, { now: time.now, leaseMs: 60_000, token: "test:1" });
    expect(await work(counting as Tx, claims)).toBe(10);
  });
  return counts;
}

it("asks once per group whether there are messages, and only when an order is delivered", async () => {
  await shop.services.ctx.db.write((tx) => tx.remove("merchant_settings", { merchant_id: MERCHANT }));
  expect(await lookUps("on their way", 0)).toEqual({ merchant_settings: 0, messages: 0, consents: 0 });
  expect(await lookUps("delivered", 100)).toEqual({ merchant_settings: 1, messages: 0, consents: 0 });
  expect(await shop.messages()).toEqual([]);
});

it("plans for every order of a group", async () => {
  expect(await lookUps("delivered", 0)).toMatchObject({ merchant_settings: 1, messages: 10 });
  expect(await shop.messages()).toHaveLength(20);
});
