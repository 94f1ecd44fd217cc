/** GraphQL's order → the same parts that a webhook gives (map-order.ts is its twin). */
import type {
  AllocationNode,
  CustomerNode,
  FulfillmentNode,
  LineNode,
  MailingAddressNode,
  OrderNode,
  RefundNode,
  ShippingLineNode,
  TaxLineNode,
} from "./answers/order.ts";
import type { BagOfBoth } from "./answers/common.ts";
import { TAX_LINES_MAX } from "./documents.ts";
import { idOf, text } from "./normalise.ts";
import type {
  AddressParts,
  CustomerParts,
  DiscountParts,
  FulfillmentParts,
  LineParts,
  OrderParts,
  Pair,
  RefundParts,
  ShippingLineParts,
  TaxParts,
} from "./order-parts.ts";
import { Unreadable } from "#app/domain/unreadable.ts";

type Bag = { shopMoney: { amount: string } } | null | undefined;
const shop = (bag: Bag): string | null => bag?.shopMoney.amount ?? null;
const shopOf = (bag: NonNullable<Bag>): string => bag.shopMoney.amount;
const pair = (bag: BagOfBoth): Pair => ({ shop: bag.shopMoney.amount, paid: bag.presentmentMoney.amount });
const idOrNull = (node: { id: string } | null | undefined): string | null => (node ? idOf(node.id) : null);

/** `order` must hold all its lines and shipping lines already; refunds and fulfilments all theirs. */
export function orderNodeParts(order: OrderNode, refunds: RefundNode[], fulfillments: FulfillmentNode[]): OrderParts {
  return {
    id: idOf(order.id),
    name: order.name,
    currency: order.currencyCode,
    presentmentCurrency: order.presentmentCurrencyCode,
    customer: order.customer ? customerNodeParts(order.customer) : null,
    email: order.email ?? null,
    phone: order.phone ?? null,
    shippingAddress: addressNodeParts(order.shippingAddress),
    billingAddress: addressNodeParts(order.billingAddress),
    subtotal: shop(order.subtotalPriceSet),
    discounts: shop(order.totalDiscountsSet),
    tax: shop(order.totalTaxSet),
    tip: shop(order.totalTipReceivedSet),
    duties: shop(order.originalTotalDutiesSet),
    fees: shop(order.originalTotalAdditionalFeesSet),
    roundingPayment: shop(order.totalCashRoundingAdjustment?.paymentSet),
    roundingRefund: shop(order.totalCashRoundingAdjustment?.refundSet),
    total: shopOf(order.totalPriceSet),
    currentTotal: shop(order.currentTotalPriceSet),
    outstanding: shop(order.totalOutstandingSet),
    presentmentTotal: order.totalPriceSet.presentmentMoney.amount,
    taxesIncluded: order.taxesIncluded,
    financialStatus: order.displayFinancialStatus ?? null,
    fulfillmentStatus: order.displayFulfillmentStatus ?? null,
    cancelReason: order.cancelReason ?? null,
    note: order.note ?? null,
    tags: order.tags,
    isTest: order.test,
    processedAt: order.processedAt ?? null,
    cancelledAt: order.cancelledAt ?? null,
    closedAt: order.closedAt ?? null,
    createdAt: order.createdAt,
    updatedAt: order.updatedAt,
    lines: order.lineItems.nodes.map(lineNodeParts),
    shippingLines: order.shippingLines.nodes.map(shippingLineNodeParts),
    refunds: refunds.map(refundNodeParts),
    fulfillments: fulfillments.map(fulfillmentNodeParts),
  };
}

export const customerNodeParts = (customer: CustomerNode): CustomerParts => ({
  id: idOf(customer.id),
  firstName: customer.firstName ?? null,
  lastName: customer.lastName ?? null,
  email: customer.defaultEmailAddress?.emailAddress ?? null,
  phone: customer.defaultPhoneNumber?.phoneNumber ?? null,
  country: customer.defaultAddress?.countryCodeV2 ?? null,
  createdAt: customer.createdAt ?? null,
  updatedAt: customer.updatedAt ?? null,
});

function addressNodeParts(address: MailingAddressNode): AddressParts | null {
  if (!address) return null;
  return {
    name: address.name ?? null,
    company: address.company ?? null,
    address1: address.address1 ?? null,
    address2: address.address2 ?? null,
    city: address.city ?? null,
    province: address.province ?? null,
    zip: address.zip ?? null,
    countryCode: address.countryCodeV2 ?? null,
    phone: address.phone ?? null,
  };
}

const lineNodeParts = (line: LineNode): LineParts => ({
  id: idOf(line.id),
  productId: idOrNull(line.product),
  variantId: idOrNull(line.variant),
  sku: line.sku ?? null,
  title: line.title,
  variantTitle: line.variantTitle ?? null,
  quantity: line.quantity,
  currentQuantity: line.currentQuantity,
  unitPrice: shopOf(line.originalUnitPriceSet),
  requiresShipping: line.requiresShipping,
  isTaxable: line.taxable,
  isGiftCard: line.isGiftCard,
  discounts: line.discountAllocations.map(discountNodeParts),
  taxes: taxNodeParts(line.taxLines),
  totalDiscount: null,
});

const shippingLineNodeParts = (line: ShippingLineNode, at: number): ShippingLineParts => ({
  id: line.id ? idOf(line.id) : `shipping-${at + 1}`,
  title: line.title,
  code: line.code ?? null,
  price: shopOf(line.originalPriceSet),
  discounted: shopOf(line.discountedPriceSet),
  isRemoved: line.isRemoved,
  discounts: line.discountAllocations.map(discountNodeParts),
  taxes: taxNodeParts(line.taxLines),
});

const discountNodeParts = ({ discountApplication: from, allocatedAmountSet }: AllocationNode): DiscountParts => ({
  index: from.index,
  code: from.code ?? null,
  title: from.code ? null : (from.title ?? null),
  amount: shopOf(allocatedAmountSet),
});

function taxNodeParts(taxes: TaxLineNode[]): TaxParts[] {
  if (taxes.length >= TAX_LINES_MAX)
    throw new Unreadable("order.lineItems.taxLines", `a line has ${TAX_LINES_MAX} taxes or more; not all of them may have been read`);
  return taxes.map((tax) => ({ title: tax.title, rate: tax.rate ?? null, amount: shopOf(tax.priceSet) }));
}

function refundNodeParts(refund: RefundNode): RefundParts {
  return {
    id: idOf(refund.id),
    note: refund.note ?? null,
    createdAt: text(refund.createdAt) ?? "",
    lines: refund.refundLineItems.nodes.map((line) => ({
      lineId: idOf(line.lineItem.id),
      quantity: line.quantity,
      subtotal: pair(line.subtotalSet),
      tax: pair(line.totalTaxSet),
      restockType: line.restockType,
      locationId: idOrNull(line.location),
    })),
    shipping: refund.refundShippingLines.nodes.map((line) => ({ amount: pair(line.subtotalAmountSet), tax: pair(line.taxAmountSet) })),
    adjustments: refund.orderAdjustments.nodes.map((line) => ({ amount: pair(line.amountSet), tax: pair(line.taxAmountSet) })),
    transactions: refund.transactions.nodes
      .filter((transaction) => transaction.kind === "REFUND" && transaction.status === "SUCCESS")
      // The webhook has the customer's currency only, so the shop's amount is not used here either.
      .map(({ amountSet }) => ({ amount: amountSet.presentmentMoney.amount, currency: amountSet.presentmentMoney.currencyCode })),
  };
}

/** REST's shipment_status is the carrier's last event; displayStatus shows the same, or the fulfilment's own state where there is none. */
const SHIPMENT_WORDS = new Set([
  "ATTEMPTED_DELIVERY",
  "CARRIER_PICKED_UP",
  "DELAYED",
  "DELIVERED",
  "IN_TRANSIT",
  "LABEL_PRINTED",
  "LABEL_PURCHASED",
  "OUT_FOR_DELIVERY",
  "READY_FOR_PICKUP",
]);

function fulfillmentNodeParts(fulfillment: FulfillmentNode): FulfillmentParts {
  const shown = fulfillment.displayStatus ?? "";
  const tracking = fulfillment.trackingInfo;
  return {
    id: idOf(fulfillment.id),
    name: fulfillment.name ?? null,
    status: fulfillment.status,
    shipmentStatus: SHIPMENT_WORDS.has(shown) ? shown : (fulfillment.events.nodes[0]?.status ?? null),
    trackingCompany: tracking[0]?.company ?? null,
    trackingNumbers: tracking.map((one) => one.number ?? ""),
    trackingUrls: tracking.map((one) => one.url ?? ""),
    locationId: idOrNull(fulfillment.location),
    lines: fulfillment.fulfillmentLineItems.nodes.map((line) => ({ lineId: idOf(line.lineItem.id), quantity: line.quantity ?? 0 })),
    createdAt: fulfillment.createdAt,
    updatedAt: fulfillment.updatedAt,
  };
}
