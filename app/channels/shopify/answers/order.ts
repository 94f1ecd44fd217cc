import { z } from "zod";
import { bag, bagOfBoth, connection, gid, reference, words } from "./common.ts";

const taxLine = z.object({ title: z.string(), rate: z.number().nullish(), priceSet: bag });
const allocation = z.object({
  allocatedAmountSet: bag,
  discountApplication: z.object({ index: z.int(), code: words, title: words }),
});
export const lineNode = z.object({
  id: gid,
  product: reference,
  variant: reference,
  sku: words,
  title: z.string(),
  variantTitle: words,
  quantity: z.int(),
  currentQuantity: z.int(),
  originalUnitPriceSet: bag,
  requiresShipping: z.boolean(),
  taxable: z.boolean(),
  isGiftCard: z.boolean(),
  discountAllocations: z.array(allocation),
  taxLines: z.array(taxLine),
});
export const shippingLineNode = z.object({
  id: gid.nullish(),
  title: z.string(),
  code: words,
  isRemoved: z.boolean(),
  originalPriceSet: bag,
  discountedPriceSet: bag,
  discountAllocations: z.array(allocation),
  taxLines: z.array(taxLine),
});
const mailingAddress = z
  .object({
    name: words,
    company: words,
    address1: words,
    address2: words,
    city: words,
    province: words,
    zip: words,
    countryCodeV2: words,
    phone: words,
  })
  .nullish();

export const customerNode = z.object({
  id: gid,
  firstName: words,
  lastName: words,
  createdAt: words,
  updatedAt: words,
  defaultEmailAddress: z.object({ emailAddress: words }).nullish(),
  defaultPhoneNumber: z.object({ phoneNumber: words }).nullish(),
  defaultAddress: z.object({ countryCodeV2: words }).nullish(),
});

export const orderNode = z.object({
  id: gid,
  name: z.string(),
  currencyCode: z.string(),
  presentmentCurrencyCode: z.string(),
  email: words,
  phone: words,
  customer: customerNode.nullish(),
  shippingAddress: mailingAddress,
  billingAddress: mailingAddress,
  subtotalPriceSet: bag.nullish(),
  totalDiscountsSet: bag.nullish(),
  totalTaxSet: bag.nullish(),
  totalTipReceivedSet: bag.nullish(),
  originalTotalDutiesSet: bag.nullish(),
  originalTotalAdditionalFeesSet: bag.nullish(),
  totalCashRoundingAdjustment: z.object({ paymentSet: bag, refundSet: bag }).nullish(),
  totalPriceSet: bagOfBoth,
  currentTotalPriceSet: bag,
  totalOutstandingSet: bag,
  taxesIncluded: z.boolean(),
  displayFinancialStatus: words,
  displayFulfillmentStatus: words,
  cancelReason: words,
  note: words,
  tags: z.array(z.string()),
  test: z.boolean(),
  processedAt: words,
  cancelledAt: words,
  closedAt: words,
  createdAt: z.string(),
  updatedAt: z.string(),
  lineItems: connection(lineNode),
  shippingLines: connection(shippingLineNode),
});

export const refundLineNode = z.object({
  lineItem: z.object({ id: gid }),
  quantity: z.int(),
  restockType: z.string(),
  location: reference,
  subtotalSet: bagOfBoth,
  totalTaxSet: bagOfBoth,
});
export const refundNode = z.object({
  id: gid,
  note: words,
  createdAt: z.string().nullish(),
  refundLineItems: connection(refundLineNode),
  refundShippingLines: connection(z.object({ subtotalAmountSet: bagOfBoth, taxAmountSet: bagOfBoth })),
  orderAdjustments: connection(z.object({ amountSet: bagOfBoth, taxAmountSet: bagOfBoth })),
  transactions: connection(z.object({ kind: z.string(), status: z.string(), amountSet: bagOfBoth })),
});

export const fulfillmentLineNode = z.object({ lineItem: z.object({ id: gid }), quantity: z.int().nullish() });
export const fulfillmentNode = z.object({
  id: gid,
  name: words,
  status: z.string(),
  displayStatus: words,
  createdAt: z.string(),
  updatedAt: z.string(),
  location: reference,
  trackingInfo: z.array(z.object({ company: words, number: words, url: words })),
  events: z.object({ nodes: z.array(z.object({ status: z.string() })) }),
  fulfillmentLineItems: connection(fulfillmentLineNode),
});

export type OrderNode = z.infer<typeof orderNode>;
export type LineNode = z.infer<typeof lineNode>;
export type ShippingLineNode = z.infer<typeof shippingLineNode>;
export type RefundNode = z.infer<typeof refundNode>;
export type FulfillmentNode = z.infer<typeof fulfillmentNode>;
export type CustomerNode = z.infer<typeof customerNode>;
export type MailingAddressNode = z.infer<typeof mailingAddress>;
export type AllocationNode = z.infer<typeof allocation>;
export type TaxLineNode = z.infer<typeof taxLine>;
