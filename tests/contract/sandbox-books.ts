/** Compares a canonical order with the sandbox shop's own books: figures that neither of our mappers has touched. */
import { expect } from "vitest";
import type { Order } from "#app/domain/events.ts";

interface Bag {
  shop: number;
  presentment: number;
}

/** GET /sandbox/orders/{id}: ids as text, amounts in minor units, times in milliseconds. */
export interface Books {
  order: {
    id: string;
    name: string;
    email: string | null;
    note: string | null;
    tags: string[];
    currency: string;
    presentmentCurrency: string;
    taxesIncluded: boolean;
    customerId: string | null;
    lines: {
      id: string;
      sku: string | null;
      title: string;
      quantity: number;
      currentQuantity: number;
      unitPrice: Bag;
      isTip: boolean;
      discounts: { amount: Bag }[];
      taxLines: { price: Bag }[];
      variantId: string | null;
    }[];
    shippingLines: { id: string; price: Bag; discounts: { amount: Bag }[]; taxLines: { price: Bag }[] }[];
    refunds: { id: string; createdAt: number; transactionIds: string[]; lines: { lineId: string; quantity: number; subtotal: Bag; tax: Bag }[] }[];
    fulfillments: {
      id: string;
      status: string;
      shipmentStatus: string | null;
      trackingNumber: string | null;
      lines: { lineId: string; quantity: number }[];
    }[];
    cancelledAt: number | null;
    closedAt: number | null;
    processedAt: number;
    createdAt: number;
    updatedAt: number;
  };
  totals: Record<
    | "subtotal"
    | "discounts"
    | "shipping"
    | "shippingDiscounts"
    | "tax"
    | "tip"
    | "total"
    | "currentTotal"
    | "refunded"
    | "outstanding"
    | "roundingPayment"
    | "roundingRefund",
    Bag
  >;
  status: { financial: string; fulfillment: string };
}

const FULFILLMENT: Record<string, string> = { UNFULFILLED: "unfulfilled", PARTIALLY_FULFILLED: "partial", FULFILLED: "fulfilled" };
const sum = (amounts: number[]): number => amounts.reduce((a, b) => a + b, 0);
const byText = (a: string, b: string): number => a.length - b.length || a.localeCompare(b);

export function expectBooks(order: Order, { order: own, totals, status }: Books): void {
  expect(order, own.name).toMatchObject({
    external_id: own.id,
    name: own.name,
    order_ref: `SH-${own.name}`,
    email: own.email,
    note: own.note || null,
    tags: [...own.tags].sort(),
    currency: own.currency,
    presentment_currency: own.presentmentCurrency,
    taxes_included: own.taxesIncluded,
    subtotal_minor: totals.subtotal.shop,
    discount_minor: totals.discounts.shop,
    shipping_minor: totals.shipping.shop - totals.shippingDiscounts.shop,
    tax_minor: totals.tax.shop,
    tip_minor: totals.tip.shop,
    total_minor: totals.total.shop,
    current_total_minor: totals.currentTotal.shop,
    outstanding_minor: totals.outstanding.shop,
    presentment_total_minor: totals.total.presentment,
    rounding_minor: totals.roundingPayment.shop - totals.roundingRefund.shop,
    financial_status: status.financial.toLowerCase(),
    fulfillment_status: FULFILLMENT[status.fulfillment],
    source_created_at: own.createdAt,
    source_updated_at: own.updatedAt,
    processed_at: own.processedAt,
    cancelled_at: own.cancelledAt,
    closed_at: own.closedAt,
    quarantine: null,
  });
  expect(order.customer?.external_id ?? null).toBe(own.customerId);
  // Sold in another currency, a refund is known in the customer's only; its worth in the shop's may be off by the rounding of its parts.
  const parts = sum(own.refunds.map((refund) => refund.lines.length + 2));
  if (own.currency === own.presentmentCurrency) expect(order.refunded_minor, own.name).toBe(totals.refunded.shop);
  else expect(Math.abs(order.refunded_minor - totals.refunded.shop), `${own.name} refunded`).toBeLessThanOrEqual(parts);
  expect(order.lines).toMatchObject(
    [...own.lines]
      .sort((a, b) => byText(a.id, b.id))
      .map((line) => ({
        external_id: line.id,
        kind: line.isTip ? "tip" : "item",
        sku: line.sku,
        title: line.title,
        quantity: line.quantity,
        current_quantity: line.currentQuantity,
        unit_price_minor: line.unitPrice.shop,
        discount_minor: sum(line.discounts.map((discount) => discount.amount.shop)),
        variant_external_id: line.variantId,
      })),
  );
  expect(sum(order.taxes.map((tax) => tax.amount_minor))).toBe(
    sum([...own.lines, ...own.shippingLines].flatMap((line) => line.taxLines.map((tax) => tax.price.shop))),
  );
  expect(sum(order.discounts.map((discount) => discount.amount_minor))).toBe(
    sum([...own.lines, ...own.shippingLines].flatMap((line) => line.discounts.map((discount) => discount.amount.shop))),
  );
  expect(
    order.refunds.map((refund) => [
      refund.external_id,
      refund.source_created_at,
      refund.amount_minor === 0,
      sum(refund.lines.map((line) => line.quantity)),
    ]),
  ).toEqual(
    [...own.refunds]
      .sort((a, b) => byText(a.id, b.id))
      .map((refund) => [refund.id, refund.createdAt, refund.transactionIds.length === 0, sum(refund.lines.map((line) => line.quantity))]),
  );
  expect(
    order.fulfillments.map((one) => [
      one.external_id,
      one.status,
      one.shipment_status,
      one.tracking_numbers[0] ?? null,
      sum(one.lines.map((line) => line.quantity)),
    ]),
  ).toEqual(
    [...own.fulfillments]
      .sort((a, b) => byText(a.id, b.id))
      .map((one) => [one.id, one.status, one.shipmentStatus, one.trackingNumber, sum(one.lines.map((line) => line.quantity))]),
  );
}
