import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ToldOrder } from "#app/domain/events.ts";
import type { Queue } from "#app/queue/queue.ts";
import { insertConnection, openTestDatabase, type OpenTestDatabase } from "../../tests/helpers/open-test-database.ts";
import { applyToldOrder } from "./apply-told-order.server.ts";
import type { Applied } from "./context.ts";

const queue: Queue = { schedule: () => Promise.resolve(), wake: () => undefined, start: () => Promise.resolve(), stop: () => Promise.resolve() };
const DAY = 86_400_000;
const T0 = Date.UTC(2026, 9, 1);

let test: OpenTestDatabase;
beforeEach(async () => {
  test = await openTestDatabase();
  await insertConnection(test.db, "one");
});
afterEach(() => test.close());

const told = (patch: Partial<ToldOrder>): ToldOrder => ({
  external_id: "A-1",
  name: "A-1",
  order_ref: "API-A-1",
  happened: "created",
  told_at: T0,
  customer: null,
  ordered_at: null,
  delivered_at: null,
  hub_status: null,
  currency: null,
  total_minor: null,
  lines: null,
  is_test: false,
  ...patch,
});
const person = (patch: Partial<NonNullable<ToldOrder["customer"]>> = {}) => ({
  name: null,
  email: null,
  phone_given: "+15550100123",
  phone_e164: "+15550100123",
  ...patch,
});

const EVENTS: ToldOrder[] = [
  told({
    hub_status: "PENDING",
    customer: person({ name: "Ann Example" }),
    ordered_at: T0 - DAY,
    lines: [{ external_id: "1", title: "Mug", sku: "M", quantity: 1, unit_price_minor: 500 }],
  }),
  told({ happened: "updated", told_at: T0 + DAY, currency: "EUR", total_minor: 1999, customer: person({ email: "ann@example.com" }) }),
  told({ happened: "delivered", told_at: T0 + 2 * DAY, hub_status: "DELIVERED", delivered_at: T0 + 2 * DAY }),
  // The same moment as the delivery: what comes later in an order's life stands.
  told({ happened: "returned", told_at: T0 + 2 * DAY, hub_status: "RETURNED", lines: [] }),
];

let clock = 0;
const apply = (order: ToldOrder, externalId = order.external_id): Promise<Applied> =>
  test.db.write(async (tx) => {
    const connection = (await tx.find("connections", { id: "con_one" }))!;
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
      now: ++clock,
    };
    return applyToldOrder(context, { ...order, external_id: externalId }, []);
  });

async function stored(externalId: string): Promise<unknown> {
  const order = await test.db.read.selectFrom("orders").selectAll().where("external_id", "=", externalId).executeTakeFirstOrThrow();
  const lines = await test.db.read.selectFrom("order_lines").select(["external_id", "title"]).where("order_id", "=", order.id).execute();
  const customer = await test.db.read
    .selectFrom("customers")
    .select(["name", "email", "phone_e164", "told_at"])
    .where("id", "=", order.customer_id)
    .executeTakeFirst();
  return { ...order, id: "", external_id: "", created_at: 0, updated_at: 0, lines, customer };
}

function* permutations<T>(items: readonly T[]): Generator<T[]> {
  if (items.length < 2) yield [...items];
  else
    for (let i = 0; i < items.length; i++) for (const rest of permutations([...items.slice(0, i), ...items.slice(i + 1)])) yield [items[i]!, ...rest];
}

describe("what is told of an order", () => {
  it("comes to the same whatever comes first, and however often", async () => {
    for (const order of EVENTS) await apply(order);
    const expected = await stored("A-1");
    expect(expected).toMatchObject({
      hub_status: "RETURNED",
      currency: "EUR",
      total_minor: 1999,
      has_totals: 1,
      source_created_at: T0 - DAY,
      source_updated_at: T0 + 2 * DAY,
      lines: [],
      customer_name: "Ann Example",
      email: "ann@example.com",
      customer: { name: "Ann Example", email: "ann@example.com", phone_e164: "+15550100123" },
    });
    let n = 0;
    for (const sequence of permutations(EVENTS)) {
      n += 1;
      // A customer of their own: what one sequence left must not help the next.
      const phone = `+1555010${1000 + n}`;
      const asOwn = (order: ToldOrder): ToldOrder => ({
        ...order,
        customer: order.customer && { ...order.customer, phone_e164: phone, phone_given: phone },
      });
      for (const order of sequence) await apply(asOwn(order), `P-${n}`);
      for (const order of sequence) expect((await apply(asOwn(order), `P-${n}`)).kind).toBe("unchanged");
      const text = JSON.stringify(await stored(`P-${n}`))
        .replaceAll(phone, "+15550100123")
        .replace(/told-\w+/g, "")
        .replace(/cus_\w+/g, "");
      const wanted = JSON.stringify(expected)
        .replace(/told-\w+/g, "")
        .replace(/cus_\w+/g, "");
      expect(text.replace(/"content_sha256":"\w+"/, "")).toBe(wanted.replace(/"content_sha256":"\w+"/, ""));
    }
    expect(n).toBe(24);
  });

  it("knows no sums until somebody names them", async () => {
    await apply(told({}));
    expect(await stored("A-1")).toMatchObject({ has_totals: 0, total_minor: 0, hub_status: "PENDING", source_created_at: T0 });
  });

  it("keeps a deleted order deleted, and an erased person erased", async () => {
    await apply(told({ customer: person({ name: "Ann Example" }) }));
    await test.db.write(async (tx) => {
      await tx.update("customers", { name: null, phone_given: null, phone_e164: null, erased_at: 5 }, { connection_id: "con_one" });
      await tx.update("orders", { customer_name: null, phone_given: null, phone_e164: null, erased_at: 5 }, { external_id: "A-1" });
    });
    await apply(told({ happened: "delivered", told_at: T0 + DAY, hub_status: "DELIVERED", customer: person({ name: "Ann Example" }) }));
    expect(await stored("A-1")).toMatchObject({
      hub_status: "DELIVERED",
      customer_name: null,
      phone_e164: null,
      customer: { name: null, phone_e164: null },
    });
    await test.db.write((tx) =>
      tx.insert("tombstones", { merchant_id: "mer_one", connection_id: "con_one", entity_type: "order", external_id: "B-1", deleted_at: 1 }),
    );
    expect((await apply(told({}), "B-1")).kind).toBe("stale");
  });
});
