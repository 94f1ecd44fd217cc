/** Everything a canonical order needs, as an app would ask for it. */
export const FULL_ORDER = `
fragment Bag on MoneyBag { shopMoney { amount currencyCode } presentmentMoney { amount currencyCode } }
fragment Tax on TaxLine { title rate priceSet { ...Bag } }
fragment Address on MailingAddress { firstName lastName name company address1 address2 city province provinceCode country countryCodeV2 zip phone }
fragment Allocations on DiscountAllocation { allocatedAmountSet { ...Bag } discountApplication { index targetType } }
query Order($id: ID!) {
  order(id: $id) {
    id legacyResourceId name email phone createdAt updatedAt processedAt cancelledAt cancelReason closedAt test note tags currencyCode presentmentCurrencyCode taxesIncluded
    subtotalPriceSet { ...Bag } totalDiscountsSet { ...Bag } totalShippingPriceSet { ...Bag } totalTaxSet { ...Bag } totalTipReceivedSet { ...Bag } totalPriceSet { ...Bag }
    currentTotalPriceSet { ...Bag } totalRefundedSet { ...Bag } totalOutstandingSet { ...Bag } netPaymentSet { ...Bag } displayFinancialStatus displayFulfillmentStatus
    totalCashRoundingAdjustment { paymentSet { ...Bag } refundSet { ...Bag } } additionalFees { id name price { ...Bag } }
    customer { id firstName lastName displayName defaultEmailAddress { emailAddress } defaultPhoneNumber { phoneNumber } defaultAddress { ...Address } }
    shippingAddress { ...Address } billingAddress { ...Address }
    taxLines { ...Tax }
    discountApplications(first: 20) { nodes { __typename index allocationMethod targetSelection targetType value { ... on MoneyV2 { amount } ... on PricingPercentageValue { percentage } } ... on DiscountCodeApplication { code } ... on ManualDiscountApplication { title } } }
    lineItems(first: 50) { pageInfo { hasNextPage } nodes { id sku name title variantTitle vendor quantity currentQuantity unfulfilledQuantity requiresShipping taxable isGiftCard
      originalUnitPriceSet { ...Bag } discountedTotalSet { ...Bag } discountAllocations { ...Allocations } taxLines { ...Tax } variant { id sku barcode } product { id title } } }
    shippingLines(first: 5) { nodes { id title code originalPriceSet { ...Bag } discountedPriceSet { ...Bag } discountAllocations { ...Allocations } taxLines { ...Tax } } }
    transactions(first: 20) { id kind status gateway amountSet { ...Bag } amountRoundingSet { ...Bag } processedAt parentTransaction { id } }
    refunds(first: 20) { id note createdAt totalRefundedSet { ...Bag } duties { amountSet { ...Bag } } transactions(first: 5) { nodes { id amountSet { ...Bag } } }
      orderAdjustments(first: 5) { nodes { reason amountSet { ...Bag } } } refundShippingLines(first: 5) { nodes { subtotalAmountSet { ...Bag } taxAmountSet { ...Bag } } }
      refundLineItems(first: 20) { nodes { quantity restockType subtotalSet { ...Bag } totalTaxSet { ...Bag } lineItem { id } } } }
    fulfillments(first: 20) { id name status displayStatus createdAt deliveredAt inTransitAt trackingInfo(first: 5) { company number url }
      fulfillmentLineItems(first: 20) { nodes { quantity lineItem { id } } } events(first: 20) { nodes { id status happenedAt message } } }
  }
}`;
