import { financialStatusOf, restFulfillmentStatus } from "../../shop/statuses.ts";
import { computeTotals, mergeTaxLines } from "../../shop/totals.ts";
import { formatMinor } from "../../shop/money.ts";
import type { Bag, Customer, Order } from "../../shop/types.ts";
import { addressPayload, customerCore } from "./customer.ts";
import { fulfillmentPayload } from "./fulfillment.ts";
import { linePayload, shippingLinePayload, taxPayload } from "./line.ts";
import { refundPayload } from "./refund.ts";
import { formatShopTime, idNumber, money, moneySet } from "./scalars.ts";
import type { PayloadContext } from "./scalars.ts";

/** Body of orders/create, updated, paid, fulfilled, partially_fulfilled and cancelled: the whole order as REST writes it. */
export function orderPayload(order: Order, customer: Customer | null, context: PayloadContext): Record<string, unknown> {
  const time = (at: number | null) => (at === null ? null : formatShopTime(at, context.timezone));
  return {
    id: idNumber(order.id),
    admin_graphql_api_id: `gid://shopify/Order/${order.id}`,
    app_id: null,
    browser_ip: null,
    buyer_accepts_marketing: false,
    cancel_reason: order.cancelReason?.toLowerCase() ?? null,
    cancelled_at: time(order.cancelledAt),
    cart_token: null,
    checkout_id: null,
    checkout_token: null,
    client_details: null,
    closed_at: time(order.closedAt),
    company: null,
    confirmation_number: confirmationNumber(order),
    confirmed: true,
    created_at: time(order.createdAt),
    currency: order.currency,
    customer_locale: "en",
    device_id: null,
    discount_codes: discountCodes(order),
    duties_included: false,
    estimated_taxes: false,
    financial_status: financialStatusOf(order).toLowerCase(),
    fulfillment_status: restFulfillmentStatus(order),
    landing_site: null,
    landing_site_ref: null,
    location_id: null,
    merchant_business_entity_id: null,
    merchant_of_record_app_id: null,
    name: order.name,
    note: order.note,
    note_attributes: [],
    number: order.number - 1000,
    order_number: order.number,
    order_status_url: `https://${context.shopDomain}/orders/${order.id}`,
    payment_gateway_names: [...new Set(order.transactions.map((transaction) => transaction.gateway))],
    po_number: null,
    presentment_currency: order.presentmentCurrency,
    processed_at: time(order.processedAt),
    reference: null,
    referring_site: null,
    source_identifier: null,
    source_name: "web",
    source_url: null,
    tags: order.tags.join(", "),
    tax_exempt: false,
    tax_lines: mergeTaxLines(order).map((tax) => taxPayload(tax, order)),
    taxes_included: order.taxesIncluded,
    test: order.test,
    token: confirmationNumber(order).toLowerCase(),
    ...totalsPayload(order),
    total_weight: order.lines.reduce((sum, line) => sum + line.grams * line.quantity, 0),
    updated_at: time(order.updatedAt),
    user_id: null,
    ...(context.customerData ? { email: order.email, contact_email: order.email, phone: order.phone } : {}),
    billing_address: order.billingAddress ? addressPayload(order.billingAddress, context) : null,
    customer: customer ? customerCore(customer, order.currency, context) : null,
    discount_applications: discountApplications(order),
    fulfillments: order.fulfillments.map((fulfillment) => fulfillmentPayload(fulfillment, order, context)),
    line_items: order.lines.map((line) => linePayload(line, order)),
    payment_terms: null,
    refunds: order.refunds.map((refund) => refundPayload(refund, order, context)),
    shipping_address: order.shippingAddress ? addressPayload(order.shippingAddress, context) : null,
    shipping_lines: order.shippingLines.map((line) => shippingLinePayload(line, order)),
    returns: [],
  };
}

function totalsPayload(order: Order): object {
  const totals = computeTotals(order);
  const pair = (name: string, bag: Bag) => ({ [name]: money(bag, order), [`${name}_set`]: moneySet(bag, order) });
  return {
    ...pair("current_subtotal_price", totals.currentSubtotal),
    ...pair("current_total_discounts", totals.currentDiscounts),
    ...pair("current_total_price", totals.currentTotal),
    ...pair("current_total_tax", totals.currentTax),
    current_shipping_price_set: moneySet(totals.currentShipping, order),
    current_total_additional_fees_set: null,
    current_total_duties_set: null,
    original_total_additional_fees_set: null,
    original_total_duties_set: null,
    ...pair("subtotal_price", totals.subtotal),
    ...pair("total_discounts", totals.discounts),
    ...pair("total_line_items_price", totals.lineItems),
    ...pair("total_price", totals.total),
    ...pair("total_tax", totals.tax),
    total_shipping_price_set: moneySet(totals.shipping, order),
    total_tip_received: money(totals.tip, order),
    total_outstanding: money(totals.outstanding, order),
    total_cash_rounding_payment_adjustment_set: moneySet(totals.roundingPayment, order),
    total_cash_rounding_refund_adjustment_set: moneySet(totals.roundingRefund, order),
  };
}

function discountApplications(order: Order): object[] {
  return order.discounts.map((discount) => ({
    target_type: discount.targetType,
    type: discount.kind,
    value: discount.valueType === "percentage" ? `${discount.value}.0` : formatMinor(discount.value, order.currency),
    value_type: discount.valueType,
    allocation_method: discount.allocationMethod,
    target_selection: discount.targetSelection,
    ...(discount.kind === "discount_code" ? { code: discount.code } : { title: discount.title, description: discount.title }),
  }));
}

function discountCodes(order: Order): object[] {
  return order.discounts.flatMap((discount, index) => {
    if (discount.kind !== "discount_code") return [];
    const allocated = [...order.lines, ...order.shippingLines].flatMap((line) => line.discounts).filter((each) => each.index === index);
    const amount = allocated.reduce((sum, each) => sum + each.amount.shop, 0);
    const type = discount.targetType === "shipping_line" ? "shipping" : discount.valueType;
    return [{ code: discount.code, amount: formatMinor(amount, order.currency), type }];
  });
}

function confirmationNumber(order: Order): string {
  return BigInt(order.id).toString(36).toUpperCase().slice(-9);
}
