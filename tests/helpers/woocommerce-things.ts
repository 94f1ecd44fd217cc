/** What a WooCommerce store could tell: wc/v3 JSON in the shape of 10.2.4, invented throughout, and the plugin's envelope around it. */
import { randomUUID } from "node:crypto";

export type Json = Record<string, unknown>;

const address = {
  first_name: "Ada",
  last_name: "Muster",
  company: "",
  address_1: "1 Example Street",
  address_2: "",
  city: "Springfield",
  state: "IL",
  postcode: "62704",
  country: "US",
};

export const wooLine = (id: number, over: Json = {}): Json => ({
  id,
  name: "Mug",
  product_id: 90 + id,
  variation_id: 0,
  quantity: 2,
  tax_class: "",
  subtotal: "20.00",
  subtotal_tax: "1.45",
  total: "20.00",
  total_tax: "1.45",
  taxes: [{ id: 7, total: "1.45", subtotal: "1.45" }],
  meta_data: [],
  sku: `MUG-${id}`,
  price: 10,
  parent_name: null,
  ...over,
});

/** One mug twice, shipped for 5.00, taxed with 7.25 %: 26.45 USD. */
export const wooOrder = (over: Json = {}): Json => ({
  id: 723,
  parent_id: 0,
  number: "723",
  status: "processing",
  currency: "USD",
  date_created: "2026-11-20T10:00:00",
  date_created_gmt: "2026-11-20T10:00:00",
  date_modified_gmt: "2026-11-20T10:00:05",
  date_paid_gmt: "2026-11-20T10:00:04",
  date_completed_gmt: null,
  discount_total: "0.00",
  discount_tax: "0.00",
  shipping_total: "5.00",
  shipping_tax: "0.00",
  cart_tax: "1.45",
  total: "26.45",
  total_tax: "1.45",
  prices_include_tax: false,
  customer_id: 25,
  customer_note: "",
  billing: { ...address, email: "ada@example.com", phone: "(415) 555-2671" },
  shipping: { ...address, phone: "" },
  payment_method: "bacs",
  line_items: [wooLine(315)],
  tax_lines: [{ id: 318, rate_code: "US-CA-STATE-1", rate_id: 7, label: "State Tax", compound: false, tax_total: "1.45", rate_percent: 7.25 }],
  shipping_lines: [{ id: 317, method_title: "Flat rate", method_id: "flat_rate", total: "5.00", total_tax: "0.00", taxes: [] }],
  fee_lines: [],
  coupon_lines: [],
  refunds: [],
  meta_data: [],
  ...over,
});

export const wooRefund = (id: number, over: Json = {}): Json => ({
  id,
  date_created_gmt: "2026-11-20T12:00:00",
  amount: "10.00",
  reason: "one was broken",
  refunded_by: 1,
  meta_data: [],
  line_items: [
    { id: id * 10, name: "Mug", quantity: -1, total: "-10.00", total_tax: "0.00", meta_data: [{ id: 1, key: "_refunded_item_id", value: "315" }] },
  ],
  shipping_lines: [],
  ...over,
});

export const wooProduct = (over: Json = {}): Json => ({
  id: 94,
  name: "Tom &amp; Jerry Mug",
  slug: "mug",
  type: "simple",
  status: "publish",
  date_created_gmt: "2026-11-01T08:00:00",
  date_modified_gmt: "2026-11-02T08:00:00",
  sku: "MUG-1",
  price: "9.00",
  regular_price: "12.00",
  sale_price: "9.00",
  manage_stock: true,
  stock_quantity: 7,
  stock_status: "instock",
  parent_id: 0,
  categories: [{ id: 9, name: "Kitchen" }],
  tags: [
    { id: 1, name: "new" },
    { id: 2, name: "blue" },
  ],
  images: [{ id: 1, src: "https://shop.example.com/mug.jpg" }],
  variations: [],
  ...over,
});

export const wooVariation = (id: number, over: Json = {}): Json => ({
  id,
  sku: `SHIRT-${id}`,
  price: "20.00",
  regular_price: "20.00",
  manage_stock: true,
  stock_quantity: 3,
  menu_order: 0,
  date_modified_gmt: "2026-11-02T08:00:00",
  attributes: [
    { id: 6, name: "Color", option: "Blue" },
    { id: 0, name: "Size", option: "XL" },
  ],
  ...over,
});

export const wooCustomer = (over: Json = {}): Json => ({
  id: 25,
  date_created_gmt: "2026-10-01T08:00:00",
  date_modified_gmt: "2026-10-02T08:00:00",
  email: "ada@example.com",
  first_name: "Ada",
  last_name: "Muster",
  billing: { ...address, email: "ada@example.com", phone: "415-555-2671" },
  shipping: address,
  ...over,
});

/** An event of our plugin. */
export const wooEvent = (topic: string, seq: number, loadedAt: string, object: unknown, data: Json = {}, over: Json = {}): Json => ({
  id: randomUUID(),
  seq,
  topic,
  occurred_at: loadedAt,
  resource_id: typeof object === "object" && object !== null ? (object as Json).id : undefined,
  origin: "hook",
  data: { object, loaded_at: loadedAt, state: "present", refunds: [], currency_decimals: 2, change: [], ...data },
  ...over,
});

export const bytes = (value: unknown): Uint8Array => new TextEncoder().encode(typeof value === "string" ? value : JSON.stringify(value));
