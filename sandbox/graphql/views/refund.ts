import { addBags } from "../../shop/money.ts";
import type { Order, Refund, Transaction } from "../../shop/types.ts";
import { toGid } from "../../store/ids.ts";
import { toListConnection } from "../connection.ts";
import type { Args, GraphqlRequest, View } from "../request.ts";
import { lineView, shippingLineView } from "./line.ts";
import { bagView, time } from "./scalars.ts";

export function refundView(refund: Refund, order: Order, request: GraphqlRequest): View {
  const bag = (value: Transaction["amount"]) => bagView(value, order, request);
  const transactions = order.transactions.filter((transaction) => refund.transactionIds.includes(transaction.id));
  return {
    __typename: "Refund",
    id: toGid("Refund", refund.id),
    legacyResourceId: refund.id,
    note: refund.note,
    createdAt: time(refund.createdAt),
    processedAt: time(refund.createdAt),
    updatedAt: time(refund.createdAt),
    duties: [],
    return: null,
    staffMember: null,
    order: () => request.views.order(order),
    totalRefundedSet: () => bag(addBags(...transactions.map((transaction) => transaction.amount))),
    transactions: (args: Args) =>
      toListConnection("OrderTransaction", transactions, (transaction) => transactionView(transaction, order, request), args),
    refundLineItems: (args: Args) =>
      toListConnection(
        "RefundLineItem",
        refund.lines,
        (taken) => ({
          __typename: "RefundLineItem",
          id: toGid("RefundLineItem", taken.id),
          quantity: taken.quantity,
          restockType: taken.restockType.toUpperCase(),
          restocked: taken.restockType !== "no_restock",
          lineItem: () =>
            lineView(
              order.lines.find((line) => line.id === taken.lineId)!,
              order,
              request,
            ),
          location: () => request.views.locationById(taken.locationId),
          priceSet: () =>
            bag({ shop: Math.round(taken.subtotal.shop / taken.quantity), presentment: Math.round(taken.subtotal.presentment / taken.quantity) }),
          subtotalSet: () => bag(taken.subtotal),
          totalTaxSet: () => bag(taken.tax),
        }),
        args,
      ),
    refundShippingLines: (args: Args) =>
      toListConnection(
        "RefundShippingLine",
        refund.shipping,
        (taken) => ({
          __typename: "RefundShippingLine",
          id: toGid("RefundShippingLine", taken.id),
          shippingLine: () =>
            shippingLineView(
              order.shippingLines.find((line) => line.id === taken.shippingLineId)!,
              order,
              request,
            ),
          subtotalAmountSet: () => bag(taken.subtotal),
          taxAmountSet: () => bag(taken.tax),
        }),
        args,
      ),
    orderAdjustments: (args: Args) =>
      toListConnection(
        "OrderAdjustment",
        refund.adjustments,
        (adjustment) => ({
          __typename: "OrderAdjustment",
          id: toGid("OrderAdjustment", adjustment.id),
          reason: "REFUND_DISCREPANCY",
          amountSet: () => bag(adjustment.amount),
          taxAmountSet: () => bag({ shop: 0, presentment: 0 }),
        }),
        args,
      ),
  };
}

export function transactionView(transaction: Transaction, order: Order, request: GraphqlRequest): View {
  const parent = order.transactions.find((each) => each.id === transaction.parentId);
  return {
    __typename: "OrderTransaction",
    id: toGid("OrderTransaction", transaction.id),
    kind: transaction.kind.toUpperCase(),
    status: transaction.status.toUpperCase(),
    gateway: transaction.gateway,
    formattedGateway: transaction.gateway,
    manualPaymentGateway: transaction.gateway === "manual",
    test: transaction.test,
    createdAt: time(transaction.createdAt),
    processedAt: time(transaction.createdAt),
    accountNumber: null,
    authorizationCode: null,
    authorizationExpiresAt: null,
    currencyExchangeAdjustment: null,
    device: null,
    errorCode: null,
    location: null,
    paymentDetails: null,
    paymentId: null,
    receiptJson: null,
    settlementCurrency: null,
    settlementCurrencyRate: null,
    user: null,
    fees: [],
    amountSet: () => bagView(transaction.amount, order, request),
    amountRoundingSet: () => bagView(transaction.rounding, order, request),
    order: () => request.views.order(order),
    parentTransaction: () => (parent ? transactionView(parent, order, request) : null),
  };
}
