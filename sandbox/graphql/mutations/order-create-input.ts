import { findProductOfVariant } from "../../commerce/commit.ts";
import { buildLine } from "../../commerce/build-order.ts";
import type { NewId } from "../../commerce/happening.ts";
import { Refusal } from "../../http.ts";
import { convertToBag, parseMinor, ZERO } from "../../shop/money.ts";
import type { Address, Bag, Customer, DiscountApplication, Line, ShippingLine } from "../../shop/types.ts";
import { listEntities, readEntity } from "../../store/entities.ts";
import { saveCustomer } from "../../commerce/customers.ts";
import { idOf } from "../gids.ts";
import type { GraphqlRequest } from "../request.ts";
import type {
  AddressArgument,
  BagArgument,
  Currencies,
  DiscountArgument,
  LineArgument,
  MoneyArgument,
  OrderArgument,
  ShippingArgument,
} from "./order-create-arguments.ts";

/** Reads a MoneyBagInput; without presentment money the shop's amount is converted. */
export function toBag(input: BagArgument, currencies: Currencies, field: string): Bag {
  const read = (money: MoneyArgument, currency: string): number => {
    const minor = money.currencyCode === currency ? parseMinor(String(money.amount), currency) : null;
    if (minor === null || minor < 0) throw new Refusal(422, field, `${money.amount} ${money.currencyCode} is not a valid amount in ${currency}`, "");
    return minor;
  };
  const shop = read(input.shopMoney, currencies.currency);
  return input.presentmentMoney
    ? { shop, presentment: read(input.presentmentMoney, currencies.presentmentCurrency) }
    : convertToBag(shop, currencies.currency, currencies.presentmentCurrency);
}

export function buildInputLines(request: GraphqlRequest, inputs: LineArgument[], currencies: Currencies, newId: NewId): Line[] {
  return inputs.map((input) => {
    if (input.quantity < 1) throw new Refusal(422, "lineItems", "Quantity must be greater than 0", "");
    const line = input.variantId
      ? variantLine(request, idOf(input.variantId, "ProductVariant"), input.quantity, currencies, newId)
      : customLine(input, newId);
    if (input.priceSet) line.unitPrice = toBag(input.priceSet, currencies, "lineItems");
    else if (!input.variantId) throw new Refusal(422, "lineItems", "Price is required for a custom line item", "");
    if (typeof input.taxable === "boolean") line.taxable = input.taxable;
    if (typeof input.requiresShipping === "boolean") line.requiresShipping = input.requiresShipping;
    return line;
  });
}

function variantLine(request: GraphqlRequest, id: string, quantity: number, currencies: Currencies, newId: NewId): Line {
  const product = findProductOfVariant(request.ctx, request.shop.domain, id);
  const variant = product?.variants.find((each) => each.id === id);
  if (!product || !variant) throw new Refusal(422, "lineItems", "Variant does not exist", "");
  return buildLine({ product, variant, quantity }, (minor) => convertToBag(minor, currencies.currency, currencies.presentmentCurrency), newId);
}

function customLine(input: LineArgument, newId: NewId): Line {
  if (!input.title) throw new Refusal(422, "lineItems", "Title can't be blank for a custom line item", "");
  return {
    id: newId("LineItem"),
    productId: input.productId ? idOf(input.productId, "Product") : null,
    variantId: null,
    title: input.title,
    variantTitle: input.variantTitle ?? null,
    sku: input.sku ?? null,
    vendor: input.vendor ?? null,
    quantity: input.quantity,
    currentQuantity: input.quantity,
    fulfilledQuantity: 0,
    unitPrice: ZERO,
    grams: 0,
    requiresShipping: true,
    taxable: true,
    isGiftCard: input.giftCard === true,
    isTip: false,
    discounts: [],
    taxLines: [],
  };
}

export function buildInputShipping(input: ShippingArgument, currencies: Currencies, newId: NewId): ShippingLine {
  return {
    id: newId("ShippingLine"),
    title: input.title,
    code: input.code ?? input.title,
    price: toBag(input.priceSet, currencies, "shippingLines"),
    discounts: [],
    taxLines: [],
  };
}

/** Exactly one kind of code may be given. */
export function toDiscount(input: DiscountArgument, currencies: Currencies): { application: DiscountApplication; amount: Bag } {
  const base = {
    kind: "discount_code" as const,
    allocationMethod: "across" as const,
    targetSelection: "all" as const,
    targetType: "line_item" as const,
  };
  if (input.freeShippingDiscountCode) {
    const { code } = input.freeShippingDiscountCode;
    return {
      application: { ...base, title: code, code, valueType: "percentage", value: 100, targetType: "shipping_line", allocationMethod: "each" },
      amount: ZERO,
    };
  }
  if (input.itemPercentageDiscountCode) {
    const { code, percentage } = input.itemPercentageDiscountCode;
    return { application: { ...base, title: code, code, valueType: "percentage", value: percentage ?? 0 }, amount: ZERO };
  }
  const fixed = input.itemFixedDiscountCode;
  if (!fixed?.amountSet) throw new Refusal(422, "discountCode", "A discount code needs a value", "");
  const amount = toBag(fixed.amountSet, currencies, "discountCode");
  return { application: { ...base, title: fixed.code, code: fixed.code, valueType: "fixed_amount", value: amount.shop }, amount };
}

export function resolveCustomer(request: GraphqlRequest, input: OrderArgument): Customer | null {
  const { ctx, shop } = request;
  const upsert = input.customer?.toUpsert;
  const gid = input.customerId ?? input.customer?.toAssociate?.id ?? upsert?.id;
  const email = input.customer?.toAssociate?.email ?? upsert?.email;
  const known = gid
    ? readEntity(ctx, shop.domain, "Customer", idOf(gid, "Customer"))
    : listEntities(ctx, shop.domain, "Customer").find((each) => email && each.email.toLowerCase() === email.toLowerCase());
  if (known) return known;
  if (!upsert?.email) {
    if (gid || email) throw new Refusal(422, "customer", "Customer does not exist", "");
    return null;
  }
  return saveCustomer(ctx, shop, null, {
    email: upsert.email,
    firstName: upsert.firstName ?? "",
    lastName: upsert.lastName ?? "",
    phone: upsert.phone ?? null,
  }).customer;
}

export function toAddress(input: AddressArgument | null | undefined, newId: NewId): Address | null {
  if (!input) return null;
  return {
    id: newId("MailingAddress"),
    firstName: input.firstName ?? "",
    lastName: input.lastName ?? "",
    company: input.company ?? null,
    address1: input.address1 ?? "",
    address2: input.address2 ?? null,
    city: input.city ?? "",
    province: input.province ?? null,
    provinceCode: input.provinceCode ?? null,
    country: input.country ?? input.countryCode ?? "",
    countryCode: input.countryCode ?? "",
    zip: input.zip ?? "",
    phone: input.phone ?? null,
  };
}
