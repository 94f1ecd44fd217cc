import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Connection } from "#app/data/connections.server.ts";
import { downloadDataExport, clearOldDataExports } from "#app/services/download-data-export.server.ts";
import { everythingStored } from "../../tests/helpers/everything-stored.ts";
import { testServices, type TestServices } from "../../tests/helpers/service-context.ts";
import { aCustomer, anOrder, process, store, tell, type TellingStand } from "../../tests/helpers/told-deliveries.ts";

/** Everything that says who she is: names, addresses, numbers, and what others wrote about her. */
const PERSONAL = /zaphira|quill|5550107799|larkspur|aberwick|back door|unhappy|must not stay/i;
const SHOP = "acme.myshopify.com";
const redaction = {
  type: "customer_redact" as const,
  customer_external_id: "7001",
  email: "zaphira@quill.example",
  phone: "+15550107799",
  order_external_ids: ["9001"],
};
const request = {
  type: "data_request" as const,
  request_key: "77",
  customer_external_id: "7001",
  email: "zaphira@quill.example",
  phone: "+15550107799",
  order_external_ids: ["9001"],
};

let services: TestServices;
let stand: TellingStand;
let connection: Connection;
beforeEach(async () => {
  services = await testServices();
  connection = await services.connect("acme");
  stand = { db: services.ctx.db, queue: services.ctx.queue, time: services.time };
});
afterEach(() => services.close());

const everything = () => everythingStored(services.ctx.db, services.databaseUrl);
const orderTold = (order = anOrder()) => ({ topic: "orders/create", event: { type: "order_snapshot" as const, order, facts: [] } });
const customerTold = (customer = aCustomer()) => ({ topic: "customers/update", event: { type: "customer_snapshot" as const, customer } });
const compliance = () => services.ctx.db.read.selectFrom("audit_log").selectAll().where("kind", "=", "compliance").orderBy("id").execute();

async function liveALittle(): Promise<void> {
  await tell(stand, SHOP, orderTold());
  await tell(stand, SHOP, customerTold(aCustomer({ name: "Zaphira Quill-Feather", source_updated_at: 1_700_000_100_000 })));
  await tell(stand, SHOP, orderTold(anOrder({ note: "Back door, please", source_updated_at: 1_700_000_200_000 })));
  await tell(stand, SHOP, { topic: "customers/data_request", event: request });
}

describe("customers/redact", () => {
  it("leaves nothing of the person anywhere in the database", async () => {
    await liveALittle();
    expect(await everything()).toMatch(PERSONAL);
    const done = await tell(stand, SHOP, { topic: "customers/redact", event: redaction });
    expect(done).toMatchObject({ status: "completed", outcome: "applied" });
    expect((await everything()).match(PERSONAL)).toBeNull();
  });
  it("keeps what is not personal, and a proof without personal data", async () => {
    await liveALittle();
    await tell(stand, SHOP, { topic: "customers/redact", event: redaction });
    const order = await services.ctx.db.read.selectFrom("orders").selectAll().executeTakeFirstOrThrow();
    expect(order).toMatchObject({
      order_ref: "SH-#1001",
      total_minor: 1000,
      hub_status: expect.any(String),
      email: null,
      shipping_address: null,
      erased_at: services.time.now,
    });
    const proof = (await compliance()).find((entry) => entry.action === "customer_redact")!;
    expect(JSON.parse(proof.data)).toEqual({
      customers: 1,
      orders: 1,
      messages: 0,
      told: { customers: 0, orders: 0, import_rows: 0 },
      deliveries: 5,
      audit_entries: expect.any(Number),
      exports: 1,
      bodies_sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    const payload = await services.ctx.db.read.selectFrom("delivery_payloads").selectAll().orderBy("delivery_id").executeTakeFirstOrThrow();
    expect(Buffer.from(payload.body).toString()).toBe('{"erased":true}');
    expect(JSON.parse(payload.headers)).toEqual({ "x-shopify-topic": "orders/create", "x-shopify-webhook-id": expect.any(String) });
  });
  it("reaches deliveries that were not processed yet, and guest orders with the same address", async () => {
    await tell(stand, SHOP, orderTold(anOrder({ external_id: "9002", customer: null })));
    services.time.now += 1000;
    await store(stand, SHOP, customerTold());
    await services.ctx.db.write((tx) =>
      tx.sql
        .updateTable("deliveries")
        .set({ status: "held", hold_key: "x", hold_until: Number.MAX_SAFE_INTEGER })
        .where("status", "=", "pending")
        .execute(),
    );
    await tell(stand, SHOP, { topic: "customers/redact", event: redaction });
    expect((await everything()).match(PERSONAL)).toBeNull();
  });
  it("is not undone by a late or repeated delivery, whether the person was known before or not", async () => {
    await tell(stand, SHOP, { topic: "customers/redact", event: redaction });
    services.time.now += 60_000;
    await tell(stand, SHOP, customerTold(aCustomer({ source_updated_at: 1_800_000_000_000 })));
    const customer = await services.ctx.db.read.selectFrom("customers").selectAll().executeTakeFirstOrThrow();
    expect(customer).toMatchObject({
      external_id: "7001",
      name: null,
      email: null,
      phone_given: null,
      phone_e164: null,
      tags: "[]",
      erased_at: expect.any(Number),
    });
    // An order nobody had told us about, of a person who was erased: the order counts, the person does not come back.
    await tell(stand, SHOP, orderTold());
    await tell(stand, SHOP, {
      topic: "refunds/create",
      event: { type: "refund_seen", order_external_id: "9001", refund: anOrder().refunds[0]!, facts: [] },
    });
    expect(await services.ctx.db.read.selectFrom("orders").select(["total_minor", "email"]).execute()).toEqual([{ total_minor: 1000, email: null }]);
    expect((await everything()).match(PERSONAL)).toBeNull();
  });
  it("leaves everybody else alone, also the same customer number at another shop", async () => {
    await services.connect("other");
    await tell(stand, "other.myshopify.com", orderTold());
    await tell(
      stand,
      SHOP,
      orderTold(
        anOrder({
          external_id: "9005",
          customer: aCustomer({ external_id: "7005", email: "else@x.example", phone_given: null, phone_e164: null }),
          email: "else@x.example",
          phone_given: null,
          phone_e164: null,
        }),
      ),
    );
    await tell(stand, SHOP, { topic: "customers/redact", event: redaction });
    const rows = await services.ctx.db.read.selectFrom("orders").select(["connection_id", "email", "erased_at"]).orderBy("connection_id").execute();
    expect(rows).toEqual([
      { connection_id: connection.id, email: "else@x.example", erased_at: null },
      { connection_id: "con_other", email: "zaphira@quill.example", erased_at: null },
    ]);
  });
});

describe("customers/data_request", () => {
  it("gathers the customer, the orders and where they came from; the same request twice is one copy", async () => {
    await tell(stand, SHOP, orderTold());
    await tell(stand, SHOP, { topic: "customers/data_request", event: request });
    expect((await tell(stand, SHOP, { topic: "customers/data_request", event: request })).outcome).toBe("unchanged");
    const [entry] = await compliance();
    const downloaded = await downloadDataExport(services.ctx, connection.merchant_id, entry!.entity_id!);
    const content = JSON.parse(downloaded.ok ? downloaded.value.content : "") as {
      customer: { email: string }[];
      orders: { name: string; shipping_address: { city: string }; refunds: unknown[] }[];
      received_deliveries: { topic: string }[];
    };
    expect(content.customer[0]!.email).toBe("zaphira@quill.example");
    expect(content.orders[0]).toMatchObject({ name: "#1001", shipping_address: { city: "Aberwick" }, refunds: [{ note: "Zaphira was unhappy" }] });
    expect(content.received_deliveries.map((one) => one.topic)).toContain("orders/create");
    expect(entry!.data).not.toMatch(PERSONAL);
  });
  it("is for its own merchant only, and is cleared a day after it was fetched", async () => {
    await tell(stand, SHOP, orderTold());
    await tell(stand, SHOP, { topic: "customers/data_request", event: request });
    const id = (await compliance())[0]!.entity_id!;
    expect(await downloadDataExport(services.ctx, "mer_other", id)).toMatchObject({ ok: false, error: { class: "not_found" } });
    expect((await downloadDataExport(services.ctx, connection.merchant_id, id)).ok).toBe(true);
    services.time.now += 24 * 3_600_000;
    expect((await downloadDataExport(services.ctx, connection.merchant_id, id)).ok).toBe(false);
    expect(await clearOldDataExports(services.ctx)).toBe(1);
  });
});

describe("shop/redact", () => {
  it("takes everything of the shop, keeps the deliveries' keys and says so", async () => {
    await liveALittle();
    await store(stand, SHOP, orderTold(anOrder({ external_id: "9009" })));
    services.time.now += 48 * 3_600_000;
    await tell(stand, SHOP, { topic: "app/uninstalled", event: { type: "app_uninstalled" }, triggeredAt: services.time.now });
    services.time.now += 48 * 3_600_000;
    const id = await store(stand, SHOP, { topic: "shop/redact", event: { type: "shop_redact" } });
    await process(stand);
    const { db } = services.ctx;
    expect(await db.read.selectFrom("deliveries").select("status").where("id", "=", id).executeTakeFirst()).toEqual({ status: "completed" });
    expect((await everything()).match(PERSONAL)).toBeNull();
    for (const table of ["orders", "customers", "refunds", "fulfillments", "status_history", "data_exports", "sessions"] as const)
      expect(await db.read.selectFrom(table).selectAll().execute(), table).toEqual([]);
    expect((await db.read.selectFrom("deliveries").select("dedupe_key").execute()).length).toBeGreaterThan(5);
    expect(JSON.parse((await compliance()).at(-1)!.data)).toEqual({ removed: {}, complete: true });
  });
  it("does nothing to a shop that has installed the app again", async () => {
    await tell(stand, SHOP, orderTold());
    await services.ctx.db.write((tx) =>
      tx.update("connections", { settings: JSON.stringify({ authorized_at: services.time.now + 5000 }) }, { id: connection.id }),
    );
    expect((await tell(stand, SHOP, { topic: "shop/redact", event: { type: "shop_redact" } })).outcome).toBe("stale");
    expect(await services.ctx.db.read.selectFrom("orders").selectAll().execute()).toHaveLength(1);
  });
});
