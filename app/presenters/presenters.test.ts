/** View models on a real database, with a fixed clock. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { insertConnection, openTestDatabase, type OpenTestDatabase } from "../../tests/helpers/open-test-database.ts";
import { delivery, order, SEED_NOW, seedModel } from "../../tests/helpers/seed-model.ts";
import { getConnection } from "#app/data/connections.server.ts";
import { presentCustomers } from "./customers.server.ts";
import { presentDelivery } from "./delivery.server.ts";
import { presentHome } from "./home.server.ts";
import { presentMonitor } from "./monitor.server.ts";
import { presentOnboarding } from "./onboarding.server.ts";
import { presentOrder } from "./order.server.ts";
import { presentOrders } from "./orders.server.ts";
import { presentProducts } from "./products.server.ts";

let opened: OpenTestDatabase;
const mine = { merchantId: "mer_shop", connectionId: "con_shop" };
const ZONE = "Europe/Berlin";

beforeAll(async () => {
  opened = await openTestDatabase();
  await insertConnection(opened.db, "shop");
  await insertConnection(opened.db, "empty");
  await seedModel(opened.db, mine);
  await opened.db.write(async (tx) => {
    await tx.insert(
      "deliveries",
      delivery(mine, 90, { status: "dead", error_class: "rejected", error_code: "body_unreadable", error_message: "The field id is missing." }),
    );
    await tx.insert(
      "orders",
      order(mine, 80, {
        currency: "JPY",
        total_minor: 1200,
        current_total_minor: 1200,
        quarantine_reason: "The lines come to less than the total",
        quarantine_minor: -3,
      }),
    );
  });
});
afterAll(() => opened.close());

describe("monitor", () => {
  const present = (query = "") => presentMonitor(opened.db, mine.merchantId, ZONE, new URLSearchParams(query), SEED_NOW);
  it("gives the figures of 24 hours and 24 bars", async () => {
    const view = await present();
    expect(view.statistics).toMatchObject({ operations: 100, successRate: "99.0%", failed: 1, pending: 0, needsAttention: 1 });
    expect(view.chart).toHaveLength(24);
    expect(view.chart.at(-1)).toMatchObject({ label: "11:00", completed: 98, failed: 1 });
  });
  it("only counts what a search means", async () => {
    expect((await present()).matching).toBeNull();
    expect((await present("q=%231002")).matching).toEqual({ count: 1, isMore: false });
    expect((await present("status=dead")).deliveries.map((row) => row.id)).toEqual(["90"]);
  });
  it("takes a broken address for no filter", async () => {
    expect((await present("status=drop+table&topic=../x&range=9y&after=%25%25")).isSearching).toBe(false);
  });
  it("says that no work is not a success", async () => {
    expect((await presentMonitor(opened.db, "mer_empty", ZONE, new URLSearchParams(), SEED_NOW)).statistics).toMatchObject({
      operations: 0,
      successRate: null,
    });
  });
});

describe("onboarding", () => {
  const protections = async (name: string, patch: { granted_scopes?: string } = {}) => {
    const connection = (await getConnection(opened.db, `mer_${name}`, `con_${name}`))!;
    const view = await presentOnboarding(
      opened.db,
      `mer_${name}`,
      { ...connection, ...patch, onboarding_step: "entities" },
      { now: SEED_NOW, sandboxOrigin: undefined },
    );
    return Object.fromEntries(view.entities.map((one) => [one.kind, one.protection?.state ?? null]));
  };
  it("says of names and contact details what has been seen of them", async () => {
    expect(await protections("shop")).toEqual({ orders: "withheld", customers: "given", products: null, inventory: null });
    expect(await protections("empty")).toMatchObject({ customers: "unknown" });
    const hidden = { merchantId: "mer_hidden", connectionId: "con_hidden" };
    const nobody = { customer_name: null, email: null, phone_given: null, phone_e164: null, shipping_address: null };
    await insertConnection(opened.db, "hidden");
    // Without a customer, or erased: neither says anything of Shopify.
    await opened.db.write(async (tx) => {
      await tx.insert("orders", order(hidden, 1, { ...nobody, customer_id: null, customer_external_id: null }));
      await tx.insert("orders", order(hidden, 2, { ...nobody, erased_at: SEED_NOW }));
    });
    expect(await protections("hidden")).toMatchObject({ customers: "unknown" });
    await opened.db.write((tx) => tx.insert("orders", order(hidden, 3, nobody)));
    expect(await protections("hidden")).toMatchObject({ customers: "withheld" });
  });
  it("knows from the permissions whether old orders are given", async () =>
    expect(await protections("shop", { granted_scopes: "read_orders,read_all_orders" })).toMatchObject({ orders: "given" }));
});

describe("delivery", () => {
  it("keeps the digits of ids and hides the signature", async () => {
    const view = await presentDelivery(opened.db, mine.merchantId, 3, ZONE, SEED_NOW);
    expect(view?.payload?.text).toContain('"id": 820982911946153');
    expect(view?.headers).toContainEqual({ name: "x-shopify-hmac-sha256", value: "Hidden", isHidden: true });
    expect(JSON.stringify(view)).not.toContain("c2VjcmV0");
    expect(view?.order?.orderRef).toBe("SH-#1003");
    expect(view?.processings[0]?.changes[0]?.lines).toEqual([
      { field: "Payment", before: "–", after: "Paid" },
      { field: "Total", before: "–", after: "€113.05" },
    ]);
  });
  it("explains a failure in the catalogue's words and those of this time", async () => {
    const view = await presentDelivery(opened.db, mine.merchantId, 90, ZONE, SEED_NOW);
    expect(view?.failure?.title).toBe("It cannot be read");
    expect(view?.failure?.happened).toContain("The field id is missing.");
    expect(view?.payload).toBeNull();
    expect(view?.canReplay).toBe(false);
  });
  it("says a replay's outcome as the replay's, and keeps the first time's changes apart", async () => {
    expect((await presentDelivery(opened.db, mine.merchantId, 4, ZONE, SEED_NOW))?.processings.map((one) => one.title)).toEqual(["Changes"]);
    await opened.db.write(async (tx) => {
      await tx.update("deliveries", { origin: "replay", outcome: "unchanged", completed_at: SEED_NOW + 20 }, { id: 4 });
      const attempt = { merchant_id: mine.merchantId, delivery_id: 4, number: 2, started_at: SEED_NOW, duration_ms: 20, outcome: "completed" };
      await tx.insert("attempts", attempt);
    });
    const view = await presentDelivery(opened.db, mine.merchantId, 4, ZONE, SEED_NOW);
    expect(view?.sentence).toBe("Replayed today at 11:30: everything in it was already known, so nothing changed.");
    expect(view?.processings.map((one) => one.title)).toEqual(["Changes when it was first processed"]);
    expect(view?.processings[0]?.changes[0]?.lines).toHaveLength(2);
  });
  it("is nothing for another merchant", async () => expect(await presentDelivery(opened.db, "mer_empty", 3, ZONE, SEED_NOW)).toBeNull());
});

describe("a delivery that could not be read", () => {
  const theirs = { merchantId: "mer_unread", connectionId: "con_unread" };
  beforeAll(async () => void (await insertConnection(opened.db, "unread")));
  const present = async (id: number, body: string, patch: { erased_at?: number } = {}) => {
    await opened.db.write(async (tx) => {
      await tx.insert(
        "deliveries",
        delivery(theirs, id, { status: "dead", error_class: "rejected", error_code: "body_unreadable", error_message: "x: y" }),
      );
      const payload = { delivery_id: id, merchant_id: theirs.merchantId, headers: "{}", body: Buffer.from(body), ...patch };
      await tx.insert("delivery_payloads", payload);
    });
    return (await presentDelivery(opened.db, theirs.merchantId, id, ZONE, SEED_NOW))!.facts.filter((fact) => fact.label === "Seems to be about");
  };
  it("names the order that its body names", async () =>
    expect(await present(95, `{"id":5000000001,"name":"#10001","line_items":"none"}`)).toEqual([
      { label: "Seems to be about", value: "SH-#10001", title: "Order id 5000000001" },
    ]));
  it("names nothing where the body says nothing, or is erased", async () => {
    expect(await present(96, "not JSON")).toEqual([]);
    expect(await present(97, `{"id":5000000001,"name":"#10001"}`, { erased_at: SEED_NOW })).toEqual([]);
  });
});

describe("order", () => {
  it("shows all amounts, the address, and every hop newest first", async () => {
    const view = await presentOrder(opened.db, mine.merchantId, "ord_mer_shop_00003", ZONE, SEED_NOW);
    expect(view?.money.map((line) => [line.label, line.amount])).toEqual([
      ["Subtotal", "€90.00"],
      ["Discounts (already taken off)", "-€10.00"],
      ["Shipping", "€5.00"],
      ["Tax", "€18.05"],
      ["Total", "€113.05"],
    ]);
    expect(view?.lines[0]).toMatchObject({ title: "Blue mug", quantity: "2", unitPrice: "€50.00", discount: "-€10.00", total: "€90.00" });
    expect(view?.taxes).toEqual([{ key: "VAT 19%", title: "VAT 19%", amount: "€18.05" }]);
    expect(view?.shippingAddress).toEqual(["Ada Example", "1 Example Road", "10115 Berlin", "Germany"]);
    expect(view?.timeline.map((entry) => entry.title)).toEqual(["Order created", "Payment: paid"]);
    expect(view?.timeline[0]).toMatchObject({ url: "/app/deliveries/3", detail: "Applied." });
  });
  it("knows currencies without decimals and says what does not add up", async () => {
    const view = await presentOrder(opened.db, mine.merchantId, "ord_mer_shop_00080", ZONE, SEED_NOW);
    expect(view?.order.total).toBe("¥1,200");
    expect(view?.quarantine).toEqual({ reason: "The lines come to less than the total", difference: "-¥3" });
  });
  it("is nothing for another merchant", async () =>
    expect(await presentOrder(opened.db, "mer_empty", "ord_mer_shop_00003", ZONE, SEED_NOW)).toBeNull());
});

it("lists orders with the shop's time", async () => {
  const view = await presentOrders(opened.db, mine.merchantId, ZONE, new URLSearchParams("q=1001"), SEED_NOW);
  expect(view.orders[0]).toMatchObject({ orderRef: "SH-#1001", customer: "Ben Sample", total: "€113.05" });
  expect(view.orders[0]?.createdAt.text).toBe("Today at 11:29");
});

it("adds up stock over locations", async () => {
  const view = await presentProducts(opened.db, mine.merchantId, new URLSearchParams("q=mug"));
  expect(view.products).toHaveLength(1);
  expect(view.products[0]).toMatchObject({
    title: "Blue mug",
    stock: 30,
    locations: ["Berlin", "Hamburg"],
    variants: [{ title: "Only variant", price: "€50.00", stock: [10, 20], total: 30 }],
  });
});

it("counts a customer's orders", async () => {
  const view = await presentCustomers(opened.db, mine.merchantId, ZONE, new URLSearchParams("q=ben"), SEED_NOW);
  expect(view.customers).toMatchObject([{ name: "Ben Sample", country: "Germany", orders: "2", note: null }]);
});

describe("home", () => {
  it("puts what needs attention first", async () => {
    const view = await presentHome(opened.db, mine.merchantId, ZONE, SEED_NOW);
    expect(view.concerns.map((concern) => concern.key)).toEqual(["dead", "quarantine"]);
    expect(view.concerns[0]).toMatchObject({ tone: "critical", title: "1 delivery failed", action: { url: "/app/monitor?status=dead" } });
    expect(view.orders).toHaveLength(6);
  });
  it("says how much is under way, so that all is well only when nothing is", async () => {
    const other = { merchantId: "mer_busy", connectionId: "con_busy" };
    await insertConnection(opened.db, "busy");
    const present = () => presentHome(opened.db, other.merchantId, ZONE, SEED_NOW);
    await opened.db.write(async (tx) => {
      for (const [id, status] of [
        [201, "pending"],
        [202, "processing"],
      ] as const)
        await tx.insert("deliveries", delivery(other, id, { status, next_attempt_at: SEED_NOW }));
    });
    const view = await present();
    expect(view.concerns).toMatchObject([{ key: "working", tone: "info", title: "2 deliveries are being processed" }]);
    expect([view.isWorking, view.statistics.pending]).toEqual([true, 2]);
    await opened.db.write(async (tx) => void (await tx.update("deliveries", { status: "completed" }, { merchant_id: other.merchantId })));
    expect((await present()).concerns).toEqual([]);
  });
  it("says in the catalogue's words that what arrives is not worked on", async () => {
    const other = { merchantId: "mer_stalled", connectionId: "con_stalled" };
    await insertConnection(opened.db, "stalled");
    await opened.db.write(
      async (tx) => void (await tx.insert("deliveries", delivery(other, 301, { status: "pending", next_attempt_at: SEED_NOW - 120_000 }))),
    );
    expect((await presentHome(opened.db, other.merchantId, ZONE, SEED_NOW)).concerns[0]).toMatchObject({
      key: "events_not_processing",
      tone: "critical",
      title: "Events not processing",
      action: { content: "Open Sync monitor", url: "/app/monitor" },
    });
    await opened.db.write(async (tx) => void (await tx.update("deliveries", { next_attempt_at: SEED_NOW }, { merchant_id: other.merchantId })));
    expect((await presentHome(opened.db, other.merchantId, ZONE, SEED_NOW)).concerns.map(({ key }) => key)).toEqual(["working"]);
  });
  it("has nothing to say before anything came", async () => {
    expect(await presentHome(opened.db, "mer_empty", ZONE, SEED_NOW)).toMatchObject({ concerns: [], hasData: false, orders: [] });
  });
});
