import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { CHANNELS } from "#app/channels/all.ts";
import type { Database } from "#app/data/database.ts";
import { orderSchema, type Order } from "#app/domain/events.ts";
import type { Queue } from "#app/queue/queue.ts";
import { sampleOrderBody } from "../../tests/helpers/sample-deliveries.ts";
import { insertConnection, openTestDatabase, type OpenTestDatabase } from "../../tests/helpers/open-test-database.ts";
import { applyOrder } from "./apply-order.server.ts";
import type { Applied, Via } from "./context.ts";

let open: OpenTestDatabase;
let db: Database;
const queue: Queue = { schedule: () => Promise.resolve(), wake: () => undefined, start: () => Promise.resolve(), stop: () => Promise.resolve() };
const customer = {
  id: 77,
  admin_graphql_api_id: "gid://shopify/Customer/77",
  first_name: "Test",
  last_name: "Buyer",
  email: "buyer@example.com",
  created_at: "2026-01-01T00:00:00Z",
  updated_at: "2026-01-01T00:00:00Z",
};

beforeEach(async () => {
  open = await openTestDatabase();
  db = open.db;
  await insertConnection(db, "one");
});
afterEach(() => open.close());

function orderOf(patch: Record<string, unknown> = {}): Order {
  const facts = { externalId: "one.myshopify.com", currency: "USD", country: "US", timezone: "America/New_York" };
  const body = Buffer.from(sampleOrderBody(1, { customer, ...patch }));
  const read = CHANNELS.shopify!.interpret({ topic: "orders/updated", headers: {}, body, triggeredAt: null }, facts);
  if (!read.ok || read.value.event.type !== "order_snapshot") throw new Error("the sample order cannot be read");
  return orderSchema.parse(read.value.event.order);
}

async function apply(order: Order, via: Via, { triggeredAt = null as number | null, readStartedAt = null as number | null } = {}): Promise<Applied> {
  return db.write(async (tx) => {
    const connection = (await tx.find("connections", { id: "con_one" }))!;
    return applyOrder(
      { tx, queue, connection, deliveryId: null, cause: "test", triggeredAt, waitingSince: 0, readStartedAt, hasEffects: true, now: 1_000 },
      order,
      [],
      via,
    );
  });
}
const stored = () => db.read.selectFrom("orders").selectAll().executeTakeFirstOrThrow();
const reads = () => db.read.selectFrom("sync_queue").select(["entity_type", "entity_id", "status"]).execute();

describe("applying an order", () => {
  it("lets the newer version win, whichever comes first", async () => {
    expect((await apply(orderOf({ note: "new", updated_at: "2026-01-02T00:00:00Z" }), "delivery")).kind).toBe("applied");
    expect((await apply(orderOf({ note: "old" }), "delivery")).kind).toBe("stale");
    expect((await stored()).note).toBe("new");
  });

  it("asks the source when two states have the same time, and changes nothing meanwhile", async () => {
    await apply(orderOf({ note: "a" }), "delivery");
    expect((await apply(orderOf({ note: "b" }), "delivery")).kind).toBe("unchanged");
    expect((await stored()).note).toBe("a");
    expect(await reads()).toEqual([{ entity_type: "order", entity_id: "5000000001", status: "pending" }]);
  });

  it("believes what was just read at the same time", async () => {
    await apply(orderOf({ note: "a" }), "delivery");
    expect((await apply(orderOf({ note: "b" }), "read", { readStartedAt: 2_000 })).kind).toBe("applied");
    expect((await stored()).note).toBe("b");
  });

  it("reads once more when a delivery overtook the read within the same second", async () => {
    await apply(orderOf({ note: "written while the read was under way" }), "delivery");
    expect((await apply(orderOf({ note: "may be older" }), "read", { readStartedAt: 500 })).kind).toBe("unchanged");
    expect((await stored()).note).toBe("written while the read was under way");
    expect(await reads()).toHaveLength(1);
  });

  it("keeps what a read may not see: customer without read_customers, products without read_products", async () => {
    await apply(orderOf(), "delivery");
    await db.write((tx) => tx.update("connections", { granted_scopes: "read_orders,read_fulfillments" }, { id: "con_one" }));
    const seen = orderOf();
    const withheld: Order = {
      ...seen,
      customer: null,
      lines: seen.lines.map((line) => ({ ...line, product_external_id: null, variant_external_id: null })),
    };
    expect((await apply(withheld, "read", { readStartedAt: 2_000 })).kind).toBe("unchanged");
    expect((await stored()).customer_external_id).toBe("77");
  });

  it("takes what is gone for gone where the read may see it", async () => {
    await apply(orderOf(), "delivery");
    expect((await apply({ ...orderOf(), customer: null }, "read", { readStartedAt: 2_000 })).kind).toBe("applied");
    expect((await stored()).customer_external_id).toBeNull();
  });

  it("does not bring back a deleted order", async () => {
    await db.write((tx) =>
      tx.insert("tombstones", { merchant_id: "mer_one", connection_id: "con_one", entity_type: "order", external_id: "5000000001", deleted_at: 1 }),
    );
    expect((await apply(orderOf(), "delivery")).kind).toBe("stale");
    expect(await db.read.selectFrom("orders").select("id").execute()).toEqual([]);
  });
});
