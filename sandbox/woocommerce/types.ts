/** What the stand-in keeps of a store. Names are WooCommerce's own; times are whole seconds in milliseconds; amounts are decimal numbers in major units, as WooCommerce keeps them. */

export interface TaxRate {
  id: number;
  country: string;
  state: string;
  /** Percent: 8.25 */
  rate: number;
  name: string;
  /** Whether shipping is taxed by it. */
  shipping: boolean;
}

export interface WooStore {
  slug: string;
  name: string;
  currency: string;
  /** Digits after the point in prices: a setting of the store, not of the currency. */
  decimals: number;
  /** Hours from UTC, as WordPress' gmt_offset: local times in answers are shifted by it. */
  gmt_offset: number;
  timezone: string;
  country: string;
  state: string;
  city: string;
  postcode: string;
  address: string;
  calc_taxes: boolean;
  prices_include_tax: boolean;
  tax_rates: TaxRate[];
  /** Statuses that a plugin registered: {"in-kitchen": "In kitchen"}. */
  custom_statuses: Record<string, string>;
}

export interface Meta {
  id: number;
  key: string;
  value: unknown;
}

export interface Address {
  first_name: string;
  last_name: string;
  company: string;
  address_1: string;
  address_2: string;
  city: string;
  state: string;
  postcode: string;
  country: string;
  phone: string;
}
export interface BillingAddress extends Address {
  email: string;
}

/** Amounts of one rate on one line; null where WooCommerce keeps none (shipping and fees have no subtotal). */
export interface LineTax {
  id: number;
  total: number;
  subtotal: number | null;
}

interface Item {
  id: number;
  meta: Meta[];
  total: number;
  taxes: LineTax[];
}
export interface ProductLine extends Item {
  name: string;
  product_id: number;
  variation_id: number;
  quantity: number;
  tax_class: string;
  subtotal: number;
}
export interface ShippingLine extends Item {
  method_title: string;
  method_id: string;
  instance_id: string;
}
export interface FeeLine extends Item {
  name: string;
  tax_class: string;
  tax_status: string;
}
export interface TaxLine {
  id: number;
  rate: TaxRate;
  tax_total: number;
  shipping_tax_total: number;
}
export interface CouponLine {
  id: number;
  code: string;
  discount: number;
  discount_tax: number;
  meta: Meta[];
  discount_type: string;
  nominal_amount: number;
  free_shipping: boolean;
}

export interface WooOrder {
  id: number;
  status: string;
  /** The status before the trash, to which "restore" goes back; null outside the trash. */
  status_before_trash: string | null;
  currency: string;
  prices_include_tax: boolean;
  created_at: number;
  modified_at: number;
  completed_at: number | null;
  paid_at: number | null;
  customer_id: number;
  order_key: string;
  billing: BillingAddress;
  shipping: Address;
  payment_method: string;
  payment_method_title: string;
  transaction_id: string;
  customer_ip_address: string;
  customer_user_agent: string;
  created_via: string;
  customer_note: string;
  meta: Meta[];
  line_items: ProductLine[];
  shipping_lines: ShippingLine[];
  fee_lines: FeeLine[];
  tax_lines: TaxLine[];
  coupon_lines: CouponLine[];
  total: number;
  /** Whether the order took its goods out of stock. */
  stock_reduced: boolean;
  /** Whether it was counted as a sale of its products. */
  sales_recorded: boolean;
}

export interface WooRefund {
  id: number;
  order_id: number;
  created_at: number;
  amount: number;
  reason: string;
  refunded_payment: boolean;
  meta: Meta[];
  line_items: ProductLine[];
  shipping_lines: ShippingLine[];
  fee_lines: FeeLine[];
  tax_lines: TaxLine[];
}

export interface WooNote {
  id: number;
  order_id: number;
  author: string;
  created_at: number;
  note: string;
  customer_note: boolean;
}

export interface ProductAttribute {
  name: string;
  position: number;
  visible: boolean;
  variation: boolean;
  options: string[];
}

/** What products and variations have in common. */
export interface Sellable {
  id: number;
  status: string;
  status_before_trash: string | null;
  created_at: number;
  modified_at: number;
  description: string;
  sku: string;
  global_unique_id: string;
  regular_price: string;
  sale_price: string;
  virtual: boolean;
  downloadable: boolean;
  tax_status: string;
  tax_class: string;
  manage_stock: boolean;
  stock_quantity: number | null;
  stock_status: string;
  backorders: string;
  low_stock_amount: number | null;
  weight: string;
  dimensions: { length: string; width: string; height: string };
  menu_order: number;
  meta: Meta[];
}

export interface WooProduct extends Sellable {
  name: string;
  slug: string;
  type: string;
  featured: boolean;
  catalog_visibility: string;
  short_description: string;
  sold_individually: boolean;
  reviews_allowed: boolean;
  purchase_note: string;
  total_sales: number;
  attributes: ProductAttribute[];
  default_attributes: { name: string; option: string }[];
}

export interface WooVariation extends Sellable {
  product_id: number;
  attributes: { name: string; option: string }[];
}

export interface WooCustomer {
  id: number;
  created_at: number;
  modified_at: number;
  email: string;
  first_name: string;
  last_name: string;
  role: string;
  username: string;
  billing: BillingAddress;
  shipping: Address;
  meta: Meta[];
}

export interface WooCoupon {
  id: number;
  code: string;
  discount_type: string;
  amount: number;
  created_at: number;
  modified_at: number;
  description: string;
}
