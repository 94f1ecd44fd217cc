/** Products, variations, stock and customers of the real WooCommerce: each change arrives, and the hub ends with what the store says. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { productFaults } from "./as-the-store-says.ts";
import { startBridgeStand } from "./bridge-stand.ts";
import { isHpos } from "./hpos.ts";
import type { BridgeStand } from "./bridge-stand.ts";
import { customerRow, eventsAbout, numberingFaults, productRow } from "./hub-state.ts";
import { ADDRESS } from "./store.ts";

let stand: BridgeStand;

beforeAll(async () => {
  stand = await startBridgeStand();
});
afterAll(async () => {
  await stand?.close();
});

const topicsOf = async (entity: string, id: number): Promise<string[]> => (await eventsAbout(stand, entity, id)).map(({ topic }) => topic);

describe(`products and customers of the real WooCommerce, HPOS ${isHpos ? "on" : "off"}`, () => {
  it("a product made and changed by REST and on the product's own screen, sold, trashed, restored and deleted", async () => {
    const { store } = stand;
    const { id } = await store.makeProduct();
    await stand.settle();
    expect(await topicsOf("product", id)).toEqual(["product.created"]);
    expect(await productFaults(stand, id)).toEqual([]);

    await store.rest("PUT", `products/${id}`, { stock_quantity: 41 });
    await stand.settle();
    expect((await topicsOf("product", id)).at(-1)).toBe("product.stock_changed");
    expect(await productFaults(stand, id)).toEqual([]);

    const admin = await store.admin();
    await admin.saveProduct(id, { _stock: "39", _regular_price: "14.25", post_title: "Another name" });
    await stand.settle();
    expect(await productFaults(stand, id)).toEqual([]);

    await store.checkout(id, 3);
    await stand.settle();
    expect((await store.rest("GET", `products/${id}`))["stock_quantity"]).toBe(36);
    expect(await productFaults(stand, id)).toEqual([]);

    await admin.onProducts("trash", [id]);
    await stand.settle();
    expect((await topicsOf("product", id)).at(-1)).toBe("product.trashed");
    expect((await productRow(stand, id))?.deleted_at).not.toBeNull();

    await admin.onProducts("untrash", [id]);
    await stand.settle();
    expect((await topicsOf("product", id)).at(-1)).toBe("product.restored");
    expect(await productFaults(stand, id)).toEqual([]);

    await store.rest("DELETE", `products/${id}?force=true`);
    await stand.settle();
    expect((await topicsOf("product", id)).at(-1)).toBe("product.deleted");
    expect((await productRow(stand, id))?.deleted_at).not.toBeNull();
    expect(await numberingFaults(stand)).toEqual([]);
  });

  it("a product with variations: each variation's price and stock, a sale of one, one more, one gone", async () => {
    const { store } = stand;
    const product = await store.makeProduct({
      type: "variable",
      manage_stock: false,
      attributes: [{ name: "Size", visible: true, variation: true, options: ["S", "M", "L"] }],
    });
    const add = (option: string, stock: number): Promise<{ id: number }> =>
      store.rest("POST", `products/${product.id}/variations`, {
        sku: `${product.sku}-${option}`,
        regular_price: "20.00",
        manage_stock: true,
        stock_quantity: stock,
        attributes: [{ name: "Size", option }],
      });
    const [small, medium] = [await add("S", 5), await add("M", 7)];
    await stand.settle();
    expect(await productFaults(stand, product.id)).toEqual([]);

    await store.rest("PUT", `products/${product.id}/variations/${small.id}`, { stock_quantity: 4, regular_price: "21.00" });
    await stand.settle();
    expect(await productFaults(stand, product.id)).toEqual([]);

    await store.checkout(medium.id, 2);
    await stand.settle();
    expect(await productFaults(stand, product.id)).toEqual([]);

    await add("L", 9);
    await store.rest("DELETE", `products/${product.id}/variations/${small.id}?force=true`);
    await stand.settle();
    expect(await productFaults(stand, product.id)).toEqual([]);
    expect(await numberingFaults(stand)).toEqual([]);
  });

  it("a customer made, changed and deleted", async () => {
    const { store } = stand;
    const made = await store.rest<{ id: number }>("POST", "customers", {
      email: "grace@example.com",
      first_name: "Grace",
      last_name: "Sample",
      billing: { ...ADDRESS, email: "grace@example.com", phone: "+1 555 0199" },
    });
    await stand.settle();
    expect(await topicsOf("customer", made.id)).toEqual(["customer.created"]);
    expect(await customerRow(stand, made.id)).toMatchObject({ email: "grace@example.com", name: "Grace Sample", phone_given: "+1 555 0199" });

    await store.rest("PUT", `customers/${made.id}`, { last_name: "Other", billing: { phone: "+1 555 0198" } });
    await stand.settle();
    expect((await topicsOf("customer", made.id)).at(-1)).toBe("customer.updated");
    expect(await customerRow(stand, made.id)).toMatchObject({ name: "Grace Other", phone_given: "+1 555 0198" });
    const last = (await eventsAbout(stand, "customer", made.id)).at(-1);
    const { _links, ...rest } = await store.rest(`GET`, `customers/${made.id}`);
    expect(last?.event.data.object).toEqual(rest);

    await store.rest("DELETE", `customers/${made.id}?force=true`);
    await stand.settle();
    expect((await topicsOf("customer", made.id)).at(-1)).toBe("customer.deleted");
    expect((await customerRow(stand, made.id))?.deleted_at).not.toBeNull();
    expect(await numberingFaults(stand)).toEqual([]);
  });
});
