/** The parts of OrderCreateOrderInput that the sandbox reads; names are the schema's. */
export interface MoneyArgument {
  amount: string;
  currencyCode: string;
}
export interface BagArgument {
  shopMoney: MoneyArgument;
  presentmentMoney?: MoneyArgument | null;
}
export interface TaxArgument {
  title: string;
  rate: string;
}
export interface AddressArgument {
  firstName?: string | null;
  lastName?: string | null;
  company?: string | null;
  address1?: string | null;
  address2?: string | null;
  city?: string | null;
  province?: string | null;
  provinceCode?: string | null;
  country?: string | null;
  countryCode?: string | null;
  zip?: string | null;
  phone?: string | null;
}
export interface LineArgument {
  variantId?: string | null;
  productId?: string | null;
  title?: string | null;
  variantTitle?: string | null;
  sku?: string | null;
  vendor?: string | null;
  quantity: number;
  priceSet?: BagArgument | null;
  taxable?: boolean | null;
  requiresShipping?: boolean | null;
  giftCard?: boolean | null;
  taxLines?: TaxArgument[] | null;
}
export interface ShippingArgument {
  title: string;
  code?: string | null;
  priceSet: BagArgument;
  taxLines?: TaxArgument[] | null;
}
export interface DiscountArgument {
  freeShippingDiscountCode?: { code: string } | null;
  itemFixedDiscountCode?: { code: string; amountSet?: BagArgument | null } | null;
  itemPercentageDiscountCode?: { code: string; percentage?: number | null } | null;
}
export interface OrderArgument {
  lineItems?: LineArgument[] | null;
  shippingLines?: ShippingArgument[] | null;
  taxLines?: TaxArgument[] | null;
  discountCode?: DiscountArgument | null;
  transactions?: { amountSet: BagArgument; kind?: string | null; status?: string | null; gateway?: string | null; test?: boolean | null }[] | null;
  customer?: {
    toAssociate?: { id?: string | null; email?: string | null } | null;
    toUpsert?: { id?: string | null; email?: string | null; firstName?: string | null; lastName?: string | null; phone?: string | null } | null;
  } | null;
  customerId?: string | null;
  billingAddress?: AddressArgument | null;
  shippingAddress?: AddressArgument | null;
  presentmentCurrency?: string | null;
  taxesIncluded?: boolean | null;
  financialStatus?: string | null;
  fulfillmentStatus?: string | null;
  processedAt?: string | null;
  name?: string | null;
  email?: string | null;
  phone?: string | null;
  note?: string | null;
  tags?: string[] | null;
  test?: boolean | null;
}
export interface Currencies {
  currency: string;
  presentmentCurrency: string;
}
