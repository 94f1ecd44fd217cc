import { convertToBag, ZERO } from "../shop/money.ts";
import { computeTotals } from "../shop/totals.ts";
import type { Customer, DiscountApplication, Line, Order, Product, Shop, ShippingLine, Transaction, Variant } from "../shop/types.ts";
import { applyDiscount, netOf, taxOn } from "./amounts.ts";
import type { TaxRate } from "./amounts.ts";
import { toSecond } from "./happening.ts";
import type { NewId } from "./happening.ts";

export interface OrderLineInput {
  product: Product;
  variant: Variant;
  quantity: number;
}

export interface OrderInput {
  shop: Shop;
  number: number;
  customer: Customer | null;
  lines: OrderLineInput[];
  /** Price in minor units of the shop's currency. */
  shipping: { title: string; code: string; price: number } | null;
  /** `line`: the position of the one line it is for; undefined: all lines, or the shipping line by targetType. */
  discounts: (DiscountApplication & { line?: number })[];
  /** In minor units of the shop's currency. */
  tip: number;
  presentmentCurrency: string;
  taxesIncluded: boolean;
  taxRates: TaxRate[];
  payment: "paid" | "pending" | "authorized";
  gateway: string;
  note: string | null;
  tags: string[];
  test: boolean;
  at: number;
}

/** A new order with every amount worked out in both currencies. Pays it when asked; ships nothing, touches no stock. */
export function buildOrder(input: OrderInput, newId: NewId): Order {
  const at = toSecond(input.at);
  const toBag = (minor: number) => convertToBag(minor, input.shop.currency, input.presentmentCurrency);
  const lines = input.lines.map((line) => buildLine(line, toBag, newId));
  const shippingLines = input.shipping && lines.some((line) => line.requiresShipping) ? [buildShippingLine(input.shipping, toBag, newId)] : [];
  const discounts = input.discounts.filter((discount) => discount.targetType === "line_item" || shippingLines.length > 0);
  discounts.forEach((discount, index) => {
    const targets =
      discount.targetType === "shipping_line"
        ? shippingLines
        : discount.line === undefined
          ? lines.filter((line) => !line.isGiftCard)
          : [lines[discount.line]!];
    applyDiscount(discount, index, targets, toBag(discount.valueType === "fixed_amount" ? discount.value : 0));
  });
  for (const line of lines) line.taxLines = line.taxable ? taxOn(netOf(line), input.taxRates, input.taxesIncluded) : [];
  for (const line of shippingLines) line.taxLines = taxOn(netOf(line), input.taxRates, input.taxesIncluded);
  if (input.tip > 0) lines.push(buildTipLine(toBag(input.tip), newId));
  const address = input.customer?.addresses[0] ?? null;
  const order: Order = {
    id: newId("Order"),
    number: input.number,
    name: `#${input.number}`,
    email: input.customer?.email ?? null,
    phone: input.customer?.phone ?? null,
    note: input.note,
    tags: input.tags,
    test: input.test,
    currency: input.shop.currency,
    presentmentCurrency: input.presentmentCurrency,
    taxesIncluded: input.taxesIncluded,
    customerId: input.customer?.id ?? null,
    billingAddress: address,
    shippingAddress: shippingLines.length > 0 ? address : null,
    lines,
    shippingLines,
    discounts: discounts.map(({ line: _line, ...discount }) => discount),
    transactions: [],
    refunds: [],
    fulfillments: [],
    cancelReason: null,
    cancelledAt: null,
    closedAt: null,
    processedAt: at,
    createdAt: at,
    updatedAt: at,
    isEdited: false,
  };
  if (input.payment !== "pending")
    order.transactions.push(buildPayment(order, input.payment === "paid" ? "sale" : "authorization", input.gateway, at, newId));
  return order;
}

/** A successful transaction over what is still to pay. */
export function buildPayment(order: Order, kind: "sale" | "authorization" | "capture", gateway: string, at: number, newId: NewId): Transaction {
  const authorization = order.transactions.find((transaction) => transaction.kind === "authorization");
  return {
    id: newId("OrderTransaction"),
    parentId: kind === "capture" ? (authorization?.id ?? null) : null,
    kind,
    status: "success",
    gateway,
    amount: computeTotals(order).outstanding,
    rounding: ZERO,
    createdAt: toSecond(at),
    test: order.test,
  };
}

export function buildLine(input: OrderLineInput, toBag: (minor: number) => Line["unitPrice"], newId: NewId): Line {
  const { product, variant, quantity } = input;
  return {
    id: newId("LineItem"),
    productId: product.id,
    variantId: variant.id,
    title: product.title,
    variantTitle: variant.title === "Default Title" ? null : variant.title,
    sku: variant.sku,
    vendor: product.vendor,
    quantity,
    currentQuantity: quantity,
    fulfilledQuantity: 0,
    unitPrice: toBag(variant.price),
    grams: variant.grams,
    requiresShipping: variant.requiresShipping,
    taxable: variant.taxable,
    isGiftCard: product.isGiftCard,
    isTip: false,
    discounts: [],
    taxLines: [],
  };
}

function buildTipLine(price: Line["unitPrice"], newId: NewId): Line {
  return {
    id: newId("LineItem"),
    productId: null,
    variantId: null,
    title: "Tip",
    variantTitle: null,
    sku: null,
    vendor: null,
    quantity: 1,
    currentQuantity: 1,
    fulfilledQuantity: 0,
    unitPrice: price,
    grams: 0,
    requiresShipping: false,
    taxable: false,
    isGiftCard: false,
    isTip: true,
    discounts: [],
    taxLines: [],
  };
}

function buildShippingLine(
  shipping: { title: string; code: string; price: number },
  toBag: (minor: number) => Line["unitPrice"],
  newId: NewId,
): ShippingLine {
  return { id: newId("ShippingLine"), title: shipping.title, code: shipping.code, price: toBag(shipping.price), discounts: [], taxLines: [] };
}
