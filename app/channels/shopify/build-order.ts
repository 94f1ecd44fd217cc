/** Turns the parts of an order, from a webhook or from GraphQL, into the canonical order. One builder for both voices: the same state gives the same bytes. */
import type { Address, Customer, Fulfillment, Order, OrderLine, Refund } from "#app/domain/events.ts";
import { readPhone } from "#app/domain/phone.ts";
import type { ConnectionFacts } from "../contract.ts";
import { buildAddress, buildCustomer } from "./build-customer.ts";
import { buildFulfillment, isShipped } from "./build-fulfillment.ts";
import { buildDiscounts, buildLines, buildShippingLines, buildTaxes } from "./build-lines.ts";
import { buildRefund } from "./build-refund.ts";
import { byId, lower, minorOf, tagsOf, text, timeOf, timeOrNull } from "./normalise.ts";
import type { Amount, OrderParts } from "./order-parts.ts";
import { fulfillmentWord, hubStatusOf } from "./order-status.ts";
import { checkSums } from "./sum-rule.ts";

export function buildOrder(parts: OrderParts, connection: ConnectionFacts): Order {
  const amount = (value: Amount | null, field: string): number => (value === null ? 0 : minorOf(value, parts.currency, field));
  const tip = amount(parts.tip, "total_tip_received");
  const total = minorOf(parts.total, parts.currency, "total_price");
  const lines = buildLines(parts, tip);
  const shippingLines = buildShippingLines(parts);
  const refunds = parts.refunds.map((refund) => buildRefund(refund, parts.currency)).sort((a, b) => byId(a.external_id, b.external_id));
  const fulfillments = parts.fulfillments.map(buildFulfillment).sort((a, b) => byId(a.external_id, b.external_id));
  const shipped = fulfillments.filter(isShipped);
  const fulfillment = fulfillmentWord(parts.fulfillmentStatus, shipped.length > 0);
  const financial = lower(parts.financialStatus);
  const cancelledAt = timeOrNull(parts.cancelledAt, "cancelled_at");
  const customer = parts.customer === null ? null : buildCustomer(parts.customer, connection);
  const shippingAddress = buildAddress(parts.shippingAddress);
  const billingAddress = buildAddress(parts.billingAddress);
  const money = {
    subtotal_minor: amount(parts.subtotal, "subtotal_price"),
    discount_minor: amount(parts.discounts, "total_discounts"),
    shipping_minor: sum(shippingLines.filter((line) => !line.is_removed).map((line) => line.discounted_minor)),
    tax_minor: amount(parts.tax, "total_tax"),
    tip_minor: tip,
    duties_minor: amount(parts.duties, "original_total_duties_set"),
    fees_minor: amount(parts.fees, "original_total_additional_fees_set"),
    total_minor: total,
  };
  return {
    external_id: parts.id,
    name: parts.name,
    order_ref: orderRef(parts.name),
    customer,
    customer_name: customer?.name ?? billingAddress?.name ?? shippingAddress?.name ?? null,
    email: text(parts.email) ?? customer?.email ?? null,
    ...phoneOf(parts.phone, shippingAddress, billingAddress, customer, connection),
    currency: parts.currency,
    presentment_currency: parts.presentmentCurrency,
    ...money,
    rounding_minor:
      amount(parts.roundingPayment, "total_cash_rounding_payment_adjustment_set") -
      amount(parts.roundingRefund, "total_cash_rounding_refund_adjustment_set"),
    current_total_minor: parts.currentTotal === null ? total : amount(parts.currentTotal, "current_total_price"),
    refunded_minor: sum(refunds.map((refund) => refund.amount_minor)),
    outstanding_minor: amount(parts.outstanding, "total_outstanding"),
    presentment_total_minor:
      parts.presentmentTotal === null ? total : minorOf(parts.presentmentTotal, parts.presentmentCurrency, "total_price_set.presentment_money"),
    taxes_included: parts.taxesIncluded,
    hub_status: hubStatusOf({
      isCancelled: cancelledAt !== null,
      financialStatus: financial,
      fulfillmentStatus: fulfillment,
      shipmentStatuses: shipped.map((one) => one.shipment_status),
      isAllReturned: isAllReturned(lines, refunds, shipped),
    }),
    financial_status: financial,
    fulfillment_status: fulfillment,
    cancel_reason: lower(parts.cancelReason),
    note: text(parts.note),
    tags: tagsOf(parts.tags),
    shipping_address: shippingAddress,
    billing_address: billingAddress,
    is_test: parts.isTest,
    processed_at: timeOrNull(parts.processedAt, "processed_at"),
    cancelled_at: cancelledAt,
    closed_at: timeOrNull(parts.closedAt, "closed_at"),
    delivered_at: null,
    source_created_at: timeOf(parts.createdAt, "created_at"),
    source_updated_at: timeOf(parts.updatedAt, "updated_at"),
    lines,
    discounts: buildDiscounts(parts),
    taxes: buildTaxes(parts),
    shipping_lines: shippingLines,
    refunds,
    fulfillments,
    quarantine: checkSums({
      currency: parts.currency,
      taxesIncluded: parts.taxesIncluded,
      lines:
        lines.length === 0
          ? null
          : sum(lines.filter((line) => line.kind === "item").map((line) => line.unit_price_minor * line.quantity - line.discount_minor)),
      subtotal: parts.subtotal === null ? null : money.subtotal_minor,
      shipping: money.shipping_minor,
      removedShipping: sum(shippingLines.filter((line) => line.is_removed).map((line) => line.discounted_minor)),
      tax: money.tax_minor,
      tip,
      duties: money.duties_minor,
      fees: money.fees_minor,
      total,
    }),
  };
}

/** The name people see, with the channel's prefix: SH-#1001. */
export const orderRef = (name: string): string => `SH-${name}`;

/** The order's own number, else the one at the place of delivery, else the payer's; read with the country of where it was found. */
function phoneOf(given: string | null, shipping: Address | null, billing: Address | null, customer: Customer | null, connection: ConnectionFacts) {
  const candidates = [
    { phone: text(given), country: shipping?.country_code ?? billing?.country_code },
    { phone: shipping?.phone, country: shipping?.country_code },
    { phone: billing?.phone, country: billing?.country_code },
    { phone: customer?.phone_given, country: customer?.country },
  ];
  const first = candidates.find((candidate) => candidate.phone);
  const phone = readPhone(first?.phone, first?.country ?? connection.country);
  return { phone_given: phone.given, phone_e164: phone.e164 };
}

/** Certain only when every unit that was not cancelled or edited away went out and came back with restock type "return". */
function isAllReturned(lines: OrderLine[], refunds: Refund[], shipped: Fulfillment[]): boolean {
  if (shipped.length === 0) return false;
  const gone = refunds.flatMap((refund) => refund.lines);
  const units = (line: OrderLine, type: string): number =>
    sum(gone.filter((refund) => refund.line_external_id === line.external_id && refund.restock_type === type).map((refund) => refund.quantity));
  const sold = lines
    .filter((line) => line.kind === "item")
    .map((line) => ({ kept: line.quantity - units(line, "cancel"), returned: units(line, "return") }))
    .filter((line) => line.kept > 0);
  return sold.length > 0 && sold.every((line) => line.returned >= line.kept);
}

const sum = (amounts: readonly number[]): number => amounts.reduce((total, amount) => total + amount, 0);
