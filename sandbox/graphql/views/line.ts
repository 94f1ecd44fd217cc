import { addBags, mapBag, subtractBags, timesBag } from "../../shop/money.ts";
import { fulfillableOf } from "../../shop/statuses.ts";
import { discountOf, sumTax } from "../../shop/totals.ts";
import type { DiscountApplication, Line, Order, ShippingLine, TaxLine } from "../../shop/types.ts";
import { toGid } from "../../store/ids.ts";
import type { GraphqlRequest, View } from "../request.ts";
import { bagView, moneyView } from "./scalars.ts";

export function lineView(line: Line, order: Order, request: GraphqlRequest): View {
  const bag = (value: Line["unitPrice"]) => bagView(value, order, request);
  const gross = timesBag(line.unitPrice, line.quantity);
  // Discounts of the line itself lower its own price; codes and order-level ones only when asked for (shopify.dev, LineItem.discountedTotalSet).
  const own = addBags(...line.discounts.filter((each) => order.discounts[each.index]!.targetSelection === "explicit").map((each) => each.amount));
  const net = subtractBags(gross, discountOf(line));
  const perUnit = (total: Line["unitPrice"]) => mapBag(total, (minor) => Math.round(minor / line.quantity));
  return {
    __typename: "LineItem",
    id: toGid("LineItem", line.id),
    name: line.variantTitle ? `${line.title} - ${line.variantTitle}` : line.title,
    title: line.title,
    variantTitle: line.variantTitle,
    sku: line.sku,
    vendor: line.vendor,
    quantity: line.quantity,
    currentQuantity: line.currentQuantity,
    refundableQuantity: line.isTip ? 0 : line.currentQuantity,
    unfulfilledQuantity: fulfillableOf(line),
    nonFulfillableQuantity: Math.max(0, line.quantity - line.fulfilledQuantity - fulfillableOf(line)),
    fulfillableQuantity: fulfillableOf(line),
    fulfillmentStatus: line.fulfilledQuantity === 0 ? "unfulfilled" : fulfillableOf(line) > 0 ? "partial" : "fulfilled",
    requiresShipping: line.requiresShipping,
    taxable: line.taxable,
    isGiftCard: line.isGiftCard,
    merchantEditable: !line.isTip,
    restockable: line.variantId !== null,
    customAttributes: [],
    duties: [],
    contract: null,
    lineItemGroup: null,
    sellingPlan: null,
    staffMember: null,
    image: null,
    weight: line.grams > 0 ? { __typename: "Weight", unit: "GRAMS", value: line.grams } : null,
    originalUnitPriceSet: () => bag(line.unitPrice),
    originalTotalSet: () => bag(gross),
    totalDiscountSet: () => bag(own),
    discountedTotalSet: (args: Record<string, unknown>) => bag(args["withCodeDiscounts"] === true ? net : subtractBags(gross, own)),
    discountedUnitPriceSet: () => bag(perUnit(subtractBags(gross, own))),
    discountedUnitPriceAfterAllDiscountsSet: () => bag(perUnit(net)),
    priceAfterAllDiscountsBeforeTaxesSet: () => bag(order.taxesIncluded ? subtractBags(net, sumTax(line.taxLines)) : net),
    discountAllocations: () => allocationViews(line, order, request),
    taxLines: () => line.taxLines.map((tax) => taxView(tax, order, request)),
    variant: () => request.views.variantById(line.variantId),
    product: () => request.views.productById(line.productId),
  };
}

export function shippingLineView(line: ShippingLine, order: Order, request: GraphqlRequest): View {
  const discounted = subtractBags(line.price, discountOf(line));
  const refunded = addBags(
    ...order.refunds
      .flatMap((refund) => refund.shipping)
      .filter((each) => each.shippingLineId === line.id)
      .map((each) => each.subtotal),
  );
  return {
    __typename: "ShippingLine",
    id: toGid("ShippingLine", line.id),
    title: line.title,
    code: line.code,
    source: "shopify",
    custom: false,
    isRemoved: false,
    carrierIdentifier: null,
    deliveryCategory: null,
    phone: null,
    requestedFulfillmentService: null,
    shippingRateHandle: null,
    originalPriceSet: () => bagView(line.price, order, request),
    discountedPriceSet: () => bagView(discounted, order, request),
    currentDiscountedPriceSet: () => bagView(subtractBags(discounted, refunded), order, request),
    discountAllocations: () => allocationViews(line, order, request),
    taxLines: () => line.taxLines.map((tax) => taxView(tax, order, request)),
  };
}

export function taxView(tax: TaxLine, order: Order, request: GraphqlRequest): View {
  return {
    __typename: "TaxLine",
    title: tax.title,
    rate: tax.rate,
    ratePercentage: Number((tax.rate * 100).toFixed(6)),
    source: null,
    channelLiable: false,
    priceSet: bagView(tax.price, order, request),
  };
}

function allocationViews(line: Line | ShippingLine, order: Order, request: GraphqlRequest): View[] {
  return line.discounts.map((each) => ({
    __typename: "DiscountAllocation",
    allocatedAmountSet: bagView(each.amount, order, request),
    discountApplication: () => discountView(order.discounts[each.index]!, each.index, order, request),
  }));
}

export function discountView(discount: DiscountApplication, index: number, order: Order, request: GraphqlRequest): View {
  const typename = { manual: "ManualDiscountApplication", discount_code: "DiscountCodeApplication", automatic: "AutomaticDiscountApplication" }[
    discount.kind
  ];
  return {
    __typename: typename,
    index,
    allocationMethod: discount.allocationMethod.toUpperCase(),
    targetSelection: discount.targetSelection.toUpperCase(),
    targetType: discount.targetType.toUpperCase(),
    value:
      discount.valueType === "percentage"
        ? { __typename: "PricingPercentageValue", percentage: discount.value }
        : moneyView(discount.value, order.currency, request),
    ...(discount.kind === "discount_code" ? { code: discount.code } : { title: discount.title }),
    ...(discount.kind === "manual" ? { description: null } : {}),
  };
}
