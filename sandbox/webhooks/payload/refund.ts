import { formatMinor, mapBag, ZERO } from "../../shop/money.ts";
import type { Order, Refund, Transaction } from "../../shop/types.ts";
import { linePayload, shippingLinePayload } from "./line.ts";
import { formatShopTime, idNumber, idNumberOrNull, money, moneySet } from "./scalars.ts";
import type { PayloadContext } from "./scalars.ts";

/** A refund inside an order, and the body of refunds/create. */
export function refundPayload(refund: Refund, order: Order, context: PayloadContext): object {
  const at = formatShopTime(refund.createdAt, context.timezone);
  return {
    id: idNumber(refund.id),
    admin_graphql_api_id: `gid://shopify/Refund/${refund.id}`,
    order_id: idNumber(order.id),
    created_at: at,
    processed_at: at,
    note: refund.note,
    user_id: null,
    restock: refund.lines.some((line) => line.restockType !== "no_restock"),
    return: null,
    duties: [],
    total_duties_set: moneySet(ZERO, order),
    refund_line_items: refund.lines.map((taken) => {
      const line = order.lines.find((candidate) => candidate.id === taken.lineId)!;
      return {
        id: idNumber(taken.id),
        line_item_id: idNumber(taken.lineId),
        location_id: idNumberOrNull(taken.locationId),
        quantity: taken.quantity,
        restock_type: taken.restockType,
        subtotal: Number(formatMinor(taken.subtotal.shop, order.currency)),
        subtotal_set: moneySet(taken.subtotal, order),
        total_tax: Number(formatMinor(taken.tax.shop, order.currency)),
        total_tax_set: moneySet(taken.tax, order),
        line_item: linePayload(line, order),
      };
    }),
    refund_shipping_lines: refund.shipping.map((taken) => ({
      id: idNumber(taken.id),
      shipping_line: shippingLinePayload(
        order.shippingLines.find((line) => line.id === taken.shippingLineId)!,
        order,
      ),
      subtotal_amount_set: moneySet(taken.subtotal, order),
      tax_amount_set: moneySet(taken.tax, order),
    })),
    transactions: order.transactions
      .filter((transaction) => refund.transactionIds.includes(transaction.id))
      .map((transaction) => transactionPayload(transaction, order, context)),
    order_adjustments: adjustmentsPayload(refund, order),
  };
}

/** REST repeats a shipping refund as an adjustment of kind shipping_refund, negative, beside refund_shipping_lines: one refund told twice. */
function adjustmentsPayload(refund: Refund, order: Order): object[] {
  const own = { order_id: idNumber(order.id), refund_id: idNumber(refund.id) };
  const shipping = refund.shipping.map((taken) => ({
    id: taken.id,
    kind: "shipping_refund",
    reason: "Shipping refund",
    amount: mapBag(taken.subtotal, negate),
    tax: mapBag(taken.tax, negate),
  }));
  const others = refund.adjustments.map((adjustment) => ({
    id: adjustment.id,
    kind: "refund_discrepancy",
    reason: adjustment.reason,
    amount: adjustment.amount,
    tax: ZERO,
  }));
  return [...shipping, ...others].map((each) => ({
    id: idNumber(each.id),
    ...own,
    kind: each.kind,
    reason: each.reason,
    amount: money(each.amount, order),
    amount_set: moneySet(each.amount, order),
    tax_amount: money(each.tax, order),
    tax_amount_set: moneySet(each.tax, order),
  }));
}

function negate(minor: number): number {
  return minor === 0 ? 0 : -minor;
}

/** REST tells a transaction in the currency in which the customer paid. */
export function transactionPayload(transaction: Transaction, order: Order, context: PayloadContext): object {
  const at = formatShopTime(transaction.createdAt, context.timezone);
  return {
    id: idNumber(transaction.id),
    admin_graphql_api_id: `gid://shopify/OrderTransaction/${transaction.id}`,
    order_id: idNumber(order.id),
    parent_id: idNumberOrNull(transaction.parentId),
    kind: transaction.kind,
    status: transaction.status,
    gateway: transaction.gateway,
    amount: formatMinor(transaction.amount.presentment, order.presentmentCurrency),
    amount_rounding: null,
    currency: order.presentmentCurrency,
    created_at: at,
    processed_at: at,
    test: transaction.test,
    authorization: null,
    device_id: null,
    error_code: null,
    location_id: null,
    message: null,
    payment_id: `${order.name}.1`,
    receipt: {},
    source_name: "web",
    user_id: null,
    total_unsettled_set: moneySet(ZERO, order),
  };
}
