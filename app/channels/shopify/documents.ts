/**
 * The GraphQL documents that read orders, customers, products and stock, for Admin API 2026-10 (subscriptions.ts has those for webhooks).
 * tests/contract/shopify-graphql.test.ts validates every document in app/ against the real schema and proves that shopify.app.toml's scopes cover them.
 *
 * Page sizes keep the requested cost of one call well below Shopify's limit of 1,000 points; what does not fit is paged (read-order.ts).
 * What a scope may withhold stands behind @include, so that a shop that grants less still answers.
 */
const MONEY = "shopMoney { amount currencyCode }";
const BOTH = "shopMoney { amount currencyCode } presentmentMoney { amount currencyCode }";
const ADDRESS = "name company address1 address2 city province zip countryCodeV2 phone";
const TAX = `title rate priceSet { ${MONEY} }`;
const ALLOCATION = `allocatedAmountSet { ${MONEY} } discountApplication { index
  ... on DiscountCodeApplication { code } ... on ManualDiscountApplication { title }
  ... on AutomaticDiscountApplication { title } ... on ScriptDiscountApplication { title } }`;
const PAGE = "pageInfo { hasNextPage endCursor }";
const CUSTOMER =
  "id firstName lastName createdAt updatedAt defaultEmailAddress { emailAddress } defaultPhoneNumber { phoneNumber } defaultAddress { countryCodeV2 }";

/** taxLines has no cursor: a line with this many is refused rather than read in part. */
export const TAX_LINES_MAX = 20;

const LINES = `${PAGE} nodes { id product @include(if: $withProducts) { id } variant @include(if: $withProducts) { id }
  sku title variantTitle quantity currentQuantity originalUnitPriceSet { ${MONEY} } requiresShipping taxable isGiftCard
  discountAllocations { ${ALLOCATION} } taxLines(first: ${TAX_LINES_MAX}) { ${TAX} } }`;
const SHIPPING_LINES = `${PAGE} nodes { id title code isRemoved originalPriceSet { ${MONEY} } discountedPriceSet { ${MONEY} }
  discountAllocations { ${ALLOCATION} } taxLines { ${TAX} } }`;
const REFUND_LINES = `${PAGE} nodes { lineItem { id } quantity restockType location @include(if: $withLocations) { id } subtotalSet { ${BOTH} } totalTaxSet { ${BOTH} } }`;
const FULFILLMENT_LINES = `${PAGE} nodes { lineItem { id } quantity }`;

const refund = (lines: number, others: number): string => `id note createdAt
  refundLineItems(first: ${lines}) { ${REFUND_LINES} }
  refundShippingLines(first: ${others}) { ${PAGE} nodes { subtotalAmountSet { ${BOTH} } taxAmountSet { ${BOTH} } } }
  orderAdjustments(first: ${others}) { ${PAGE} nodes { amountSet { ${BOTH} } taxAmountSet { ${BOTH} } } }
  transactions(first: ${others}) { ${PAGE} nodes { kind status amountSet { ${BOTH} } } }`;
const fulfillment = (lines: number): string => `id name status displayStatus createdAt updatedAt location @include(if: $withLocations) { id }
  trackingInfo(first: 20) { company number url } events(first: 1, sortKey: HAPPENED_AT, reverse: true) { nodes { status } }
  fulfillmentLineItems(first: ${lines}) { ${FULFILLMENT_LINES} }`;

/** How many refunds and fulfilments come with the order itself; the rest is read one by one. */
export const REFUNDS_WITH_ORDER = 3;
export const FULFILLMENTS_WITH_ORDER = 5;

/** Everything about an order but its refunds and fulfilments, with its first lines. */
export const ORDER = `#graphql
query CrossdockOrder($id: ID!, $withCustomer: Boolean!, $withProducts: Boolean!) {
  order(id: $id) {
    id name currencyCode presentmentCurrencyCode email phone
    customer @include(if: $withCustomer) { ${CUSTOMER} }
    shippingAddress { ${ADDRESS} } billingAddress { ${ADDRESS} }
    subtotalPriceSet { ${MONEY} } totalDiscountsSet { ${MONEY} } totalTaxSet { ${MONEY} } totalTipReceivedSet { ${MONEY} }
    originalTotalDutiesSet { ${MONEY} } originalTotalAdditionalFeesSet { ${MONEY} }
    totalCashRoundingAdjustment { paymentSet { ${MONEY} } refundSet { ${MONEY} } }
    totalPriceSet { ${BOTH} } currentTotalPriceSet { ${MONEY} } totalOutstandingSet { ${MONEY} }
    taxesIncluded displayFinancialStatus displayFulfillmentStatus cancelReason note tags test
    processedAt cancelledAt closedAt createdAt updatedAt
    lineItems(first: 10) { ${LINES} }
    shippingLines(first: 5, includeRemovals: true) { ${SHIPPING_LINES} }
  }
}`;

/** An order's refunds and fulfilments; `updatedAt` tells whether the order changed between the two calls. */
export const ORDER_MOVES = `#graphql
query CrossdockOrderMoves($id: ID!, $withLocations: Boolean!) {
  order(id: $id) { updatedAt refunds(first: ${REFUNDS_WITH_ORDER}) { ${refund(10, 5)} } fulfillments(first: ${FULFILLMENTS_WITH_ORDER}) { ${fulfillment(10)} } }
}`;

/** All refunds and fulfilments by id, for the order that has more of them than come at once (both lists have no cursor; 250 is Shopify's most). */
export const ORDER_MOVE_IDS = `#graphql
query CrossdockOrderMoveIds($id: ID!) { order(id: $id) { updatedAt refunds(first: 250) { id } fulfillments(first: 250) { id } } }`;

export const ORDER_LINES = `#graphql
query CrossdockOrderLines($id: ID!, $after: String, $withProducts: Boolean!) {
  order(id: $id) { updatedAt lineItems(first: 10, after: $after) { ${LINES} } }
}`;
export const ORDER_SHIPPING_LINES = `#graphql
query CrossdockOrderShippingLines($id: ID!, $after: String) {
  order(id: $id) { updatedAt shippingLines(first: 20, after: $after, includeRemovals: true) { ${SHIPPING_LINES} } }
}`;
export const REFUND = `#graphql
query CrossdockRefund($id: ID!, $withLocations: Boolean!) { node(id: $id) { ... on Refund { ${refund(50, 50)} } } }`;
export const REFUND_LINE_ITEMS = `#graphql
query CrossdockRefundLines($id: ID!, $after: String, $withLocations: Boolean!) { node(id: $id) { ... on Refund { refundLineItems(first: 50, after: $after) { ${REFUND_LINES} } } } }`;
export const FULFILLMENT = `#graphql
query CrossdockFulfillment($id: ID!, $withLocations: Boolean!) { node(id: $id) { ... on Fulfillment { ${fulfillment(100)} } } }`;
export const FULFILLMENT_LINE_ITEMS = `#graphql
query CrossdockFulfillmentLines($id: ID!, $after: String) { node(id: $id) { ... on Fulfillment { fulfillmentLineItems(first: 100, after: $after) { ${FULFILLMENT_LINES} } } } }`;

export const READ_CUSTOMER = `#graphql
query CrossdockCustomer($id: ID!) { customer(id: $id) { ${CUSTOMER} } }`;

const VARIANTS = `${PAGE} nodes { id inventoryItem { id } position title sku barcode price compareAtPrice }`;
export const PRODUCT = `#graphql
query CrossdockProduct($id: ID!) {
  product(id: $id) { id title handle status vendor productType tags createdAt updatedAt featuredMedia { preview { image { url } } } variants(first: 100) { ${VARIANTS} } }
}`;
export const PRODUCT_VARIANTS = `#graphql
query CrossdockProductVariants($id: ID!, $after: String) { product(id: $id) { updatedAt variants(first: 100, after: $after) { ${VARIANTS} } } }`;

export const LOCATIONS = `#graphql
query CrossdockLocations($after: String) { locations(first: 100, after: $after, includeInactive: true) { ${PAGE} nodes { id name isActive } } }`;
export const INVENTORY_LEVEL = `#graphql
query CrossdockInventoryLevel($item: ID!, $location: ID!) {
  inventoryItem(id: $item) { id inventoryLevel(locationId: $location) { updatedAt quantities(names: ["available"]) { name quantity } } }
}`;
