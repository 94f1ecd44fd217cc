import { randomBytes } from "node:crypto";
import { readWoo, removeWoo, listWoo, saveWoo } from "../entities.ts";
import { LeftBehind, RestError } from "../rest/answer.ts";
import type { Params } from "../rest/params.ts";
import { tell } from "../store.ts";
import type { StoreWork } from "../store.ts";
import { nextWooId } from "../tables.ts";
import type { Address, BillingAddress, WooOrder } from "../types.ts";
import { changeStatus, completePayment, saveOrder } from "./change-status.ts";
import { applyCoupons, findCoupons } from "./coupons.ts";
import { mergeMeta } from "./given.ts";
import { readOrderLines } from "./read-lines.ts";
import { countSales } from "./sales.ts";
import { calculateTotals } from "./totals.ts";

export const EMPTY_ADDRESS: Address = {
  first_name: "",
  last_name: "",
  company: "",
  address_1: "",
  address_2: "",
  city: "",
  state: "",
  postcode: "",
  country: "",
  phone: "",
};
export const EMPTY_BILLING: BillingAddress = { ...EMPTY_ADDRESS, email: "" };

/** POST /orders: created as pending, then moved to the status that is asked for; told as order.created and order.updated. */
export function createOrder(work: StoreWork, given: Params, createdVia = "rest-api"): WooOrder {
  const order = blankOrder(work, createdVia);
  if (typeof given["created_via"] === "string" && given["created_via"]) order.created_via = given["created_via"];
  writeFields(work, order, given);
  saveWoo(work.ctx, work.store.slug, "order", order);
  tell(work, "order", "created", order.id);
  calculateTotals(work, order);
  try {
    writeCoupons(work, order, given);
  } catch (error) {
    if (error instanceof RestError) throw draftLeft(work, order, error);
    throw error;
  }
  if (typeof given["status"] === "string") changeStatus(work, order, given["status"]);
  saveOrder(work, order);
  if (given["set_paid"] === true) payAndSave(work, order, given);
  return order;
}

/** An order whose coupon is refused stays behind as a draft, and the answer names it. */
function draftLeft(work: StoreWork, order: WooOrder, error: RestError): LeftBehind {
  changeStatus(work, order, "checkout-draft");
  saveOrder(work, order);
  return new LeftBehind(error.status, error.code, error.message, { status: error.status, new_draft_order_id: order.id });
}

/** PUT /orders/{id}. Even one that changes nothing is told as order.updated; one that takes an order out of the trash is not. */
export function updateOrder(work: StoreWork, order: WooOrder, given: Params): WooOrder {
  const wasTrashed = order.status === "trash";
  writeFields(work, order, given);
  if (["billing", "shipping", "line_items", "shipping_lines", "fee_lines", "coupon_lines"].some((name) => given[name] !== undefined))
    calculateTotals(work, order);
  writeCoupons(work, order, given);
  if (typeof given["status"] === "string") changeStatus(work, order, given["status"]);
  saveOrder(work, order);
  const needsPayment = ["pending", "failed"].includes(order.status) && order.total > 0;
  if (given["set_paid"] === true && needsPayment) payAndSave(work, order, given);
  if (wasTrashed) work.events = work.events.filter((event) => !(event.resource === "order" && event.id === order.id));
  return order;
}

function payAndSave(work: StoreWork, order: WooOrder, given: Params): void {
  completePayment(work, order, typeof given["transaction_id"] === "string" ? given["transaction_id"] : "");
  saveOrder(work, order);
}

function writeFields(work: StoreWork, order: WooOrder, given: Params): void {
  const { ctx, store } = work;
  const customerId = given["customer_id"];
  if (typeof customerId === "number" && customerId !== 0) {
    const customer = readWoo(ctx, store.slug, "customer", customerId);
    if (!customer) throw new RestError(400, "woocommerce_rest_invalid_customer_id", "Customer ID is invalid.");
    // An order without an address for its mail has the account's.
    if (order.billing.email === "") order.billing.email = customer.email;
  }
  if (typeof customerId === "number") order.customer_id = customerId;
  for (const name of ["currency", "payment_method", "payment_method_title", "transaction_id", "customer_note"] as const)
    if (typeof given[name] === "string") order[name] = given[name];
  for (const name of ["billing", "shipping"] as const) if (given[name] !== undefined) writeAddress(order[name], given[name] as Params);
  readOrderLines(work, order, given);
  if (Array.isArray(given["meta_data"])) order.meta = mergeMeta(work, order.meta, given["meta_data"], "meta");
}

/** Only the fields that are given and that an address has. */
export function writeAddress<T extends Address>(address: T, given: Params): void {
  for (const name of Object.keys(address)) if (given[name] !== undefined) Object.assign(address, { [name]: String(given[name] ?? "") });
}

function writeCoupons(work: StoreWork, order: WooOrder, given: Params): void {
  const lines = given["coupon_lines"];
  if (!Array.isArray(lines)) return;
  applyCoupons(
    work,
    order,
    findCoupons(
      work,
      (lines as Params[]).map((line) => line["code"]),
    ),
  );
}

function blankOrder(work: StoreWork, createdVia: string): WooOrder {
  const { ctx, store, at } = work;
  return {
    id: nextWooId(ctx, store.slug, "post"),
    status: "pending",
    status_before_trash: null,
    currency: store.currency,
    prices_include_tax: store.prices_include_tax,
    created_at: at,
    modified_at: at,
    completed_at: null,
    paid_at: null,
    customer_id: 0,
    order_key: `wc_order_${randomBytes(16).toString("base64url").replace(/[-_]/g, "x").slice(0, 13)}`,
    billing: { ...EMPTY_BILLING },
    shipping: { ...EMPTY_ADDRESS },
    payment_method: "",
    payment_method_title: "",
    transaction_id: "",
    customer_ip_address: "",
    customer_user_agent: "",
    created_via: createdVia,
    customer_note: "",
    meta: [],
    line_items: [],
    shipping_lines: [],
    fee_lines: [],
    tax_lines: [],
    coupon_lines: [],
    total: 0,
    stock_reduced: false,
    sales_recorded: false,
  };
}

/** Into the trash: told as order.deleted. */
export function trashOrder(work: StoreWork, order: WooOrder): void {
  const meta = (key: string, value: string) => ({ id: nextWooId(work.ctx, work.store.slug, "meta"), key, value });
  order.meta.push(meta("_wp_trash_meta_status", `wc-${order.status}`), meta("_wp_trash_meta_time", String(work.at / 1000)));
  order.status_before_trash = order.status;
  order.status = "trash";
  order.modified_at = work.at;
  saveWoo(work.ctx, work.store.slug, "order", order);
  tell(work, "order", "deleted", order.id);
}

/** Out of the trash by the admin: told as order.restored. */
export function restoreOrder(work: StoreWork, order: WooOrder): void {
  changeStatus(work, order, order.status_before_trash ?? "pending");
  order.meta = order.meta.filter(({ key }) => !key.startsWith("_wp_trash_meta_"));
  order.modified_at = work.at;
  saveWoo(work.ctx, work.store.slug, "order", order);
  work.events = work.events.filter((event) => !(event.resource === "order" && event.id === order.id));
  // The real one adds order.updated when a second has begun in between.
  tell(work, "order", "restored", order.id);
}

/** For good, with refunds and notes. WooCommerce tells nobody, except that the customer has changed. */
export function deleteOrder(work: StoreWork, order: WooOrder): void {
  const { ctx, store } = work;
  for (const kind of ["refund", "note"] as const)
    for (const part of listWoo(ctx, store.slug, kind, order.id)) removeWoo(ctx, store.slug, kind, part.id);
  countSales(work, { ...order, status: "trash" });
  removeWoo(ctx, store.slug, "order", order.id);
  if (order.customer_id > 0) tell(work, "customer", "updated", order.customer_id);
}
