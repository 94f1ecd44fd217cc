/** orders/* → the canonical order and the facts the payload states. */
import type { Order, OrderFact } from "#app/domain/events.ts";
import type { ConnectionFacts } from "../contract.ts";
import { buildOrder } from "./build-order.ts";
import { addressParts, customerParts } from "./map-customer.ts";
import { fulfillmentFacts, fulfillmentParts } from "./map-fulfillment.ts";
import { refundFacts, refundParts } from "./map-refund.ts";
import { idOf, idOrNull } from "./normalise.ts";
import type { DiscountParts, LineParts, OrderParts, ShippingLineParts, TaxParts } from "./order-parts.ts";
import { shopAmount } from "./payloads/common.ts";
import { orderPayload } from "./payloads/order.ts";
import type { AllocationPayload, LineItemPayload, OrderPayload, ShippingLinePayload, TaxLinePayload } from "./payloads/order.ts";
import { check, Unreadable } from "#app/domain/unreadable.ts";

export function mapOrder(payload: unknown, topic: string, connection: ConnectionFacts): { order: Order; facts: OrderFact[] } {
  const order = buildOrder(orderParts(check(orderPayload, payload, "order")), connection);
  return { order, facts: orderFacts(order, topic) };
}

/**
 * What the payload states with a time of its own, so that the set is the same in whatever order deliveries come. Only orders/paid has no
 * time of payment in it: it is sent when the payment is, so the order's updated_at stands for it.
 */
export function orderFacts(order: Order, topic: string): OrderFact[] {
  const facts: OrderFact[] = [{ kind: "lifecycle", value: "created", occurred_at: order.source_created_at }];
  if (order.cancelled_at !== null) facts.push({ kind: "lifecycle", value: "cancelled", occurred_at: order.cancelled_at });
  if (order.closed_at !== null) facts.push({ kind: "lifecycle", value: "closed", occurred_at: order.closed_at });
  if (topic === "orders/paid") facts.push({ kind: "financial", value: "paid", occurred_at: order.source_updated_at });
  const lastShipped = order.fulfillments.at(-1)?.source_created_at ?? order.source_updated_at;
  if (topic === "orders/fulfilled") facts.push({ kind: "fulfillment", value: "fulfilled", occurred_at: lastShipped });
  if (topic === "orders/partially_fulfilled") facts.push({ kind: "fulfillment", value: "partially_fulfilled", occurred_at: lastShipped });
  return [...facts, ...order.refunds.flatMap(refundFacts), ...order.fulfillments.flatMap(fulfillmentFacts)];
}

function orderParts(order: OrderPayload): OrderParts {
  const total = shopAmount(order.total_price_set, order.total_price);
  if (total === null) throw new Unreadable("order.total_price", "missing");
  const presentment = order.total_price_set?.presentment_money?.amount;
  const applications = order.discount_applications ?? [];
  return {
    id: idOf(order.id),
    name: order.name,
    currency: order.currency,
    presentmentCurrency: order.presentment_currency ?? order.currency,
    customer: order.customer ? customerParts(order.customer) : null,
    email: order.email ?? null,
    phone: order.phone ?? null,
    shippingAddress: addressParts(order.shipping_address),
    billingAddress: addressParts(order.billing_address),
    subtotal: shopAmount(order.subtotal_price_set, order.subtotal_price),
    discounts: shopAmount(order.total_discounts_set, order.total_discounts),
    tax: shopAmount(order.total_tax_set, order.total_tax),
    tip: shopAmount(null, order.total_tip_received),
    duties: shopAmount(order.original_total_duties_set),
    fees: shopAmount(order.original_total_additional_fees_set),
    roundingPayment: shopAmount(order.total_cash_rounding_payment_adjustment_set),
    roundingRefund: shopAmount(order.total_cash_rounding_refund_adjustment_set),
    total,
    currentTotal: shopAmount(order.current_total_price_set, order.current_total_price),
    outstanding: shopAmount(null, order.total_outstanding),
    presentmentTotal: presentment == null ? null : String(presentment),
    taxesIncluded: order.taxes_included ?? false,
    financialStatus: order.financial_status ?? null,
    fulfillmentStatus: order.fulfillment_status ?? null,
    cancelReason: order.cancel_reason ?? null,
    note: order.note ?? null,
    tags: order.tags ?? null,
    isTest: order.test ?? false,
    processedAt: order.processed_at ?? null,
    cancelledAt: order.cancelled_at ?? null,
    closedAt: order.closed_at ?? null,
    createdAt: order.created_at,
    updatedAt: order.updated_at ?? order.created_at,
    lines: (order.line_items ?? []).map((line) => lineParts(line, applications)),
    shippingLines: (order.shipping_lines ?? []).map((line) => shippingLineParts(line, applications)),
    refunds: (order.refunds ?? []).map((refund) => refundParts(refund, order.currency)),
    fulfillments: (order.fulfillments ?? []).map(fulfillmentParts),
  };
}

type Applications = NonNullable<OrderPayload["discount_applications"]>;

function lineParts(line: LineItemPayload, applications: Applications): LineParts {
  return {
    id: idOf(line.id),
    productId: idOrNull(line.product_id),
    variantId: idOrNull(line.variant_id),
    sku: line.sku ?? null,
    title: line.title ?? line.name ?? "",
    variantTitle: line.variant_title ?? null,
    quantity: line.quantity,
    currentQuantity: line.current_quantity ?? line.quantity,
    unitPrice: required(shopAmount(line.price_set, line.price), "line_items.price"),
    requiresShipping: line.requires_shipping ?? false,
    isTaxable: line.taxable ?? false,
    isGiftCard: line.gift_card ?? false,
    discounts: discountParts(line.discount_allocations, applications),
    taxes: taxParts(line.tax_lines),
    totalDiscount: line.discount_allocations ? null : shopAmount(line.total_discount_set, line.total_discount),
  };
}

function shippingLineParts(line: ShippingLinePayload, applications: Applications): ShippingLineParts {
  return {
    id: idOf(line.id),
    title: line.title ?? "",
    code: line.code ?? null,
    price: required(shopAmount(line.price_set, line.price), "shipping_lines.price"),
    discounted: shopAmount(line.discounted_price_set, line.discounted_price),
    isRemoved: line.is_removed ?? false,
    discounts: discountParts(line.discount_allocations, applications),
    taxes: taxParts(line.tax_lines),
  };
}

/** An allocation points at the order's discount by its index; a code's discount has a code, all others a title. */
function discountParts(allocations: AllocationPayload[] | null | undefined, applications: Applications): DiscountParts[] {
  return (allocations ?? []).map((allocation) => {
    const index = allocation.discount_application_index ?? 0;
    const application = applications[index];
    const isCode = application?.type === "discount_code";
    return {
      index,
      code: isCode ? (application.code ?? null) : null,
      title: isCode ? null : (application?.title ?? application?.description ?? null),
      amount: required(shopAmount(allocation.amount_set, allocation.amount), "discount_allocations.amount"),
    };
  });
}

const taxParts = (taxes: TaxLinePayload[] | null | undefined): TaxParts[] =>
  (taxes ?? []).map((tax) => ({
    title: tax.title ?? "",
    rate: tax.rate ?? null,
    amount: required(shopAmount(tax.price_set, tax.price), "tax_lines.price"),
  }));

function required(amount: string | null, field: string): string {
  if (amount === null) throw new Unreadable(`order.${field}`, "missing");
  return amount;
}
