import { ZERO } from "../../shop/money.ts";
import type { OrderTotals } from "../../shop/totals.ts";
import type { Bag, Order } from "../../shop/types.ts";
import type { GraphqlRequest } from "../request.ts";
import { bagView, moneyView } from "./scalars.ts";

/** Every total of an order. Fees and duties are not part of the demo shop: their totals are null, as Shopify gives them. */
export function orderMoneyFields(order: Order, totals: OrderTotals, request: GraphqlRequest): Record<string, unknown> {
  const bag = (value: Bag) => () => bagView(value, order, request);
  // An edit's additions belong to the total, but not to what the order was at first.
  const original = order.isEdited ? undefined : bag(totals.total);
  return {
    subtotalPriceSet: bag(totals.subtotal),
    totalDiscountsSet: bag(totals.discounts),
    cartDiscountAmountSet: bag(totals.lineDiscounts),
    currentCartDiscountAmountSet: bag(totals.currentDiscounts),
    totalShippingPriceSet: bag(totals.shipping),
    totalTaxSet: bag(totals.tax),
    totalTipReceivedSet: bag(totals.tip),
    totalTipReceived: () => moneyView(totals.tip.shop, order.currency, request),
    totalPriceSet: bag(totals.total),
    ...(original ? { originalTotalPriceSet: original } : {}),
    currentSubtotalPriceSet: bag(totals.currentSubtotal),
    currentTotalDiscountsSet: bag(totals.currentDiscounts),
    currentShippingPriceSet: bag(totals.currentShipping),
    currentTotalTaxSet: bag(totals.currentTax),
    currentTotalPriceSet: bag(totals.currentTotal),
    currentTotalDutiesSet: null,
    currentTotalAdditionalFeesSet: null,
    originalTotalDutiesSet: null,
    originalTotalAdditionalFeesSet: null,
    totalReceivedSet: bag(totals.received),
    totalRefundedSet: bag(totals.refunded),
    totalRefundedShippingSet: bag(totals.refundedShipping),
    refundDiscrepancySet: bag(totals.refundDiscrepancy),
    netPaymentSet: bag(totals.netPayment),
    totalOutstandingSet: bag(totals.outstanding),
    totalCapturableSet: bag(
      order.transactions.some((transaction) => transaction.kind === "authorization") && totals.received.shop === 0 && order.cancelledAt === null
        ? totals.total
        : ZERO,
    ),
    totalCashRoundingAdjustment: () => ({
      __typename: "CashRoundingAdjustment",
      paymentSet: bagView(totals.roundingPayment, order, request),
      refundSet: bagView(totals.roundingRefund, order, request),
    }),
  };
}
