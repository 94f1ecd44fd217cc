/** What a WooCommerce store tells, through the real inbox, worker and database: versions, trash, refunds, notes, statuses. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { eraseOrderRows } from "#app/data/erase-person.server.ts";
import { saveMessageSettings } from "#app/data/merchant-settings.server.ts";
import { DEFAULT_MESSAGE_SETTINGS } from "#app/domain/messages/settings.ts";
import { readStatusMap, setStatusMeaning } from "#app/services/status-map.server.ts";
import { startToldStore, TOLD_CONNECTION as CONNECTION, TOLD_MERCHANT as MERCHANT, type ToldStore } from "../../tests/helpers/told-store.ts";
import { wooEvent, wooOrder, wooProduct, wooRefund, wooVariation, type Json } from "../../tests/helpers/woocommerce-things.ts";

let store: ToldStore;
beforeAll(async () => void (store = await startToldStore()));
afterAll(() => store?.close());
beforeEach(() => store.forget());

const tell: ToldStore["tell"] = (...things) => store.tell(...things);
const work = () => store.work();
const order = () => store.order();
const rows: ToldStore["rows"] = (table) => store.rows(table);
const at = (second: number) => `2026-11-20T10:00:0${second}.000Z`;
const event = (topic: string, second: number, over: Json = {}, data: Json = {}) => ({
  topic,
  body: wooEvent(topic, second, at(second), wooOrder(over), data),
});
const gone = (topic: string, second: number) => ({
  topic,
  body: wooEvent(topic, second, at(second), null, { state: topic.endsWith("trashed") ? "trashed" : "deleted" }, { resource_id: 723 }),
});

describe("an order of a store with our plugin", () => {
  it("takes a deleted refund away, with its lines and its place in the history", async () => {
    const refunded = { refunds: [{ id: 900, total: "-10.00" }] };
    await tell(event("order.created", 1), event("order.refunded", 2, refunded, { refunds: [wooRefund(900)] }));
    expect(await order()).toMatchObject({ refunded_minor: 1000, current_total_minor: 1645 });
    expect(await rows("refund_lines")).toHaveLength(1);
    expect((await rows("status_history")).map(({ value }) => value).sort()).toEqual(["created", "paid", "refunded"]);
    await tell(event("order.refund_deleted", 3));
    expect(await order()).toMatchObject({ refunded_minor: 0, current_total_minor: 2645, financial_status: "paid" });
    expect([...(await rows("refunds")), ...(await rows("refund_lines"))]).toEqual([]);
    expect((await rows("status_history")).map(({ value }) => value).sort()).toEqual(["created", "paid"]);
  });

  it("is trashed, restored, trashed again and restored again: the newest state counts, whatever came first", async () => {
    const steps = [
      event("order.created", 1),
      gone("order.trashed", 2),
      event("order.restored", 3),
      gone("order.trashed", 4),
      event("order.restored", 5),
    ];
    for (const [index, step] of steps.entries()) {
      await tell(step);
      expect(await order(), String(index)).toMatchObject({ deleted_at: index % 2 === 1 ? expect.any(Number) : null });
    }
    // What is older comes once more, and changes nothing.
    for (const step of [steps[3]!, steps[1]!, steps[0]!]) await tell(step);
    expect(await order()).toMatchObject({ deleted_at: null });
    expect(await rows("tombstones")).toEqual([]);
  });

  it("that was deleted for good after it was trashed is not brought back by what happened in between", async () => {
    for (const deletions of [
      [gone("order.trashed", 2), gone("order.deleted", 4)],
      [gone("order.deleted", 4), gone("order.trashed", 2)],
    ]) {
      await store.ctx.db.write((tx) => tx.sql.deleteFrom("tombstones").execute());
      await tell(event("order.created", 1), ...deletions, event("order.restored", 3));
      expect(await order()).toMatchObject({ deleted_at: expect.any(Number) });
    }
  });

  it("records who changed its status, when, from what to what, and by which delivery", async () => {
    await tell(event("order.created", 1), event("order.status_changed", 2, { status: "completed", date_completed_gmt: "2026-11-20T10:00:02" }));
    expect(await order()).toMatchObject({ hub_status: "DELIVERED", source_status: "completed", delivered_at: Date.UTC(2026, 10, 20, 10, 0, 2) });
    const [entry] = (await rows("audit_log")).filter(({ action }) => action === "updated");
    expect(entry).toMatchObject({ actor: "woocommerce", entity_type: "order", delivery_id: expect.any(Number), at: expect.any(Number) });
    expect(JSON.parse(entry!.data)).toContainEqual({ field: "hub_status", before: "PROCESSING", after: "DELIVERED" });
  });
});

describe("an order of a store with keys alone", () => {
  const hook = (topic: string, over: Json = {}) => ({ topic, body: wooOrder(over) });

  it("whose deletion is told without a time is deleted, and asked for", async () => {
    await tell(hook("order.created"));
    store.answers = { "/orders/723": wooOrder({ status: "trash" }) };
    await tell({ topic: "order.deleted", body: { id: 723 } });
    expect(await order()).toMatchObject({ deleted_at: expect.any(Number) });
    store.answers = { "/orders/723": wooOrder() };
    await tell(hook("order.restored"));
    expect(await order()).toMatchObject({ deleted_at: null, hub_status: "PROCESSING" });
    store.answers = {};
    await tell({ topic: "order.deleted", body: { id: 723 } });
    expect(await order()).toMatchObject({ deleted_at: expect.any(Number) });
  });

  it("whose deletion comes after the restore it was before is back, since the store has it", async () => {
    store.answers = { "/orders/723": wooOrder() };
    await tell(hook("order.created"), hook("order.restored"), { topic: "order.deleted", body: { id: 723 } });
    expect(await order()).toMatchObject({ deleted_at: null });
  });

  it("that is deleted while it is being read is not brought back by what was read", async () => {
    store.answers = { "/orders/723": wooOrder({ status: "completed" }) };
    store.meanwhile = () => tell(gone("order.deleted", 9));
    await tell(hook("order.updated", { status: "completed" }), hook("order.updated", { status: "processing" }));
    expect(await order()).toMatchObject({ deleted_at: expect.any(Number) });
  });

  it("with two states in one second is as the store says", async () => {
    store.answers = { "/orders/723": wooOrder({ status: "completed" }) };
    await tell(hook("order.updated", { status: "completed" }), hook("order.updated", { status: "processing" }));
    expect(await order()).toMatchObject({ hub_status: "DELIVERED" });
  });

  it("with refunds is read with all they give back", async () => {
    const refunded = { refunds: [{ id: 900, total: "-10.00" }], date_modified_gmt: "2026-11-20T12:00:00" };
    store.answers = { "/orders/723": wooOrder(refunded), "/orders/723/refunds": [wooRefund(900)] };
    await tell(hook("order.created"), hook("order.updated", refunded));
    expect(await order()).toMatchObject({ refunded_minor: 1000 });
    expect((await rows("status_history")).map(({ value }) => value).sort()).toEqual(["created", "paid", "refunded"]);
  });
});

describe("a status that nobody knows", () => {
  const meaning = (status: string, to: string | null) =>
    setStatusMeaning(store.ctx, MERCHANT, CONNECTION, { direction: "in", from: status, to, by: "merchant" });

  it("holds the order until somebody says what it means; then everything goes on", async () => {
    await tell(event("order.created", 1, { status: "picking" }), event("order.updated", 2, { status: "picking" }));
    expect(await order()).toBeUndefined();
    expect(await rows("deliveries")).toMatchObject([
      { status: "held", hold_key: "status:picking", error_code: "status_not_mapped" },
      { status: "held" },
    ]);
    expect(await readStatusMap(store.ctx.db, MERCHANT, CONNECTION)).toMatchObject({ unknown: [{ status: "picking", waiting: 2 }] });
    expect(await meaning("picking", "PICKED")).toEqual({ ok: true, value: { status: "picking", released: 2 } });
    await work();
    expect(await order()).toMatchObject({ hub_status: "PICKED", source_status: "picking" });
    expect(await readStatusMap(store.ctx.db, MERCHANT, CONNECTION)).toMatchObject({
      unknown: [],
      in: expect.arrayContaining([expect.objectContaining({ from: "picking", to: "PICKED", isOwn: true, original: null })]),
    });
    const [said] = (await rows("audit_log")).filter(({ action }) => action === "status_meaning_set");
    expect(JSON.parse(said!.data)).toEqual({ direction: "in", status: "picking", before: null, after: "PICKED", by: "merchant", released: 2 });
  });

  it("found by a read stops the read, which is done again", async () => {
    const picking = { status: "picking", refunds: [{ id: 900, total: "-10.00" }] };
    store.answers = { "/orders/723": wooOrder(picking), "/orders/723/refunds": [wooRefund(900)] };
    await tell({ topic: "order.updated", body: wooOrder(picking) });
    expect(await rows("sync_queue")).toMatchObject([{ action: "read", status: "dead", error_code: "status_not_mapped" }]);
    await meaning("picking", "PACKED");
    await work();
    expect(await order()).toMatchObject({ hub_status: "PACKED" });
  });

  it("of the store's own that means something else here is what the merchant says, with the time it was done where that is delivery", async () => {
    await meaning("completed", "SHIPPED");
    await tell(event("order.created", 1, { status: "completed", date_completed_gmt: "2026-11-20T10:00:00" }));
    expect(await order()).toMatchObject({ hub_status: "SHIPPED", delivered_at: null });
    await meaning("completed", null);
    await tell(event("order.updated", 2, { status: "completed", date_completed_gmt: "2026-11-20T10:00:00" }));
    expect(await order()).toMatchObject({ hub_status: "DELIVERED", delivered_at: Date.UTC(2026, 10, 20, 10) });
  });

  it("is no word for just anything", async () => {
    expect(await meaning("picking", "SOMEWHERE")).toMatchObject({ ok: false, error: { code: "status_invalid" } });
    expect(await meaning("Not a status!", "PICKED")).toMatchObject({ ok: false, error: { code: "status_invalid" } });
    expect(await setStatusMeaning(store.ctx, "mer_else", CONNECTION, { direction: "in", from: "picking", to: "PICKED", by: "x" })).toMatchObject({
      error: { code: "integration_not_found" },
    });
    expect(await setStatusMeaning(store.ctx, MERCHANT, CONNECTION, { direction: "out", from: "PICKED", to: "picking", by: "x" })).toMatchObject({
      ok: true,
    });
    expect(await readStatusMap(store.ctx.db, MERCHANT, CONNECTION)).toMatchObject({
      out: expect.arrayContaining([{ from: "PICKED", to: "picking", isOwn: true, original: "processing" }]),
    });
  });
});

describe("a note", () => {
  const note = (id: number, second: number) => ({
    topic: "order_note.created",
    body: wooEvent(
      "order_note.created",
      second,
      at(second),
      { id, author: "Ada", date_created_gmt: "2026-11-20T11:00:00", note: "Ring twice" },
      { order_id: 723 },
    ),
  });

  it("is kept with its order, goes when it is deleted, and says nothing once its person is erased", async () => {
    await tell(event("order.created", 1), note(281, 2), note(282, 3));
    expect(await rows("order_notes")).toMatchObject([{ body: "Ring twice", author: "Ada" }, { body: "Ring twice" }]);
    await tell({ topic: "order_note.deleted", body: wooEvent("order_note.deleted", 4, at(4), null, { state: "deleted" }, { resource_id: 282 }) });
    expect((await rows("order_notes")).find(({ external_id: id }) => id === "282")).toMatchObject({ body: "", deleted_at: expect.any(Number) });
    await store.ctx.db.write(async (tx) => eraseOrderRows(tx, MERCHANT, await tx.list("orders", { merchant_id: MERCHANT }), 1));
    await tell(note(283, 5));
    expect((await rows("order_notes")).map(({ body, author }) => [body, author])).toEqual([
      ["", null],
      ["", null],
      ["", null],
    ]);
  });
});

describe("what follows a delivered order", () => {
  const completed = (second: number, over: Json = {}) =>
    event("order.status_changed", second, { status: "completed", date_completed_gmt: "2026-11-21T08:00:00", ...over });
  const tellAs = async (origin: "live" | "backfill", one: { topic: string; body: Json }) => {
    store.time.now = Math.max(store.time.now, Date.UTC(2026, 10, 21, 9));
    await tell({ ...one, origin });
  };
  beforeEach(() =>
    store.ctx.db.write((tx) => saveMessageSettings(tx, MERCHANT, { ...DEFAULT_MESSAGE_SETTINGS, is_enabled: true, consent: "unless_refused" }, 1)),
  );
  const messages = async () => (await rows("messages")).map(({ step, status, planned_for: at }) => ({ step, status, at }));

  it("are the messages, when it happens; not when it is history, nor a second time", async () => {
    await tellAs("backfill", completed(1));
    expect(await messages()).toEqual([]);
    await tellAs("live", completed(2));
    // An order that was delivered already plans nothing anew.
    expect(await messages()).toEqual([]);
    await tellAs("live", completed(3, { id: 724, number: "724" }));
    expect((await messages()).length).toBeGreaterThan(0);
    const planned = await messages();
    await tellAs("live", completed(4, { id: 724, number: "724" }));
    expect(await messages()).toEqual(planned);
    await tellAs("live", event("order.status_changed", 5, { id: 724, number: "724", status: "refunded" }));
    expect((await messages()).every(({ status }) => status === "withdrawn")).toBe(true);
  });
});

describe("a product", () => {
  const product = (second: number, over: Json = {}, data: Json = {}) => ({
    topic: "product.updated",
    body: wooEvent("product.updated", second, at(second), wooProduct(over), data),
  });

  it("brings its stock, at the store, whose name needs no question", async () => {
    await tell(product(1), product(2, { stock_quantity: 5 }));
    expect(await rows("inventory_levels")).toMatchObject([{ inventory_item_external_id: "94", location_external_id: "store", available: 5 }]);
    expect(await rows("locations")).toMatchObject([{ external_id: "store", name: "Store" }]);
    expect(await rows("sync_queue")).toEqual([]);
  });

  it("with variations that a webhook only counts is read, with their stock", async () => {
    const shirt = { id: 50, type: "variable", variations: [51] };
    store.answers = { "/products/50": wooProduct(shirt), "/products/50/variations": [wooVariation(51)] };
    await tell({ topic: "product.updated", body: wooProduct(shirt) });
    expect(await rows("variants")).toMatchObject([{ external_id: "51", sku: "SHIRT-51" }]);
    expect(await rows("inventory_levels")).toMatchObject([{ inventory_item_external_id: "51", available: 3 }]);
  });

  it("comes back out of the trash", async () => {
    await tell(product(1), {
      topic: "product.trashed",
      body: wooEvent("product.trashed", 2, at(2), null, { state: "trashed" }, { resource_id: 94 }),
    });
    expect(await rows("products")).toMatchObject([{ deleted_at: expect.any(Number) }]);
    await tell(product(3));
    expect(await rows("products")).toMatchObject([{ deleted_at: null }]);
  });
});
