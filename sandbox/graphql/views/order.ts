import { financialStatusOf, fulfillableOf, fulfillmentStateOf } from "../../shop/statuses.ts";
import { computeTotals, mergeTaxLines } from "../../shop/totals.ts";
import type { Order } from "../../shop/types.ts";
import { toGid } from "../../store/ids.ts";
import { toConnection, toListConnection } from "../connection.ts";
import type { Args, GraphqlRequest, View } from "../request.ts";
import { addressView } from "./address.ts";
import { fulfillmentOrderView, fulfillmentView } from "./fulfillment.ts";
import { discountView, lineView, shippingLineView, taxView } from "./line.ts";
import { orderMoneyFields } from "./order-money.ts";
import { refundView, transactionView } from "./refund.ts";
import { time, timeOrNull } from "./scalars.ts";

export function orderView(order: Order, request: GraphqlRequest): View {
  const sold = order.lines.filter((line) => !line.isTip);
  const totals = computeTotals(order);
  const isCancelled = order.cancelledAt !== null;
  return {
    __typename: "Order",
    id: toGid("Order", order.id),
    legacyResourceId: order.id,
    name: order.name,
    number: order.number,
    confirmationNumber: BigInt(order.id).toString(36).toUpperCase().slice(-9),
    confirmed: true,
    email: order.email,
    phone: order.phone,
    note: order.note,
    tags: order.tags,
    test: order.test,
    createdAt: time(order.createdAt),
    updatedAt: time(order.updatedAt),
    processedAt: time(order.processedAt),
    cancelledAt: timeOrNull(order.cancelledAt),
    cancelReason: order.cancelReason,
    closedAt: timeOrNull(order.closedAt),
    closed: order.closedAt !== null,
    edited: order.isEdited,
    currencyCode: order.currency,
    presentmentCurrencyCode: order.presentmentCurrency,
    taxesIncluded: order.taxesIncluded,
    taxExempt: false,
    estimatedTaxes: false,
    dutiesIncluded: false,
    displayFinancialStatus: financialStatusOf(order),
    displayFulfillmentStatus: fulfillmentStateOf(order),
    returnStatus: "NO_RETURN",
    fullyPaid: totals.outstanding.shop <= 0,
    unpaid: totals.received.shop === 0 && totals.outstanding.shop > 0,
    capturable: financialStatusOf(order) === "AUTHORIZED",
    refundable: totals.netPayment.shop > 0,
    restockable: sold.some((line) => line.currentQuantity > 0),
    fulfillable: !isCancelled && order.lines.some((line) => fulfillableOf(line) > 0),
    canMarkAsPaid: !isCancelled && totals.outstanding.shop > 0,
    requiresShipping: sold.some((line) => line.requiresShipping),
    merchantEditable: !isCancelled,
    merchantEditableErrors: isCancelled ? ["cancelled"] : [],
    billingAddressMatchesShippingAddress: order.billingAddress?.id === order.shippingAddress?.id,
    canNotifyCustomer: order.email !== null,
    customerAcceptsMarketing: false,
    customerLocale: "en",
    customAttributes: [],
    disputes: [],
    alerts: [],
    additionalFees: [],
    discountCode: order.discounts.find((discount) => discount.code !== null)?.code ?? null,
    discountCodes: order.discounts.flatMap((discount) => (discount.code === null ? [] : [discount.code])),
    paymentGatewayNames: [...new Set(order.transactions.map((transaction) => transaction.gateway))],
    sourceName: "web",
    statusPageUrl: () => `https://${request.shop.domain}/orders/${order.id}`,
    app: null,
    attribution: null,
    cartToken: null,
    channelInformation: null,
    checkoutToken: null,
    clientIp: null,
    merchantOfRecordApp: null,
    paymentTerms: null,
    poNumber: null,
    publication: null,
    purchasingEntity: null,
    registeredSourceUrl: null,
    retailLocation: null,
    shopifyProtect: null,
    sourceIdentifier: null,
    staffMember: null,
    customerJourneySummary: null,
    hasTimelineComment: false,
    productNetwork: false,
    subtotalLineItemsQuantity: sold.reduce((sum, line) => sum + line.quantity, 0),
    currentSubtotalLineItemsQuantity: sold.reduce((sum, line) => sum + line.currentQuantity, 0),
    totalWeight: () => String(sold.reduce((sum, line) => sum + line.grams * line.quantity, 0)),
    currentTotalWeight: () => String(sold.reduce((sum, line) => sum + line.grams * line.currentQuantity, 0)),
    cancellation: isCancelled ? { __typename: "OrderCancellation", staffNote: null } : null,
    customer: () => request.views.customerById(order.customerId),
    billingAddress: () => addressView(order.billingAddress),
    shippingAddress: () => addressView(order.shippingAddress),
    displayAddress: () => addressView(order.shippingAddress ?? order.billingAddress),
    ...orderMoneyFields(order, totals, request),
    ...orderListFields(order, request),
  };
}

function orderListFields(order: Order, request: GraphqlRequest): Record<string, unknown> {
  const firstOf = <T>(list: T[], args: Args): T[] => (typeof args["first"] === "number" ? list.slice(0, args["first"]) : list);
  return {
    lineItems: (args: Args) => toListConnection("LineItem", order.lines, (line) => lineView(line, order, request), args),
    nonFulfillableLineItems: (args: Args) =>
      toListConnection(
        "LineItem",
        order.lines.filter((line) => fulfillableOf(line) === 0),
        (line) => lineView(line, order, request),
        args,
      ),
    shippingLine: () => (order.shippingLines[0] ? shippingLineView(order.shippingLines[0], order, request) : null),
    shippingLines: (args: Args) => toListConnection("ShippingLine", order.shippingLines, (line) => shippingLineView(line, order, request), args),
    taxLines: () => mergeTaxLines(order).map((tax) => taxView(tax, order, request)),
    discountApplications: (args: Args) =>
      toListConnection(
        "DiscountApplication",
        order.discounts.map((discount, index) => ({ discount, index })),
        ({ discount, index }) => discountView(discount, index, order, request),
        args,
      ),
    transactions: (args: Args) => firstOf(order.transactions, args).map((transaction) => transactionView(transaction, order, request)),
    transactionsCount: { __typename: "Count", count: order.transactions.length, precision: "EXACT" },
    refunds: (args: Args) => firstOf(order.refunds, args).map((refund) => refundView(refund, order, request)),
    fulfillments: (args: Args) => firstOf(order.fulfillments, args).map((fulfillment) => fulfillmentView(fulfillment, order, request)),
    fulfillmentsCount: { __typename: "Count", count: order.fulfillments.length, precision: "EXACT" },
    fulfillmentOrders: (args: Args) =>
      toConnection("FulfillmentOrder", [{ id: order.id, sort: 0, view: () => fulfillmentOrderView(order, request) }], args),
    returns: (args: Args) => toListConnection("Return", [] as never[], (never) => never, args),
    metafields: (args: Args) => toListConnection("Metafield", [] as never[], (never) => never, args),
    metafield: null,
  };
}
