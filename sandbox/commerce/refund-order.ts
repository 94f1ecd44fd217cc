import { Refusal } from "../http.ts";
import { addBags, isZeroBag, mapBag, shareOfBag, subtractBags, ZERO } from "../shop/money.ts";
import { computeTotals, sumTax } from "../shop/totals.ts";
import type { Bag, Line, Order, Refund, RefundLine } from "../shop/types.ts";
import { netOf } from "./amounts.ts";
import { toSecond, touch } from "./happening.ts";
import type { NewId, Outcome, StockMove } from "./happening.ts";

export interface RefundInput {
  lines: { lineId: string; quantity: number; restockType: RefundLine["restockType"]; locationId: string | null }[];
  /** "full", an amount in minor units of the shop's currency, or nothing. */
  shipping: "full" | number;
  /** What to pay back, in minor units of the shop's currency; omitted: what the refunded things are worth, as far as paid. */
  amount?: number | undefined;
  note: string | null;
}

/** Refunds lines, shipping and money of an order. Refuses more than there is. */
export function refundOrder(order: Order, input: RefundInput, at: number, newId: NewId): Outcome & { refundId: string } {
  const before = computeTotals(order);
  const paidFrom = order.transactions.find(
    (transaction) => transaction.status === "success" && (transaction.kind === "sale" || transaction.kind === "capture"),
  );
  const refund = takeBack(order, input, at, newId);
  const worth = worthOf(order, refund);
  const wanted = input.amount === undefined ? capAt(worth, before.netPayment) : inBothCurrencies(input.amount, before.netPayment);
  if (wanted.shop > before.netPayment.shop)
    throw new Refusal(422, "amount", `only ${before.netPayment.shop} minor units were paid and not refunded yet`, "refund less");
  if (wanted.shop < 0) throw new Refusal(422, "amount", "a refund is not negative", "give a positive amount");
  if (input.lines.length === 0 && input.shipping === 0 && wanted.shop === 0)
    throw new Refusal(422, "lines", "a refund needs lines, shipping or an amount", "name what to refund");
  if (paidFrom && !isZeroBag(wanted)) {
    const transactionId = newId("OrderTransaction");
    order.transactions.push({
      id: transactionId,
      parentId: paidFrom.id,
      kind: "refund",
      status: "success",
      gateway: paidFrom.gateway,
      amount: wanted,
      rounding: ZERO,
      createdAt: toSecond(at),
      test: order.test,
    });
    refund.transactionIds.push(transactionId);
  }
  // An amount that differs from what the things are worth is booked as Shopify's refund discrepancy (negative: in the customer's favour).
  const discrepancy = input.amount === undefined ? ZERO : subtractBags(worth, wanted);
  if (!isZeroBag(discrepancy)) refund.adjustments.push({ id: newId("OrderAdjustment"), amount: discrepancy, reason: "Refund discrepancy" });
  touch(order, at);
  return {
    refundId: refund.id,
    happenings: [{ topic: "refunds/create", refundId: refund.id }, { topic: "orders/updated" }],
    stock: restockOf(order, refund),
  };
}

/** Adds the refund's record for lines and shipping and lowers the lines' current quantities; moves no money. */
export function takeBack(order: Order, input: Pick<RefundInput, "lines" | "shipping" | "note">, at: number, newId: NewId): Refund {
  const lines = input.lines.map((each): RefundLine => {
    const line = order.lines.find((candidate) => candidate.id === each.lineId);
    if (!line || line.isTip)
      throw new Refusal(422, "lines", `order ${order.name} has no line ${each.lineId} to refund`, "take line ids from GET /sandbox/orders/{id}");
    if (each.quantity < 1 || each.quantity > line.currentQuantity)
      throw new Refusal(422, "lines", `line ${each.lineId} has ${line.currentQuantity} left, not ${each.quantity}`, "lower the quantity");
    const share = (bag: Bag) => shareOfGone(line, bag, each.quantity);
    const taken = { id: newId("RefundLineItem"), ...each, subtotal: share(netOf(line)), tax: share(sumTax(line.taxLines)) };
    line.currentQuantity -= each.quantity;
    return taken;
  });
  const refund: Refund = {
    id: newId("Refund"),
    createdAt: toSecond(at),
    note: input.note,
    lines,
    shipping: takeShippingBack(order, input.shipping, newId),
    adjustments: [],
    transactionIds: [],
    isEdit: false,
  };
  order.refunds.push(refund);
  return refund;
}

/** Units leave a line one after the other; the parts of all its units sum to exactly the line's amount. */
function shareOfGone(line: Line, bag: Bag, quantity: number): Bag {
  const gone = line.quantity - line.currentQuantity;
  return shareOfBag(bag, gone, gone + quantity, line.quantity);
}

function takeShippingBack(order: Order, wanted: "full" | number, newId: NewId): Refund["shipping"] {
  const line = order.shippingLines[0];
  if (!line || wanted === 0) return [];
  const already = order.refunds.flatMap((refund) => refund.shipping);
  const left = subtractBags(netOf(line), addBags(...already.map((each) => each.subtotal)));
  const leftTax = subtractBags(sumTax(line.taxLines), addBags(...already.map((each) => each.tax)));
  if (wanted !== "full" && wanted > left.shop)
    throw new Refusal(422, "shipping", `only ${left.shop} minor units of shipping are left`, "refund less");
  if (isZeroBag(left)) return [];
  const part = wanted === "full" ? 1 : wanted / left.shop;
  const subtotal = wanted === "full" ? left : { shop: wanted, presentment: Math.round(left.presentment * part) };
  return [{ id: newId("RefundShippingLine"), shippingLineId: line.id, subtotal, tax: mapBag(leftTax, (minor) => Math.round(minor * part)) }];
}

export function worthOf(order: Order, refund: Refund): Bag {
  const parts = [...refund.lines, ...refund.shipping];
  return addBags(...parts.map((part) => part.subtotal), ...(order.taxesIncluded ? [] : parts.map((part) => part.tax)));
}

/** Stock that comes back: of lines refunded with restock. */
export function restockOf(order: Order, refund: Refund): StockMove[] {
  return refund.lines.flatMap((taken) => {
    const variantId = order.lines.find((line) => line.id === taken.lineId)?.variantId;
    return variantId && taken.restockType !== "no_restock" ? [{ variantId, locationId: taken.locationId, delta: taken.quantity }] : [];
  });
}

function capAt(bag: Bag, limit: Bag): Bag {
  return bag.shop >= limit.shop ? limit : bag;
}

/** The customer's currency at the rate at which the order was paid. */
function inBothCurrencies(minor: number, paid: Bag): Bag {
  if (minor === paid.shop || paid.shop === 0) return { shop: minor, presentment: paid.shop === 0 ? minor : paid.presentment };
  return { shop: minor, presentment: Math.round((minor * paid.presentment) / paid.shop) };
}
