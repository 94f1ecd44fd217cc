import type { SandboxContext } from "../../context.ts";
import { gmtTime, localTime } from "../dates.ts";
import { formatDecimal } from "../decimals.ts";
import { listWoo } from "../entities.ts";
import { needsProcessing } from "./goods.ts";
import { productLineJson, shippingLineJson, feeLineJson, taxLineJson, couponLineJson } from "./line-json.ts";
import { readTotals } from "./totals.ts";
import { homeUrl, restUrl, WOO_VERSION } from "../store.ts";
import type { Address, BillingAddress, WooOrder, WooStore } from "../types.ts";

export const SYMBOLS: Record<string, string> = { USD: "$", EUR: "€", GBP: "£", JPY: "¥" };

export const addressJson = (address: Address): object => ({
  first_name: address.first_name,
  last_name: address.last_name,
  company: address.company,
  address_1: address.address_1,
  address_2: address.address_2,
  city: address.city,
  state: address.state,
  postcode: address.postcode,
  country: address.country,
});

export const billingJson = (address: BillingAddress): object => ({ ...addressJson(address), email: address.email, phone: address.phone });

/** An order as GET /orders/{id} answers it, also in webhooks. `digits` is the query's dp. */
export function orderJson(ctx: SandboxContext, store: WooStore, order: WooOrder, digits = store.decimals): Record<string, unknown> {
  const totals = readTotals(store, order);
  const money = (value: number): string => formatDecimal(value, digits);
  const refunds = listWoo(ctx, store.slug, "refund", order.id).sort((a, b) => b.created_at - a.created_at || a.id - b.id);
  return {
    id: order.id,
    parent_id: 0,
    status: order.status,
    currency: order.currency,
    version: WOO_VERSION,
    prices_include_tax: order.prices_include_tax,
    date_created: localTime(store, order.created_at),
    date_modified: localTime(store, order.modified_at),
    discount_total: money(totals.discount_total),
    discount_tax: money(totals.discount_tax),
    shipping_total: money(totals.shipping_total),
    shipping_tax: money(totals.shipping_tax),
    cart_tax: money(totals.cart_tax),
    total: money(order.total),
    total_tax: money(totals.total_tax),
    customer_id: order.customer_id,
    order_key: order.order_key,
    billing: billingJson(order.billing),
    shipping: { ...addressJson(order.shipping), phone: order.shipping.phone },
    payment_method: order.payment_method,
    payment_method_title: order.payment_method_title,
    transaction_id: order.transaction_id,
    customer_ip_address: order.customer_ip_address,
    customer_user_agent: order.customer_user_agent,
    created_via: order.created_via,
    customer_note: order.customer_note,
    date_completed: localTime(store, order.completed_at),
    date_paid: localTime(store, order.paid_at),
    cart_hash: "",
    number: String(order.id),
    // By name, as the index of the orders table has them.
    meta_data: [...order.meta].sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)),
    line_items: order.line_items.map((line) => productLineJson(ctx, store, line, digits)),
    tax_lines: order.tax_lines.map((line) => taxLineJson(line, digits)),
    shipping_lines: order.shipping_lines.map((line) => shippingLineJson(store, line, digits)),
    fee_lines: order.fee_lines.map((line) => feeLineJson(store, line, digits)),
    coupon_lines: order.coupon_lines.map((line) => couponLineJson(line)),
    refunds: refunds.map((refund) => ({ id: refund.id, reason: refund.reason, total: `-${money(refund.amount)}` })),
    payment_url: `${homeUrl(ctx, store)}/checkout/order-pay/${order.id}/?pay_for_order=true&key=${order.order_key}`,
    is_editable: ["pending", "on-hold", "auto-draft"].includes(order.status),
    needs_payment: ["pending", "failed"].includes(order.status) && order.total > 0,
    needs_processing: needsProcessing(ctx, store, order),
    date_created_gmt: gmtTime(order.created_at),
    date_modified_gmt: gmtTime(order.modified_at),
    date_completed_gmt: gmtTime(order.completed_at),
    date_paid_gmt: gmtTime(order.paid_at),
    currency_symbol: SYMBOLS[order.currency] ?? order.currency,
    _links: orderLinks(ctx, store, order),
  };
}

function orderLinks(ctx: SandboxContext, store: WooStore, order: WooOrder): object {
  const self = restUrl(ctx, store, `orders/${order.id}`);
  return {
    self: [{ href: self }],
    collection: [{ href: restUrl(ctx, store, "orders") }],
    email_templates: [{ embeddable: true, href: `${self}/actions/email_templates` }],
    ...(order.customer_id > 0 ? { customer: [{ href: restUrl(ctx, store, `customers/${order.customer_id}`) }] } : {}),
  };
}
