import { describe, expect, it } from "vitest";
import { failure } from "#app/domain/failure.ts";
import { err, ok } from "#app/lib/result.ts";
import { wooCustomer, wooLine, wooOrder, wooProduct, wooRefund, wooVariation, type Json } from "../../../tests/helpers/woocommerce-things.ts";
import type { ApiCall } from "../contract.ts";
import { readCustomer, readInventoryLevel, readLocations, readOrder, readProduct, readProductWithStock } from "./read.ts";

const connection = { externalId: "https://shop.example.com", currency: "USD", country: "US", timezone: null };

/** A store that answers these paths; lists by pages of two. */
function store(things: Record<string, Json | Json[]>): { call: ApiCall; asked: string[] } {
  const asked: string[] = [];
  const call: ApiCall = async (query, { page = 1 }) => {
    asked.push(query);
    const thing = things[query.replace("GET ", "")];
    if (thing === undefined) return err(failure("not_found", "source_gone", "There is no such thing."));
    if (!Array.isArray(thing)) return ok(thing);
    const at = (Number(page) - 1) * 2;
    return ok({ items: thing.slice(at, at + 2), total: thing.length, totalPages: Math.ceil(thing.length / 2) });
  };
  return { call, asked };
}

describe("reading a store", () => {
  it("reads an order with all pages of its refunds", async () => {
    const refunds = [wooRefund(900, { amount: "1.00" }), wooRefund(901, { amount: "2.00" }), wooRefund(902, { amount: "3.00" })];
    const { call, asked } = store({
      "/orders/723": wooOrder({ refunds: refunds.map(({ id }) => ({ id, total: "-1.00" })) }),
      "/orders/723/refunds": refunds,
    });
    const read = await readOrder(call, "723", connection);
    expect(read).toMatchObject({ ok: true, value: { refunded_minor: 600, refunds: [{ external_id: "900" }, {}, {}] } });
    expect(asked).toEqual(["GET /orders/723", "GET /orders/723/refunds", "GET /orders/723/refunds"]);
  });

  it("asks for no refunds where there are none", async () => {
    const { call, asked } = store({ "/orders/723": wooOrder() });
    expect(await readOrder(call, "723", connection)).toMatchObject({ ok: true, value: { refunds: [] } });
    expect(asked).toHaveLength(1);
  });

  it("comes back when a refund came or went between the two calls", async () => {
    const { call } = store({ "/orders/723": wooOrder({ refunds: [{ id: 900, total: "-1.00" }] }), "/orders/723/refunds": [] });
    expect(await readOrder(call, "723", connection)).toMatchObject({ ok: false, error: { class: "transient", code: "order_keeps_changing" } });
  });

  it("says that it is gone of what the store has not, what lies in the trash, and what is a draft", async () => {
    const { call } = store({
      "/orders/1": wooOrder({ status: "trash" }),
      "/orders/2": wooOrder({ status: "checkout-draft" }),
      "/products/1": wooProduct({ status: "trash" }),
    });
    for (const id of ["1", "2", "3"]) expect(await readOrder(call, id, connection)).toEqual({ ok: true, value: null });
    for (const id of ["1", "2"]) expect(await readProduct(call, id, connection)).toEqual({ ok: true, value: null });
    expect(await readCustomer(call, "1", connection)).toEqual({ ok: true, value: null });
    expect(await readInventoryLevel(call, "9")).toEqual({ ok: true, value: null });
  });

  it("reads a product with every variation and their stock, a level, a customer, the one place", async () => {
    const variations = [51, 52, 53].map((id) => wooVariation(id));
    const { call } = store({
      "/products/50": wooProduct({ id: 50, type: "variable", variations: [51, 52, 53] }),
      "/products/50/variations": variations,
      "/products/51": wooProduct({ id: 51, type: "variation", parent_id: 50, stock_quantity: 3 }),
      "/customers/25": wooCustomer(),
    });
    expect(await readProductWithStock(call, "50", connection)).toMatchObject({
      ok: true,
      value: { product: { variants: [{}, {}, {}] }, levels: [{ available: 3 }, {}, {}] },
    });
    expect(await readProduct(call, "50", connection)).toMatchObject({ ok: true, value: { external_id: "50" } });
    expect(await readInventoryLevel(call, "51")).toMatchObject({ ok: true, value: { inventory_item_external_id: "51", available: 3 } });
    expect(await readCustomer(call, "25", connection)).toMatchObject({ ok: true, value: { external_id: "25" } });
    expect(await readLocations()).toMatchObject({ ok: true, value: [{ external_id: "store", name: "Store" }] });
  });

  it("passes on what it is refused", async () => {
    const call: ApiCall = async () => err(failure("auth", "store_keys_refused", "no"));
    expect(await readOrder(call, "1", connection)).toMatchObject({ ok: false, error: { class: "auth" } });
    expect(await readOrder(store({ "/orders/1": wooOrder({ line_items: [wooLine(1, { quantity: 0.5 })] }) }).call, "1", connection)).toMatchObject({
      ok: false,
      error: { code: "body_unreadable" },
    });
  });
});
