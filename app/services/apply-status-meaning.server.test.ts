/** What becomes of the orders that are here when a status of their store is given another meaning. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { saveMessageSettings } from "#app/data/merchant-settings.server.ts";
import { DEFAULT_MESSAGE_SETTINGS } from "#app/domain/messages/settings.ts";
import { startToldStore, TOLD_CONNECTION as CONNECTION, TOLD_MERCHANT as MERCHANT, type ToldStore } from "../../tests/helpers/told-store.ts";
import { wooEvent, wooOrder, type Json } from "../../tests/helpers/woocommerce-things.ts";
import { applyStatusMeaning, planStatusMeaning } from "./apply-status-meaning.server.ts";
import { readStatusMap, setStatusMeaning } from "./status-map.server.ts";

let store: ToldStore;
beforeAll(async () => void (store = await startToldStore()));
afterAll(() => store?.close());
beforeEach(async () => {
  await store.forget();
  await store.ctx.db.write((tx) => tx.update("connections", { status: "active" }, { id: CONNECTION }));
});

// Later than anything a read of the store answers here.
let second = 0;
const told = (id: number, status: string, over: Json = {}, topic = "order.updated") => {
  const at = new Date(Date.UTC(2026, 10, 20, 18) + (second += 1) * 1000).toISOString();
  return { topic, body: wooEvent(topic, second, at, wooOrder({ id, number: String(id), status, ...over })) };
};
const mean = (from: string, to: string | null) => setStatusMeaning(store.ctx, MERCHANT, CONNECTION, { direction: "in", from, to, by: "merchant" });
const plan = (status: string, merchantId = MERCHANT) => planStatusMeaning(store.ctx, merchantId, CONNECTION, status, "merchant");
const statuses = async () => Object.fromEntries((await store.rows("orders")).map((order) => [order.order_ref, order.hub_status]));
const inHub = async (from: string) => (await readStatusMap(store.ctx.db, MERCHANT, CONNECTION))!.in.find((one) => one.from === from);
const lines = async () =>
  (await store.rows("audit_log"))
    .filter(({ kind, action }) => kind === "data_change" && action === "status_meaning_applied")
    .map(({ entity_type: type, actor, sync_item_id: item, data }) => [type, actor, item, JSON.parse(data) as unknown]);

const connectionNow = async () => (await store.rows("connections")).find(({ id }) => id === CONNECTION)!;
/** Before the transaction of this number, counted from 0, something happens. */
function contextBefore(number: number, happens: () => Promise<unknown>): ToldStore["ctx"] {
  let count = 0;
  const write: ToldStore["ctx"]["db"]["write"] = async (work, how) => {
    if (count++ === number) await happens();
    return store.ctx.db.write(work, how);
  };
  const db = new Proxy(store.ctx.db, { get: (of, name) => (name === "write" ? write : (Reflect.get(of, name) as unknown)) });
  return { ...store.ctx, db };
}

describe("orders that are here", () => {
  it("keep their status until somebody asks; then those with it, and only those, get the new one and a line in their history", async () => {
    await store.tell(told(1, "processing"), told(2, "processing"), told(3, "on-hold"), told(4, "processing"));
    const trashed = wooEvent("order.trashed", 99, "2026-11-20T23:00:00.000Z", null, { state: "trashed" }, { resource_id: 4 });
    await store.tell({ topic: "order.trashed", body: trashed });
    expect(await inHub("processing")).toMatchObject({ orders: 2, differing: 0, isBeingApplied: false });
    await mean("processing", "CONFIRMED");
    await store.work();
    expect(await statuses()).toEqual({ "WC-1": "PROCESSING", "WC-2": "PROCESSING", "WC-3": "PENDING", "WC-4": "PROCESSING" });
    expect(await inHub("processing")).toMatchObject({ orders: 2, differing: 2, isBeingApplied: false });

    expect(await plan("processing")).toEqual({ ok: true, value: { orders: 2 } });
    expect(await inHub("processing")).toMatchObject({ isBeingApplied: true });
    await store.work();
    expect(await statuses()).toEqual({ "WC-1": "CONFIRMED", "WC-2": "CONFIRMED", "WC-3": "PENDING", "WC-4": "PROCESSING" });
    expect(await inHub("processing")).toMatchObject({ orders: 2, differing: 0, isBeingApplied: false });
    const [item] = await store.rows("sync_queue");
    const line = ["order", "merchant", item!.id, [{ field: "hub_status", before: "PROCESSING", after: "CONFIRMED" }]];
    expect(await lines()).toEqual([line, line]);
    expect((await store.rows("audit_log")).filter(({ kind, action }) => kind === "command" && action === "status_meaning_applied")).toMatchObject([
      { actor: "merchant", data: JSON.stringify({ status: "processing", to: "CONFIRMED", orders: 2, by: "merchant" }) },
    ]);
  });

  it("are changed once, however often it is asked for, and once more when it means something else again", async () => {
    await store.tell(told(1, "processing"));
    for (const meaning of ["PICKED", "PACKED"]) {
      await mean("processing", meaning);
      for (let asked = 0; asked < 3; asked++) expect(await plan("processing")).toEqual({ ok: true, value: { orders: 1 } });
      await store.work();
      expect(await statuses()).toEqual({ "WC-1": meaning });
      expect(await plan("processing")).toEqual({ ok: true, value: { orders: 0 } });
    }
    expect(await lines()).toHaveLength(2);
    expect((await store.rows("audit_log")).filter(({ kind, action }) => kind === "command" && action === "status_meaning_applied")).toHaveLength(2);
    expect(await store.rows("sync_queue")).toMatchObject([{ action: "apply_meaning", status: "completed" }]);
  });

  it("stay so when what was known is told again, and follow what is told next", async () => {
    const first = told(1, "processing");
    store.answers = { "/orders/1": wooOrder({ id: 1, number: "1", status: "processing" }) };
    await store.tell(first);
    await mean("processing", "PICKED");
    await plan("processing");
    await store.work();
    await store.tell(first);
    expect(await statuses()).toEqual({ "WC-1": "PICKED" });
    await store.tell(told(1, "cancelled"));
    expect(await statuses()).toEqual({ "WC-1": "CANCELLED" });
  });

  it("are all changed, each once, though the work is cut off in between", async () => {
    await store.tell(told(1, "processing"));
    const [order] = await store.rows("orders");
    await store.ctx.db.write(async (tx) => {
      for (let id = 2; id <= 230; id++)
        await tx.insert("orders", { ...order!, id: `ord_${id}`, external_id: String(id), name: String(id), order_ref: `WC-${id}` });
    });
    await mean("processing", "SHIPPED");
    await plan("processing");
    const [item] = await store.rows("sync_queue");
    const connection = await connectionNow();
    const killed = () => Promise.reject(new Error("killed"));
    await expect(applyStatusMeaning(contextBefore(120, killed), item!, connection)).rejects.toThrow("killed");
    const left = (await inHub("processing"))!.differing;
    expect(left).toBeGreaterThan(0);
    expect(left).toBeLessThan(230);
    await store.work();
    expect(new Set(Object.values(await statuses()))).toEqual(new Set(["SHIPPED"]));
    expect(await lines()).toHaveLength(230);
  });

  it.each([
    ["the store tells another status", () => store.tell(told(1, "cancelled")), "CANCELLED", 0],
    ["it is changed elsewhere", () => store.work(), "PICKED", 1],
  ])("are changed as they stand then: %s between finding one and changing it", async (_what, happens, status, count) => {
    await store.tell(told(1, "processing"));
    await mean("processing", "PICKED");
    await plan("processing");
    const [item] = await store.rows("sync_queue");
    expect(await applyStatusMeaning(contextBefore(1, happens), item!, await connectionNow())).toEqual({ ok: true, value: null });
    expect(await statuses()).toEqual({ "WC-1": status });
    expect(await lines()).toHaveLength(count);
  });

  it("are left alone where the status means something else meanwhile, or nobody may ask", async () => {
    await store.tell(told(1, "processing"), told(2, "picking"));
    await mean("processing", "PICKED");
    await plan("processing");
    await mean("processing", null);
    await store.work();
    expect(await statuses()).toEqual({ "WC-1": "PROCESSING" });
    await mean("processing", "PICKED");
    expect(await plan("processing", "mer_else")).toMatchObject({ ok: false, error: { code: "integration_not_found" } });
    expect(await plan("picking")).toEqual({ ok: true, value: { orders: 0 } });
    await store.ctx.db.write((tx) => tx.update("connections", { status: "inactive" }, { id: CONNECTION }));
    expect(await plan("processing")).toMatchObject({ ok: false, error: { code: "integration_inactive" } });
  });
});

describe("messages about them", () => {
  const completed = { date_completed_gmt: "2026-11-21T08:00:00" };
  const messages = async () => (await store.rows("messages")).map(({ status, reason }) => [status, reason]);
  beforeEach(async () => {
    store.time.now = Math.max(store.time.now, Date.UTC(2026, 10, 21, 9));
    await store.ctx.db.write((tx) =>
      saveMessageSettings(tx, MERCHANT, { ...DEFAULT_MESSAGE_SETTINGS, is_enabled: true, consent: "unless_refused" }, 1),
    );
  });

  it("are not planned, though they are delivered now; the time is the store's", async () => {
    await mean("completed", "SHIPPED");
    await store.tell(told(1, "completed", completed));
    await mean("completed", null);
    await plan("completed");
    await store.work();
    expect(await store.order()).toMatchObject({ hub_status: "DELIVERED", delivered_at: Date.UTC(2026, 10, 21, 8) });
    expect(await messages()).toEqual([]);
  });

  it("are withdrawn when they are not delivered after all", async () => {
    await store.tell(told(1, "completed", completed));
    const planned = await messages();
    expect(planned.length).toBeGreaterThan(0);
    await mean("completed", "SHIPPED");
    expect(await messages()).toEqual(planned);
    await plan("completed");
    await store.work();
    expect(await store.order()).toMatchObject({ hub_status: "SHIPPED", delivered_at: null });
    expect(await messages()).toEqual(planned.map(() => ["withdrawn", "order_not_delivered"]));
  });

  it("are back when the change is taken back, except those that somebody withdrew", async () => {
    await store.tell(told(1, "completed", completed));
    const inOrder = async () => (await store.rows("messages")).sort((a, b) => a.planned_for! - b.planned_for!);
    const planned = await inOrder();
    expect(planned.length).toBe(2);
    const kept = { status: "withdrawn", reason: "withdrawn_by_merchant" };
    await store.ctx.db.write((tx) => tx.update("messages", kept, { id: planned[0]!.id }));
    for (const meaning of ["SHIPPED", null]) {
      await mean("completed", meaning);
      await plan("completed");
      await store.work();
    }
    const facts = ({ step, send_after: at, planned_for: due }: (typeof planned)[number]) => ({ step, send_after: at, planned_for: due });
    expect(await inOrder()).toMatchObject([
      { ...facts(planned[0]!), ...kept },
      { ...facts(planned[1]!), status: "planned", reason: null },
    ]);
    const sending = (await store.rows("sync_queue")).filter(({ action, status }) => action === "send_message" && status === "pending");
    expect(sending.filter((item) => item.entity_id === planned[1]!.id)).toHaveLength(1);
  });
});

describe("what a hub status becomes in the store", () => {
  const become = (from: string, to: string | null) =>
    setStatusMeaning(store.ctx, MERCHANT, CONNECTION, { direction: "out", from, to, by: "merchant" });
  const out = async (from: string) => (await readStatusMap(store.ctx.db, MERCHANT, CONNECTION))!.out.find((one) => one.from === from);

  it("is the channel's own word at first, the merchant's then, and the channel's again", async () => {
    expect(await out("PACKED")).toEqual({ from: "PACKED", to: "processing", isOwn: false, original: "processing" });
    expect(await become("PACKED", " wc-Ready-to-Ship ")).toMatchObject({ ok: true });
    expect(await out("PACKED")).toEqual({ from: "PACKED", to: "ready-to-ship", isOwn: true, original: "processing" });
    await become("PACKED", "completed");
    expect(await out("PACKED")).toMatchObject({ to: "completed", isOwn: true });
    await become("PACKED", null);
    expect(await out("PACKED")).toMatchObject({ to: "processing", isOwn: false });
    await become("PACKED", "on-hold");
    await become("PACKED", "processing");
    expect(await out("PACKED")).toMatchObject({ to: "processing", isOwn: false });
    expect(await store.rows("status_mappings")).toEqual([]);
    const audit = (await store.rows("audit_log")).sort((a, b) => a.id - b.id).map(({ actor, data }) => [actor, JSON.parse(data) as unknown]);
    expect(audit).toMatchObject(
      ["ready-to-ship", "completed", null, "on-hold", null].map((after) => ["merchant", { direction: "out", status: "PACKED", after }]),
    );
  });

  it.each([
    ["PACKED", "ready to ship"],
    ["PACKED", ""],
    ["PACKED", "trash"],
    ["PACKED", "checkout-draft"],
    ["PACKED", "wc-auto-draft"],
    ["PACKED", "eighteen-letters-x"],
    ["PACKED", "päckchen"],
    ["SOMEWHERE", "processing"],
  ])("%s → “%s” is refused", async (from, to) => {
    expect(await become(from, to)).toMatchObject({ ok: false, error: { code: "status_invalid" } });
    expect([await store.rows("status_mappings"), await store.rows("audit_log")]).toEqual([[], []]);
  });
});
