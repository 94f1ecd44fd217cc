import { addBags, subtractBags, timesBag, ZERO } from "./money.ts";
import type { Bag, Line, Order, TaxLine } from "./types.ts";

export interface OrderTotals {
  /** Σ unit price × quantity, before discounts, without tips. */
  lineItems: Bag;
  /** Σ discount allocations on lines. */
  lineDiscounts: Bag;
  /** All discounts, shipping's included. */
  discounts: Bag;
  /** lineItems − lineDiscounts. */
  subtotal: Bag;
  /** Before discounts. */
  shipping: Bag;
  shippingDiscounts: Bag;
  /** Of lines and shipping; already within the prices where taxesIncluded. */
  tax: Bag;
  tip: Bag;
  /** What was ordered (edits' additions included), before refunds and removals. */
  total: Bag;
  /** The same figures as they stand now. */
  currentSubtotal: Bag;
  currentDiscounts: Bag;
  currentShipping: Bag;
  currentTax: Bag;
  currentTotal: Bag;
  received: Bag;
  refunded: Bag;
  refundedShipping: Bag;
  /** Σ adjustments: what refunds gave beyond (−) or below (+) the worth of what they refunded. */
  refundDiscrepancy: Bag;
  netPayment: Bag;
  /** currentTotal − netPayment; negative: the merchant owes the customer. */
  outstanding: Bag;
  roundingPayment: Bag;
  roundingRefund: Bag;
}

/**
 * Shopify's own sum rule (https://shopify.dev/docs/api/admin-rest/latest/resources/order, total_price):
 * total = line items − discounts + shipping + tips, + tax where prices do not contain it. "current" figures subtract what refunds and edits took.
 */
export function computeTotals(order: Order): OrderTotals {
  const sold = order.lines.filter((line) => !line.isTip);
  const lineItems = addBags(...sold.map((line) => timesBag(line.unitPrice, line.quantity)));
  const lineDiscounts = addBags(...sold.map(discountOf));
  const shipping = addBags(...order.shippingLines.map((line) => line.price));
  const shippingDiscounts = addBags(...order.shippingLines.map(discountOf));
  const discounts = addBags(lineDiscounts, shippingDiscounts);
  const tax = sumTax([...sold, ...order.shippingLines].flatMap((line) => line.taxLines));
  const tip = addBags(...order.lines.filter((line) => line.isTip).map((line) => timesBag(line.unitPrice, line.quantity)));
  const extraTax = order.taxesIncluded ? ZERO : tax;
  const total = subtractBags(addBags(lineItems, shipping, tip, extraTax), discounts);

  const refundLines = order.refunds.flatMap((refund) => refund.lines);
  const refundShipping = order.refunds.flatMap((refund) => refund.shipping);
  const goneLines = addBags(...refundLines.map((line) => line.subtotal));
  const goneShipping = addBags(...refundShipping.map((line) => line.subtotal));
  const goneTax = addBags(...refundLines.map((line) => line.tax), ...refundShipping.map((line) => line.tax));
  const refundDiscrepancy = addBags(...order.refunds.flatMap((refund) => refund.adjustments.map((adjustment) => adjustment.amount)));
  const currentTotal = addBags(subtractBags(total, addBags(goneLines, goneShipping, order.taxesIncluded ? ZERO : goneTax)), refundDiscrepancy);

  const settled = order.transactions.filter((transaction) => transaction.status === "success");
  const payments = settled.filter((transaction) => transaction.kind === "sale" || transaction.kind === "capture");
  const refunds = settled.filter((transaction) => transaction.kind === "refund");
  const received = addBags(...payments.map((transaction) => transaction.amount));
  const refunded = addBags(...refunds.map((transaction) => transaction.amount));
  const netPayment = subtractBags(received, refunded);
  const subtotal = subtractBags(lineItems, lineDiscounts);
  return {
    lineItems,
    lineDiscounts,
    discounts,
    subtotal,
    shipping,
    shippingDiscounts,
    tax,
    tip,
    total,
    currentSubtotal: subtractBags(subtotal, goneLines),
    currentDiscounts: addBags(...sold.map(currentDiscountOf), shippingDiscounts),
    currentShipping: subtractBags(subtractBags(shipping, shippingDiscounts), goneShipping),
    currentTax: subtractBags(tax, goneTax),
    currentTotal,
    received,
    refunded,
    refundedShipping: goneShipping,
    refundDiscrepancy,
    netPayment,
    outstanding: order.cancelledAt === null ? subtractBags(currentTotal, netPayment) : ZERO,
    roundingPayment: addBags(...payments.map((transaction) => transaction.rounding)),
    roundingRefund: addBags(...refunds.map((transaction) => transaction.rounding)),
  };
}

export function discountOf(line: { discounts: { amount: Bag }[] }): Bag {
  return addBags(...line.discounts.map((discount) => discount.amount));
}

/** Discounts of the units that are left. */
function currentDiscountOf(line: Line): Bag {
  const discount = discountOf(line);
  return {
    shop: Math.round((discount.shop * line.currentQuantity) / line.quantity),
    presentment: Math.round((discount.presentment * line.currentQuantity) / line.quantity),
  };
}

export function sumTax(taxLines: TaxLine[]): Bag {
  return addBags(...taxLines.map((tax) => tax.price));
}

/** One tax line per title and rate, as the order's own tax_lines list them. */
export function mergeTaxLines(order: Order): TaxLine[] {
  const merged = new Map<string, TaxLine>();
  for (const tax of [...order.lines, ...order.shippingLines].flatMap((line) => line.taxLines)) {
    const known = merged.get(`${tax.title} ${tax.rate}`);
    merged.set(`${tax.title} ${tax.rate}`, known ? { ...known, price: addBags(known.price, tax.price) } : tax);
  }
  return [...merged.values()];
}
