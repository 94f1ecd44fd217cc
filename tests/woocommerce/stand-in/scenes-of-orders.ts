import type { Scene, Stage } from "./transcript.ts";

export const BILLING = {
  first_name: "Ada",
  last_name: "Grünwald",
  company: "",
  address_1: "1 Example Street",
  address_2: "Floor 2",
  city: "Austin",
  state: "TX",
  postcode: "78701",
  country: "US",
  email: "ada@example.com",
  phone: "+1 555 555 0100",
};

export const makeProduct = (stage: Stage, change: object = {}) =>
  stage.call("a product", "POST", "/products", { name: "Mug", regular_price: "12.50", manage_stock: true, stock_quantity: 20, ...change });

export async function makeVariable(stage: Stage): Promise<{ product: number; small: number; medium: number }> {
  const product = await stage.call("a variable product", "POST", "/products", {
    name: "Work Shirt",
    type: "variable",
    attributes: [{ name: "Shoe size", visible: true, variation: true, options: ["S", "M"] }],
  });
  const variation = (option: string, change: object) =>
    stage.call("a variation", "POST", `/products/${product.id}/variations`, {
      regular_price: "20.00",
      attributes: [{ name: "Shoe size", option }],
      ...change,
    });
  const small = await variation("S", { sku: `${stage.mark}-S`, manage_stock: true, stock_quantity: 5, sale_price: "15" });
  const medium = await variation("M", { description: "The medium one" });
  return { product: product.id, small: small.id, medium: medium.id };
}

const lifeOfAnOrder: Scene = {
  name: "the life of an order",
  async play(stage) {
    const { id: product } = await makeProduct(stage, { sku: stage.mark });
    const order = await stage.call("paid at once", "POST", "/orders", {
      payment_method: "bacs",
      payment_method_title: "Direct bank transfer",
      set_paid: true,
      transaction_id: "txn-1",
      billing: BILLING,
      shipping: { first_name: "Ada", city: "Austin", country: "US", state: "TX" },
      customer_note: "Ring twice",
      line_items: [{ product_id: product, quantity: 2, meta_data: [{ key: "engraving", value: "A+B" }] }],
      shipping_lines: [{ method_id: "flat_rate", method_title: "Flat rate", total: "10.00" }],
      fee_lines: [{ name: "Gift wrap", total: "2.00" }],
      meta_data: [
        { key: "source", value: "contract" },
        { key: "list", value: [1, 2] },
      ],
    });
    const path = `/orders/${order.id}`;
    await stage.call("read", "GET", path);
    await stage.call("some fields", "GET", path, undefined, { _fields: "id,total,billing.email,line_items" });
    await stage.call("more decimals", "GET", path, undefined, { dp: "4", _fields: "total,shipping_total,line_items" });
    await stage.call("its stock", "GET", `/products/${product}`, undefined, { _fields: "stock_quantity,total_sales,stock_status" });
    await stage.call("nothing changed", "PUT", path, {});
    await stage.call("meta", "PUT", path, {
      meta_data: [
        { key: "source", value: "again" },
        { key: "new", value: { a: 1 } },
      ],
    });
    await stage.call("address", "PUT", path, { billing: { city: "Houston" }, customer_note: "" });
    await stage.call("completed", "PUT", path, { status: "completed" });
    await stage.call("completed again", "PATCH", path, { status: "completed" });
    await stage.call("back to hold", "POST", path, { status: "on-hold" });
    await stage.call("cancelled", "PUT", path, { status: "cancelled" });
    await stage.call("stock is back", "GET", `/products/${product}`, undefined, { _fields: "stock_quantity,total_sales" });
    await stage.call("pending", "PUT", path, { status: "pending" });
    await stage.call("paid now", "PUT", path, { set_paid: true });
    await stage.call("failed", "PUT", path, { status: "failed" });
    await stage.call("notes", "GET", `${path}/notes`);
  },
};

const linesOfAnOrder: Scene = {
  name: "lines are added, changed and removed",
  async play(stage) {
    const { id: mug } = await makeProduct(stage);
    const { product, small, medium } = await makeVariable(stage);
    const order = await stage.call("two lines", "POST", "/orders", {
      billing: BILLING,
      status: "processing",
      line_items: [
        { product_id: mug, quantity: 3 },
        { product_id: product, variation_id: small, quantity: 1 },
      ],
    });
    const path = `/orders/${order.id}`;
    const [first, second] = order.line_items;
    await stage.call("fewer", "PUT", path, { line_items: [{ id: first.id, quantity: 1, subtotal: "12.50", total: "11.00" }] });
    await stage.call("one more", "PUT", path, { line_items: [{ product_id: product, variation_id: medium, quantity: 2 }] });
    await stage.call("one less", "PUT", path, { line_items: [{ id: second.id, quantity: 0 }] });
    await stage.call("by SKU, with a price of its own", "PUT", path, {
      line_items: [{ sku: `${stage.mark.replace(/\W+/g, "-")}-S`, quantity: 1, total: "9.99" }],
    });
    await stage.call("a fee and shipping", "PUT", path, {
      fee_lines: [{ name: "Rush", total: "4" }],
      shipping_lines: [{ method_id: "local_pickup", method_title: "Pick-up", total: "0" }],
    });
    await stage.call("not its line", "PUT", path, { line_items: [{ id: 999999, quantity: 2 }] });
    await stage.call("stock", "GET", `/products/${mug}`, undefined, { _fields: "stock_quantity" });
    await stage.call("stock of the variation", "GET", `/products/${product}/variations/${small}`, undefined, { _fields: "stock_quantity" });
    await stage.call("notes", "GET", `${path}/notes`);
    await stage.call("a product that is gone", "POST", "/orders", { line_items: [{ product_id: 999999, quantity: 2 }] });
  },
};

const refusedOrders: Scene = {
  name: "what an order may not be",
  async play(stage) {
    const bad: Record<string, object> = {
      "a status that is none": { status: "nope" },
      "a prefixed status": { status: "wc-processing" },
      "no product named": { line_items: [{ quantity: 1 }] },
      "a mail address that is none": { billing: { email: "nope" } },
      "a customer that is none": { customer_id: 999999 },
      "lines that are text": { line_items: "x" },
      "a quantity in words": { line_items: [{ product_id: 1, quantity: "two" }] },
      "paid or not": { set_paid: "maybe" },
      "shipping without a method": { shipping_lines: [{ total: "5" }] },
      "a fee without a name": { fee_lines: [{ total: "5" }] },
      "two at once": { status: "nope", set_paid: "maybe" },
    };
    for (const [name, body] of Object.entries(bad)) await stage.call(name, "POST", "/orders", body);
    await stage.call("no JSON", "POST", "/orders", "{no");
    await stage.call("an empty one", "POST", "/orders", {});
    await stage.call("unknown", "GET", "/orders/999999");
    await stage.call("unknown, changed", "PUT", "/orders/999999", { status: "completed" });
    await stage.call("unknown, deleted", "DELETE", "/orders/999999", undefined, { force: "true" });
    await stage.call("no such place", "GET", "/nothing");
    await stage.call("no such method", "DELETE", "/orders");
    await stage.call("a key that only reads", "POST", "/orders", {}, {}, "read");
    await stage.call("a key that only writes", "GET", "/orders", undefined, {}, "write");
    await stage.call("an order number that is none", "GET", "/orders/abc");
  },
};

const trash: Scene = {
  name: "orders in the trash and out of it",
  async play(stage) {
    const order = await stage.call("an order", "POST", "/orders", { billing: BILLING, status: "processing" });
    const path = `/orders/${order.id}`;
    await stage.call("trashed", "DELETE", path);
    await stage.call("trashed again", "DELETE", path);
    await stage.call("read in the trash", "GET", path);
    await stage.call("not in the list", "GET", "/orders", undefined, { include: String(order.id), _fields: "id,status" });
    await stage.call("in the list of the trash", "GET", "/orders", undefined, { include: String(order.id), status: "trash", _fields: "id,status" });
    await stage.restore("order", order.id);
    await stage.call("restored", "GET", path, undefined, { _fields: "id,status" });
    await stage.call("trashed once more", "DELETE", path, undefined, { _fields: "id,status" });
    await stage.call("out of it by a status", "PUT", path, { status: "completed" }, { _fields: "id,status" });
    await stage.call("notes", "GET", `${path}/notes`, undefined, { _fields: "id,note" });
    await stage.call("deleted for good", "DELETE", path, undefined, { force: "true" });
    await stage.call("gone", "GET", path);
  },
};

const batch: Scene = {
  name: "orders in batches",
  async play(stage) {
    const order = await stage.call("an order", "POST", "/orders", { billing: BILLING });
    const other = await stage.call("another", "POST", "/orders", { billing: BILLING });
    await stage.call("batch", "POST", "/orders/batch", {
      create: [{ customer_note: "made in a batch" }, { customer_id: 999999 }],
      update: [
        { id: order.id, customer_note: "changed" },
        { id: 999999, status: "completed" },
      ],
      delete: [other.id, 999999],
    });
    await stage.call("deleted", "GET", `/orders/${other.id}`);
    await stage.call("too many", "POST", "/orders/batch", { delete: Array.from({ length: 101 }, (_, index) => 900000 + index) });
    await stage.call("nothing", "POST", "/orders/batch", {});
  },
};

const lists: Scene = {
  name: "lists of orders",
  async play(stage) {
    const { id: product } = await makeProduct(stage, { name: "Enamel Kettle" });
    const ids: number[] = [];
    for (const [index, status] of ["pending", "processing", "completed", "pending"].entries()) {
      const last_name = `Lister${index}`;
      const order = await stage.call("an order", "POST", "/orders", {
        billing: { ...BILLING, last_name },
        status,
        line_items: [{ product_id: product, quantity: 1 }],
      });
      ids.push(order.id);
    }
    const include = ids.join(",");
    const list = (name: string, query: Record<string, string>) =>
      stage.call(name, "GET", "/orders", undefined, { include, _fields: "id,status", ...query });
    await list("first page", { per_page: "2" });
    await list("second page", { per_page: "2", page: "2" });
    await list("beyond the last", { per_page: "2", page: "9" });
    await list("offset", { per_page: "2", offset: "1" });
    await list("one status", { status: "pending" });
    await list("two statuses", { status: "pending,completed" });
    await list("oldest first", { order: "asc", orderby: "id" });
    await list("newest number first", { orderby: "id" });
    await list("as asked", { orderby: "include" });
    await list("without one", { exclude: String(ids[0]) });
    await list("by name", { search: "Lister2" });
    await list("by goods", { search: "Enamel" });
    await list("of a product", { product: String(product) });
    await list("of a customer", { customer: "999999" });
    await list("after long ago", { after: "2020-01-01T00:00:00" });
    await list("before long ago", { before: "2020-01-01T00:00:00" });
    await list("changed after long ago", { modified_after: "2020-01-01T00:00:00", dates_are_gmt: "true" });
    await list("changed after times to come", { modified_after: "2099-01-01T00:00:00", dates_are_gmt: "true" });
    const refused: Record<string, string>[] = [
      { per_page: "0" },
      { per_page: "101" },
      { page: "0" },
      { status: "nope" },
      { after: "yesterday" },
      { order: "up" },
      { orderby: "total" },
      { orderby: "total", per_page: "200" },
    ];
    for (const query of refused) await list(`refused: ${Object.entries(query).join(" ")}`, query);
  },
};

export const ORDER_SCENES: readonly Scene[] = [lifeOfAnOrder, linesOfAnOrder, refusedOrders, trash, batch, lists];
