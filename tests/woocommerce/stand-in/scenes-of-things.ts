import { BILLING, makeProduct, makeVariable } from "./scenes-of-orders.ts";
import type { Scene } from "./transcript.ts";

const products: Scene = {
  name: "products",
  async play(stage) {
    const sku = stage.mark;
    const mug = await stage.call("simple", "POST", "/products", {
      name: "Café Mug & Saucer",
      sku,
      regular_price: "12.50",
      sale_price: "9",
      description: "<p>Blue</p>",
      short_description: "A mug",
      manage_stock: true,
      stock_quantity: 3,
      weight: "0.4",
      dimensions: { length: "10", width: "8", height: "9" },
      meta_data: [{ key: "origin", value: "Lisbon" }],
    });
    const path = `/products/${mug.id}`;
    await stage.call("read", "GET", path);
    await stage.call("stock", "PUT", path, { stock_quantity: 0 });
    await stage.call("backorders", "PUT", path, { backorders: "notify", stock_quantity: -2 });
    await stage.call("not counted", "PUT", path, { manage_stock: false, stock_status: "instock" });
    await stage.call("price", "PUT", path, { regular_price: "14", sale_price: "" });
    await stage.call("price of a thousand", "PUT", path, { regular_price: "1234.5" }, { _fields: "price,price_html" });
    await stage.call("name and status", "PATCH", path, { name: "Mug", status: "draft" });
    await stage.call("the same SKU", "POST", "/products", { name: "Other", sku });
    await stage.call("by SKU", "GET", "/products", undefined, { sku, _fields: "id,name,sku" });
    await stage.call("no name", "POST", "/products", {}, { _fields: "name,slug,type,status,price,purchasable,stock_status,price_html" });
    for (const bad of [{ type: "foo" }, { status: "nope" }, { stock_quantity: "many" }, { manage_stock: "perhaps" }, { regular_price: [1] }])
      await stage.call(`refused: ${JSON.stringify(bad)}`, "PUT", path, bad);
    await stage.call("unknown", "GET", "/products/999999");
    await stage.call("unknown, changed", "PUT", "/products/999999", { name: "x" });
    await stage.call("trashed", "DELETE", path);
    await stage.call("trashed again", "DELETE", path);
    await stage.call("in the trash", "GET", path, undefined, { _fields: "id,status" });
    await stage.restore("product", mug.id);
    await stage.call("restored", "GET", path, undefined, { _fields: "id,status" });
    await stage.call("deleted", "DELETE", path, undefined, { force: "true", _fields: "id,status" });
    await stage.call("gone", "GET", path);
    await stage.call("batch", "POST", "/products/batch", { create: [{ name: "Batched", regular_price: "1" }], update: [{ id: 999999, name: "x" }] });
  },
};

const variations: Scene = {
  name: "variations",
  async play(stage) {
    const { product, small, medium } = await makeVariable(stage);
    const path = `/products/${product}/variations`;
    await stage.call("the product", "GET", `/products/${product}`);
    await stage.call("read", "GET", `${path}/${small}`);
    await stage.call("as a product", "GET", `/products/${small}`);
    await stage.call("list", "GET", path, undefined, { order: "asc", orderby: "id" });
    await stage.call("stock", "PUT", `${path}/${small}`, { stock_quantity: 0 });
    await stage.call("the product now", "GET", `/products/${product}`, undefined, { _fields: "price,price_html,on_sale,stock_status,variations" });
    await stage.call("one price", "PUT", `${path}/${small}`, { sale_price: "" });
    await stage.call("the product then", "GET", `/products/${product}`, undefined, { _fields: "price,price_html,on_sale" });
    await stage.call("of another product", "GET", `/products/999999/variations/${small}`);
    await stage.call("unknown", "PUT", `${path}/999999`, { regular_price: "1" });
    await stage.call("into the trash", "DELETE", `${path}/${medium}`);
    await stage.call("deleted", "DELETE", `${path}/${medium}`, undefined, { force: "true", _fields: "id" });
    await stage.call("one left", "GET", `/products/${product}`, undefined, { _fields: "variations,price" });
    await stage.call("batch", "POST", `${path}/batch`, { update: [{ id: small, stock_quantity: 7 }], delete: [999999] });
  },
};

const customers: Scene = {
  name: "customers",
  async play(stage) {
    const ada = await stage.call("new", "POST", "/customers", {
      email: "ada.contract@example.com",
      first_name: "Ada",
      last_name: "Abel",
      username: "ada-contract",
      password: "a-secret-1-word",
      billing: BILLING,
      shipping: { first_name: "Ada", city: "Austin" },
      meta_data: [{ key: "tier", value: "gold" }],
    });
    const path = `/customers/${ada.id}`;
    await stage.call("read", "GET", path);
    await stage.call("changed", "PUT", path, { first_name: "Adele", billing: { city: "Houston" } });
    await stage.call("the same address", "POST", "/customers", { email: "ada.contract@example.com" });
    await stage.call("no address", "POST", "/customers", { first_name: "x" });
    await stage.call("an address that is none", "POST", "/customers", { email: "x" });
    await stage.call("by address", "GET", "/customers", undefined, { email: "ada.contract@example.com", _fields: "id,email,role" });
    await stage.call("search", "GET", "/customers", undefined, { search: "ada-contr", _fields: "id,email" });
    const order = await stage.call("an order", "POST", "/orders", { customer_id: ada.id, set_paid: true });
    await stage.call("has paid", "GET", path, undefined, { _fields: "is_paying_customer" });
    await stage.call("into the trash", "DELETE", path);
    await stage.call("deleted", "DELETE", path, undefined, { force: "true" });
    await stage.call("gone", "GET", path);
    await stage.call("gone, changed", "PUT", path, { first_name: "x" });
    await stage.call("the order stays", "GET", `/orders/${order.id}`, undefined, { _fields: "id,customer_id,billing" });
  },
};

const notes: Scene = {
  name: "order notes",
  async play(stage) {
    const order = await stage.call("an order", "POST", "/orders", {});
    const path = `/orders/${order.id}/notes`;
    await stage.call("private", "POST", path, { note: "Packed by <b>Noor</b>" });
    const note = await stage.call("for the customer", "POST", path, { note: "On its way", customer_note: true, added_by_user: true });
    await stage.call("all", "GET", path);
    await stage.call("for customers", "GET", path, undefined, { type: "customer" });
    await stage.call("read", "GET", `${path}/${note.id}`);
    await stage.call("unknown", "GET", `${path}/999999`);
    await stage.call("of no order", "GET", "/orders/999999/notes");
    await stage.call("empty", "POST", path, {});
    await stage.call("into the trash", "DELETE", `${path}/${note.id}`);
    await stage.call("deleted", "DELETE", `${path}/${note.id}`, undefined, { force: "true" });
  },
};

const clocks: Scene = {
  name: "a store far from UTC",
  async play(stage) {
    await stage.settings({ gmt_offset: 9 });
    const order = await stage.call("an order", "POST", "/orders", { set_paid: true });
    await stage.call("a note", "POST", `/orders/${order.id}/notes`, { note: "x" });
    const { id } = await makeProduct(stage);
    const at = Date.parse(`${order.date_modified_gmt}Z`);
    const hours = (count: number): string => new Date(at + count * 3_600_000).toISOString().slice(0, 19);
    for (const gmt of ["true", "false"])
      for (const zone of ["", "Z"])
        for (const shift of [-10, -8, -1, 1, 8, 10])
          for (const name of ["after", "modified_before"])
            await stage.call(`${name} ${shift} h${zone}, gmt ${gmt}`, "GET", "/orders", undefined, {
              include: String(order.id),
              dates_are_gmt: gmt,
              [name]: hours(shift) + zone,
              _fields: "id",
            });
    await stage.call("products too", "GET", "/products", undefined, {
      include: String(id),
      modified_after: hours(-1),
      dates_are_gmt: "true",
      _fields: "id",
    });
  },
};

export const THING_SCENES: readonly Scene[] = [products, variations, customers, notes, clocks];
