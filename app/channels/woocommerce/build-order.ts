/** wc/v3 order JSON with its refunds → the canonical order. One builder for events of our plugin, webhooks and answers of the REST API. */
import type { Order, OrderFact, Refund } from "#app/domain/events.ts";
import { fullName, text } from "#app/domain/source-values.ts";
import type { ConnectionFacts } from "../contract.ts";
import { buildAddress, buyerOf, phoneOf } from "./build-people.ts";
import { buildDiscounts, buildLines, buildShippingLines, buildTaxes, grossOf } from "./build-lines.ts";
import { buildRefunds } from "./build-refunds.ts";
import { money, timeOf, timeOrNull } from "./normalise.ts";
import type { OrderPayload } from "./payloads/order.ts";
import { STATUSES } from "./status-map.ts";
import { checkSums } from "./sum-rule.ts";

/** The number people see, with the channel's prefix: WC-12345. Number plugins may write "#12345" or "2026/17". */
export const orderRef = (number: string): string => `WC-${number.replace(/^#/, "")}`;

/**
 * @param refunds wc/v3 refund objects: all of them
 * @param version epoch ms where our plugin says when the order was so; null: by the store's own time of change, in whole seconds
 */
export function buildOrder(order: OrderPayload, refunds: readonly unknown[], version: number | null, connection: ConnectionFacts): Order {
  const { currency } = order;
  const gross = grossOf(order);
  const amount = (value: string | null | undefined, field: string): number => money(value, currency, field);
  const given = buildRefunds(refunds, currency, gross);
  const lines = buildLines(order, gross, refundedUnits(given));
  const shippingLines = buildShippingLines(order, gross);
  const total = amount(order.total, "total");
  const refunded = sum(given.map((refund) => refund.amount_minor));
  const created = timeOf(order.date_created_gmt ?? order.date_modified_gmt, "order.date_created_gmt");
  const paidAt = timeOrNull(order.date_paid_gmt, "order.date_paid_gmt");
  const status = statusOf(order);
  const number = text(order.number)?.trim() ?? order.id;
  const billing = buildAddress(order.billing);
  const shipping = buildAddress(order.shipping);
  const phone = phoneOf(text(order.billing?.phone) === null ? order.shipping : order.billing, connection);
  const completedAt = timeOrNull(order.date_completed_gmt, "order.date_completed_gmt");
  // Of a status that is not in the map nothing is made: whoever applies the order asks what it means.
  const hubStatus = Object.hasOwn(STATUSES.in, status) ? (STATUSES.in[status] ?? "PENDING") : "PENDING";
  return {
    external_id: order.id,
    name: number,
    order_ref: orderRef(number),
    customer: buyerOf(order, connection),
    customer_name: fullName(order.billing?.first_name, order.billing?.last_name) ?? shipping?.name ?? null,
    email: text(order.billing?.email),
    phone_given: phone.given,
    phone_e164: phone.e164,
    currency,
    presentment_currency: currency,
    subtotal_minor: sum((order.line_items ?? []).map((line) => gross(line.total, line.total_tax, "line_items.total"))),
    discount_minor: gross(order.discount_total, order.discount_tax, "discount_total"),
    shipping_minor: sum(shippingLines.map((line) => line.discounted_minor)),
    tax_minor: amount(order.total_tax, "total_tax"),
    tip_minor: 0,
    duties_minor: 0,
    fees_minor: sum((order.fee_lines ?? []).map((fee) => gross(fee.total, fee.total_tax, "fee_lines.total"))),
    rounding_minor: 0,
    total_minor: total,
    current_total_minor: total - refunded,
    refunded_minor: refunded,
    outstanding_minor: paidAt === null && OWED.has(status) ? total - refunded : 0,
    presentment_total_minor: total,
    taxes_included: order.prices_include_tax === true,
    hub_status: hubStatus,
    source_status: status,
    financial_status: financialStatus(total, refunded, paidAt !== null),
    // The store knows no parcels; what it completed has gone out.
    fulfillment_status: completedAt === null ? null : "fulfilled",
    cancel_reason: null,
    note: text(order.customer_note),
    tags: [],
    shipping_address: shipping,
    billing_address: billing,
    is_test: false,
    processed_at: paidAt,
    cancelled_at: null,
    closed_at: completedAt,
    delivered_at: hubStatus === "DELIVERED" ? completedAt : null,
    source_created_at: created,
    source_updated_at: version ?? timeOf(order.date_modified_gmt ?? order.date_created_gmt, "order.date_modified_gmt"),
    lines,
    discounts: buildDiscounts(order, gross),
    taxes: buildTaxes(order),
    shipping_lines: shippingLines,
    refunds: given,
    fulfillments: [],
    quarantine: quarantineOf(order, total),
  };
}

export const statusOf = (order: Pick<OrderPayload, "status">): string => order.status.replace(/^wc-/, "");

/** Statuses in which somebody still has to pay, unless they have. */
const OWED: ReadonlySet<string> = new Set(["pending", "on-hold", "processing"]);

function financialStatus(total: number, refunded: number, isPaid: boolean): string {
  if (refunded > 0) return refunded >= total ? "refunded" : "partially_refunded";
  return isPaid ? "paid" : "pending";
}

function quarantineOf(order: OrderPayload, total: number): Order["quarantine"] {
  // Somebody asked for a part of the order only (REST's _fields): there is nothing to add up.
  if (!order.line_items) return null;
  const parts = [...order.line_items, ...(order.shipping_lines ?? []), ...(order.fee_lines ?? [])].map((item) =>
    money(item.total, order.currency, "total"),
  );
  return checkSums({ currency: order.currency, parts, tax: money(order.total_tax, order.currency, "total_tax"), total });
}

function refundedUnits(refunds: readonly Refund[]): Map<string, number> {
  const units = new Map<string, number>();
  for (const line of refunds.flatMap((refund) => refund.lines))
    units.set(line.line_external_id, (units.get(line.line_external_id) ?? 0) + line.quantity);
  return units;
}

/**
 * What the order states with a time of its own. All of it can be read from one state of the order, so that the set is the same in whatever
 * order its states come.
 */
export function factsOf(order: Order): OrderFact[] {
  const facts: OrderFact[] = [{ kind: "lifecycle", value: "created", occurred_at: order.source_created_at }];
  if (order.processed_at !== null) facts.push({ kind: "financial", value: "paid", occurred_at: order.processed_at });
  if (order.closed_at !== null) facts.push({ kind: "lifecycle", value: "completed", occurred_at: order.closed_at });
  for (const refund of order.refunds)
    if (refund.amount_minor !== 0) facts.push({ kind: "financial", value: "refunded", occurred_at: refund.source_created_at });
  return facts;
}

const sum = (amounts: readonly number[]): number => amounts.reduce((total, amount) => total + amount, 0);
