/** An amount in minor units (cents; yen as they are), in the shop's currency and in the customer's. */
export interface Bag {
  shop: number;
  presentment: number;
}

/** Shop facts and switches. Times everywhere in the sandbox are milliseconds since the epoch, in whole seconds. */
export interface Shop {
  id: string;
  domain: string;
  name: string;
  email: string;
  currency: string;
  ianaTimezone: string;
  countryCode: string;
  taxesIncluded: boolean;
  createdAt: number;
  updatedAt: number;
  /** False: Shopify has not approved the app for protected customer data, so names, emails, phones and addresses are withheld. */
  protectedCustomerData: boolean;
}

export interface Address {
  id: string;
  firstName: string;
  lastName: string;
  company: string | null;
  address1: string;
  address2: string | null;
  city: string;
  province: string | null;
  provinceCode: string | null;
  country: string;
  countryCode: string;
  zip: string;
  phone: string | null;
}

export interface Customer {
  id: string;
  firstName: string;
  lastName: string;
  email: string;
  phone: string | null;
  note: string | null;
  tags: string[];
  taxExempt: boolean;
  verifiedEmail: boolean;
  addresses: Address[];
  createdAt: number;
  updatedAt: number;
}

export interface Variant {
  id: string;
  inventoryItemId: string;
  title: string;
  options: { name: string; value: string }[];
  sku: string;
  barcode: string | null;
  /** In minor units of the shop's currency. */
  price: number;
  compareAtPrice: number | null;
  grams: number;
  taxable: boolean;
  requiresShipping: boolean;
  tracked: boolean;
  position: number;
  createdAt: number;
  updatedAt: number;
}

export interface Product {
  id: string;
  title: string;
  handle: string;
  descriptionHtml: string;
  vendor: string;
  productType: string;
  status: "ACTIVE" | "DRAFT" | "ARCHIVED";
  tags: string[];
  isGiftCard: boolean;
  variants: Variant[];
  createdAt: number;
  updatedAt: number;
  publishedAt: number | null;
}

export interface Location {
  id: string;
  name: string;
  address1: string;
  city: string;
  province: string | null;
  provinceCode: string | null;
  country: string;
  countryCode: string;
  zip: string;
  phone: string | null;
  isActive: boolean;
  createdAt: number;
  updatedAt: number;
}

export interface InventoryLevel {
  inventoryItemId: string;
  locationId: string;
  available: number;
  updatedAt: number;
}

export type {
  DiscountApplication,
  Fulfillment,
  FulfillmentEvent,
  Line,
  Order,
  Refund,
  RefundLine,
  ShippingLine,
  TaxLine,
  Transaction,
} from "./order-types.ts";
