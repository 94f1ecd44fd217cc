import { afterEach, beforeEach, expect, it } from "vitest";
import type { Queue } from "#app/queue/queue.ts";
import { openTestDatabase, type OpenTestDatabase } from "../../tests/helpers/open-test-database.ts";
import { sampleOrderBody, storedShop, type Shop } from "../../tests/helpers/stored-shop.ts";
import { applyCustomerRedact } from "./apply-customer-redact.server.ts";

const queue: Queue = { schedule: () => Promise.resolve(), wake: () => undefined, start: () => Promise.resolve(), stop: () => Promise.resolve() };
let opened: OpenTestDatabase;
let shop: Shop;
beforeEach(async () => {
  opened = await openTestDatabase();
  shop = await storedShop(opened.db);
});
afterEach(() => opened.close());

it("an order whose delivery is erased before it was processed is read from the source instead of being lost", async () => {
  const id = await shop.receive("orders/create", sampleOrderBody(1), 1_000);
  const { id: orderId, email } = JSON.parse(sampleOrderBody(1)) as { id: number; email: string };
  await opened.db.write(async (tx) => {
    const connection = (await tx.find("connections", { id: shop.connectionId }))!;
    const context = {
      tx,
      queue,
      connection,
      deliveryId: null,
      cause: "test",
      triggeredAt: null,
      waitingSince: 0,
      readStartedAt: null,
      hasEffects: true,
      now: 2_000,
    };
    await applyCustomerRedact(context, { type: "customer_redact", customer_external_id: null, email, phone: null, order_external_ids: [] });
  });
  const payload = await opened.db.read.selectFrom("delivery_payloads").selectAll().where("delivery_id", "=", id).executeTakeFirstOrThrow();
  expect(Buffer.from(payload.body).toString()).toBe('{"erased":true}');
  expect(await opened.db.read.selectFrom("sync_queue").select(["entity_type", "entity_id", "action", "status"]).execute()).toEqual([
    { entity_type: "order", entity_id: String(orderId), action: "read", status: "pending" },
  ]);
});
