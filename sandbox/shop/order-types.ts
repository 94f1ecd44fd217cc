import type { Address, Bag } from "./types.ts";

export interface TaxLine {
  title: string;
  rate: number;
  price: Bag;
}

export interface DiscountAllocation {
  /** Position in Order.discounts. */
  index: number;
  amount: Bag;
}

/** https://shopify.dev/docs/api/admin-graphql/2026-10/interfaces/DiscountApplication */
export interface DiscountApplication {
  kind: "manual" | "discount_code" | "automatic";
  title: string;
  code: string | null;
  valueType: "percentage" | "fixed_amount";
  /** Percent, or minor units of the shop's currency. */
  value: number;
  allocationMethod: "across" | "each" | "one";
  targetSelection: "all" | "entitled" | "explicit";
  targetType: "line_item" | "shipping_line";
}

export interface Line {
  id: string;
  productId: string | null;
  variantId: string | null;
  title: string;
  variantTitle: string | null;
  sku: string | null;
  vendor: string | null;
  /** As ordered; a line added by an edit counts as ordered. */
  quantity: number;
  /** Less what was refunded with restock or removed by an edit. */
  currentQuantity: number;
  fulfilledQuantity: number;
  unitPrice: Bag;
  grams: number;
  requiresShipping: boolean;
  taxable: boolean;
  isGiftCard: boolean;
  /** Shopify lists a tip as a line without product; its price counts as tip, not among the line items' totals. */
  isTip: boolean;
  discounts: DiscountAllocation[];
  taxLines: TaxLine[];
}

export interface ShippingLine {
  id: string;
  title: string;
  code: string;
  /** Before discounts. */
  price: Bag;
  discounts: DiscountAllocation[];
  taxLines: TaxLine[];
}

export interface Transaction {
  id: string;
  parentId: string | null;
  kind: "sale" | "authorization" | "capture" | "refund" | "void";
  status: "success" | "pending" | "failure";
  gateway: string;
  amount: Bag;
  /** Cash rounding: what was paid is amount + rounding. */
  rounding: Bag;
  createdAt: number;
  test: boolean;
}

export interface RefundLine {
  id: string;
  lineId: string;
  quantity: number;
  restockType: "no_restock" | "cancel" | "return";
  locationId: string | null;
  /** After discounts; includes tax where the order's prices do. */
  subtotal: Bag;
  tax: Bag;
}

export interface OrderAdjustment {
  id: string;
  /** Shopify's sign: negative gives the customer more than the refunded lines are worth. */
  amount: Bag;
  reason: string;
}

export interface Refund {
  id: string;
  createdAt: number;
  note: string | null;
  lines: RefundLine[];
  shipping: { id: string; shippingLineId: string; subtotal: Bag; tax: Bag }[];
  adjustments: OrderAdjustment[];
  transactionIds: string[];
  /** True for the record that an order edit leaves behind: lines went, no money moved. */
  isEdit: boolean;
}

export interface FulfillmentEvent {
  id: string;
  status: string;
  message: string | null;
  happenedAt: number;
  createdAt: number;
}

export interface Fulfillment {
  id: string;
  name: string;
  status: "success" | "cancelled";
  shipmentStatus: string | null;
  service: string;
  locationId: string | null;
  trackingCompany: string | null;
  trackingNumber: string | null;
  trackingUrl: string | null;
  lines: { id: string; lineId: string; quantity: number }[];
  events: FulfillmentEvent[];
  createdAt: number;
  updatedAt: number;
}

export interface Order {
  id: string;
  number: number;
  name: string;
  email: string | null;
  phone: string | null;
  note: string | null;
  tags: string[];
  test: boolean;
  currency: string;
  presentmentCurrency: string;
  taxesIncluded: boolean;
  customerId: string | null;
  billingAddress: Address | null;
  shippingAddress: Address | null;
  lines: Line[];
  shippingLines: ShippingLine[];
  discounts: DiscountApplication[];
  transactions: Transaction[];
  refunds: Refund[];
  fulfillments: Fulfillment[];
  cancelReason: "CUSTOMER" | "DECLINED" | "FRAUD" | "INVENTORY" | "OTHER" | "STAFF" | null;
  cancelledAt: number | null;
  closedAt: number | null;
  processedAt: number;
  createdAt: number;
  updatedAt: number;
  isEdited: boolean;
}
