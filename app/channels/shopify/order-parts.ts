/** An order as both of Shopify's voices can state it, before money, phones, statuses and order of lists are settled (build-order.ts). */

/** An amount as decimal text in the shop's currency. */
export type Amount = string;

export interface AddressParts {
  name: string | null;
  company: string | null;
  address1: string | null;
  address2: string | null;
  city: string | null;
  province: string | null;
  zip: string | null;
  countryCode: string | null;
  phone: string | null;
}

export interface CustomerParts {
  id: string;
  firstName: string | null;
  lastName: string | null;
  email: string | null;
  phone: string | null;
  country: string | null;
  createdAt: string | null;
  updatedAt: string | null;
}

export interface TaxParts {
  title: string;
  rate: string | number | null;
  amount: Amount;
}
export interface DiscountParts {
  index: number;
  code: string | null;
  title: string | null;
  amount: Amount;
}

export interface LineParts {
  id: string;
  productId: string | null;
  variantId: string | null;
  sku: string | null;
  title: string;
  variantTitle: string | null;
  quantity: number;
  currentQuantity: number;
  unitPrice: Amount;
  requiresShipping: boolean;
  isTaxable: boolean;
  isGiftCard: boolean;
  discounts: DiscountParts[];
  taxes: TaxParts[];
  /** Only where the payload lists no allocations (before 2018). */
  totalDiscount: Amount | null;
}

export interface ShippingLineParts {
  id: string;
  title: string;
  code: string | null;
  price: Amount;
  discounted: Amount | null;
  isRemoved: boolean;
  discounts: DiscountParts[];
  taxes: TaxParts[];
}

/** One amount in the shop's currency and in the one the customer paid in (null where the payload is older than the second). */
export interface Pair {
  shop: Amount;
  paid: string | null;
}

export interface RefundParts {
  id: string;
  note: string | null;
  createdAt: string;
  lines: { lineId: string; quantity: number; subtotal: Pair; tax: Pair; restockType: string; locationId: string | null }[];
  shipping: { amount: Pair; tax: Pair }[];
  /** Shopify's sign: negative gives the customer more than the refunded items are worth. */
  adjustments: { amount: Pair; tax: Pair }[];
  /** Successful refund transactions, in the currency the customer paid in. */
  transactions: { amount: string; currency: string }[];
}

export interface FulfillmentParts {
  id: string;
  name: string | null;
  status: string | null;
  shipmentStatus: string | null;
  trackingCompany: string | null;
  trackingNumbers: string[];
  trackingUrls: string[];
  locationId: string | null;
  lines: { lineId: string; quantity: number }[];
  createdAt: string;
  updatedAt: string;
}

export interface OrderParts {
  id: string;
  name: string;
  currency: string;
  presentmentCurrency: string;
  customer: CustomerParts | null;
  email: string | null;
  phone: string | null;
  shippingAddress: AddressParts | null;
  billingAddress: AddressParts | null;
  subtotal: Amount | null;
  discounts: Amount | null;
  tax: Amount | null;
  tip: Amount | null;
  duties: Amount | null;
  fees: Amount | null;
  roundingPayment: Amount | null;
  roundingRefund: Amount | null;
  total: Amount;
  currentTotal: Amount | null;
  outstanding: Amount | null;
  /** In the customer's currency. */
  presentmentTotal: string | null;
  taxesIncluded: boolean;
  financialStatus: string | null;
  /** Shopify's word of either voice: null, "partial", "ON_HOLD" … */
  fulfillmentStatus: string | null;
  cancelReason: string | null;
  note: string | null;
  tags: string | readonly string[] | null;
  isTest: boolean;
  processedAt: string | null;
  cancelledAt: string | null;
  closedAt: string | null;
  createdAt: string;
  updatedAt: string;
  lines: LineParts[];
  shippingLines: ShippingLineParts[];
  refunds: RefundParts[];
  fulfillments: FulfillmentParts[];
}
