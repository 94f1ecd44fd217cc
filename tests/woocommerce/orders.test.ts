/** Every way an order comes to be and changes in the real WooCommerce: each arrives once, and the hub ends with what the store says. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { orderFaults } from "./as-the-store-says.ts";
import { startBridgeStand } from "./bridge-stand.ts";
import { isHpos } from "./hpos.ts";
import type { BridgeStand } from "./bridge-stand.ts";
import { eventsAbout, numberingFaults, orderRow } from "./hub-state.ts";

let stand: BridgeStand;
let product: number;

beforeAll(async () => {
  stand = await startBridgeStand();
  product = (await stand.store.makeProduct()).id;
});
afterAll(async () => {
  await stand?.close();
});

/** The topics of one order's events, in order. */
const topicsOf = async (id: number): Promise<string[]> => (await eventsAbout(stand, "order", id)).map(({ topic }) => topic);

describe(`orders of the real WooCommerce, HPOS ${isHpos ? "on" : "off"}`, () => {
  it("an order made by REST, paid, changed, partly and wholly refunded, its refund deleted, completed", async () => {
    const { store } = stand;
    const { id } = await store.makeOrder(product);
    await stand.settle();
    expect(await topicsOf(id)).toEqual(["order.created"]);
    expect(await orderFaults(stand, id)).toEqual([]);

    await store.rest("PUT", `orders/${id}`, { set_paid: true });
    await stand.settle();
    expect(await topicsOf(id)).toEqual(["order.created", "order.paid"]);
    expect(await orderFaults(stand, id)).toEqual([]);

    await store.rest("PUT", `orders/${id}`, { customer_note: "Ring twice", billing: { city: "Sampletown" } });
    await stand.settle();
    expect((await topicsOf(id)).slice(2)).toEqual(["order.updated"]);
    expect(await orderFaults(stand, id)).toEqual([]);

    const line = (await store.order(id)).line_items[0]!;
    const refund = await store.rest<{ id: number }>("POST", `orders/${id}/refunds`, {
      amount: "12.50",
      reason: "One was broken",
      api_refund: false,
      line_items: [{ id: line.id, quantity: 1, refund_total: 12.5 }],
    });
    await stand.settle();
    expect((await topicsOf(id)).slice(3)).toEqual(["order.refunded"]);
    expect(await orderFaults(stand, id)).toEqual([]);

    await store.rest("DELETE", `orders/${id}/refunds/${refund.id}?force=true`);
    await stand.settle();
    expect((await topicsOf(id)).slice(4)).toEqual(["order.refund_deleted"]);
    expect(await orderFaults(stand, id)).toEqual([]);

    await store.rest("PUT", `orders/${id}`, { status: "completed" });
    await stand.settle();
    expect((await topicsOf(id)).slice(5)).toEqual(["order.status_changed"]);
    expect(await orderFaults(stand, id)).toEqual([]);

    const { total } = await store.order(id);
    await store.rest("POST", `orders/${id}/refunds`, { amount: total, api_refund: false });
    await stand.settle();
    expect((await topicsOf(id)).slice(6)).toEqual(["order.refunded"]);
    expect((await orderRow(stand, id))?.hub_status).toBe("RETURNED");
    expect(await orderFaults(stand, id)).toEqual([]);
    expect(await numberingFaults(stand)).toEqual([]);
  });

  it("a customer's checkout by the Store API: its drafts are never told of", async () => {
    const { id } = await stand.store.checkout(product, 2);
    await stand.settle();
    expect((await topicsOf(id))[0]).toBe("order.created");
    expect((await eventsAbout(stand, "order", id)).map(({ event }) => event.data.object?.["status"])).not.toContain("checkout-draft");
    expect(await orderFaults(stand, id)).toEqual([]);
    expect(await numberingFaults(stand)).toEqual([]);
  });

  it("an order made, saved, refunded, trashed, restored and deleted by the administrator on WooCommerce's own screens", async () => {
    const admin = await stand.store.admin();
    const id = await admin.makeOrder(product, 3);
    await stand.settle();
    expect((await topicsOf(id))[0]).toBe("order.created");
    expect(await orderFaults(stand, id)).toEqual([]);

    await admin.saveOrder(id, { order_status: "wc-completed" });
    await stand.settle();
    expect((await topicsOf(id)).at(-1)).toBe("order.status_changed");
    expect(await orderFaults(stand, id)).toEqual([]);

    const line = (await stand.store.order(id)).line_items[0]!;
    await admin.refund(id, { amount: "12.50", reason: "One was broken", items: [{ id: line.id, quantity: 1, total: "12.50" }] });
    await stand.settle();
    expect((await topicsOf(id)).at(-1)).toBe("order.refunded");
    expect(await orderFaults(stand, id)).toEqual([]);

    const [refund] = (await stand.store.order(id)).refunds;
    await admin.deleteRefund(refund!.id, id);
    await stand.settle();
    expect((await topicsOf(id)).at(-1)).toBe("order.refund_deleted");
    expect(await orderFaults(stand, id)).toEqual([]);

    await admin.onOrders("trash", [id]);
    await stand.settle();
    expect((await topicsOf(id)).at(-1)).toBe("order.trashed");
    expect((await orderRow(stand, id))?.deleted_at).not.toBeNull();

    await admin.onOrders("untrash", [id]);
    await stand.settle();
    expect((await topicsOf(id)).at(-1)).toBe("order.restored");
    expect((await orderRow(stand, id))?.deleted_at).toBeNull();
    expect(await orderFaults(stand, id)).toEqual([]);

    await admin.onOrders("trash", [id]);
    await admin.onOrders("delete", [id]);
    await stand.settle();
    expect((await topicsOf(id)).at(-1)).toBe("order.deleted");
    expect((await orderRow(stand, id))?.deleted_at).not.toBeNull();
    expect(await numberingFaults(stand)).toEqual([]);
  });
});
