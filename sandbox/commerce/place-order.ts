import { z } from "zod";
import type { SandboxContext } from "../context.ts";
import { Refusal } from "../http.ts";
import { createPrng } from "../shop/prng.ts";
import type { Prng } from "../shop/prng.ts";
import { knowsCurrency } from "../shop/money.ts";
import type { Customer, DiscountApplication, Order, Shop } from "../shop/types.ts";
import { listEntities, readEntity } from "../store/entities.ts";
import { nextNumber } from "../store/ids.ts";
import { requireShop } from "../store/shops.ts";
import { DEMO_DOMAIN } from "../shop/seed.ts";
import type { EmittedWebhook } from "../webhooks/emit.ts";
import { buildOrder } from "./build-order.ts";
import type { OrderLineInput } from "./build-order.ts";
import { commitOrder, findProductOfVariant, idMaker } from "./commit.ts";
import { fulfillGiftCards } from "./fulfill-order.ts";
import type { Happening, StockMove } from "./happening.ts";
import { amountIn, idText } from "./inputs.ts";
import { pickVariant, taxRatesFor } from "./random-order.ts";

/** Body of POST /sandbox/orders; everything may be left out. Amounts are decimal strings in the shop's currency. */
export const placeOrderSchema = z.strictObject({
  shop: z.string().default(DEMO_DOMAIN),
  customer: z.union([idText, z.object({ id: idText })]).nullish(),
  lines: z
    .array(z.strictObject({ variant_id: idText, quantity: z.int().min(1).max(1000).default(1) }))
    .min(1)
    .max(100)
    .optional(),
  /** What the customer pays in. */
  currency: z.string().refine(knowsCurrency, "the demo shop sells in USD, EUR, JPY and GBP").optional(),
  taxes_included: z.boolean().optional(),
  paid: z.boolean().default(false),
  authorized: z.boolean().default(false),
  discount: z
    .strictObject({
      type: z.enum(["percentage", "fixed_amount"]),
      value: z.union([z.string(), z.number()]),
      code: z.string().optional(),
      target: z.enum(["lines", "shipping"]).default("lines"),
    })
    .optional(),
  tip: z.union([z.string(), z.number()]).optional(),
  shipping: z.union([z.string(), z.number()]).nullish(),
  note: z.string().max(5000).nullish(),
  tags: z.array(z.string()).default([]),
  test: z.boolean().default(false),
});

export type PlaceOrderInput = z.infer<typeof placeOrderSchema>;

export interface PlacedOrder {
  order: Order;
  webhooks: EmittedWebhook[];
}

/** Places an order, takes its stock and tells the webhooks: orders/create, and what else follows. */
export function placeOrder(ctx: SandboxContext, input: PlaceOrderInput): PlacedOrder {
  return ctx.db.transaction(() => {
    const shop = requireShop(ctx, input.shop);
    const number = nextNumber(ctx, `order-number:${shop.domain}`, 1001);
    const random = createPrng(number * 7919);
    const customer = chooseCustomer(ctx, shop, input, random);
    const lines = chooseLines(ctx, shop, input, random);
    const currency = input.currency ?? shop.currency;
    const newId = idMaker(ctx);
    const order = buildOrder(
      {
        shop,
        number,
        customer,
        lines,
        discounts: input.discount ? [toDiscount(input.discount, shop)] : [],
        shipping:
          input.shipping === null
            ? null
            : {
                title: "Standard",
                code: "STANDARD",
                price: input.shipping === undefined ? 790 : amountIn(input.shipping, shop.currency, "shipping"),
              },
        tip: input.tip === undefined ? 0 : amountIn(input.tip, shop.currency, "tip"),
        presentmentCurrency: currency,
        taxesIncluded: input.taxes_included ?? (currency !== shop.currency || shop.taxesIncluded),
        taxRates: taxRatesFor(currency, customer),
        payment: input.paid ? "paid" : input.authorized ? "authorized" : "pending",
        gateway: "bogus",
        note: input.note ?? null,
        tags: input.tags,
        test: input.test,
        at: ctx.now(),
      },
      newId,
    );
    const happenings: Happening[] = [{ topic: "orders/create" }];
    if (input.paid) happenings.push({ topic: "orders/paid" }, ...fulfillGiftCards(order, ctx.now(), newId), { topic: "orders/updated" });
    return { order, webhooks: commitOrder(ctx, shop, order, { happenings, stock: stockOf(order) }) };
  })();
}

/** What a new order takes out of stock. */
export function stockOf(order: Order): StockMove[] {
  return order.lines.flatMap((line) => (line.variantId ? [{ variantId: line.variantId, locationId: null, delta: -line.quantity }] : []));
}

function chooseCustomer(ctx: SandboxContext, shop: Shop, input: PlaceOrderInput, random: Prng): Customer | null {
  if (input.customer === null) return null;
  if (input.customer === undefined) {
    const customers = listEntities(ctx, shop.domain, "Customer");
    return customers.length > 0 ? random.pick(customers) : null;
  }
  const id = typeof input.customer === "string" ? input.customer : input.customer.id;
  const customer = readEntity(ctx, shop.domain, "Customer", id);
  if (!customer) throw new Refusal(422, "customer", `${shop.domain} has no customer ${id}`, "see GET /sandbox/customers");
  return customer;
}

function chooseLines(ctx: SandboxContext, shop: Shop, input: PlaceOrderInput, random: Prng): OrderLineInput[] {
  if (input.lines)
    return input.lines.map((line) => {
      const product = findProductOfVariant(ctx, shop.domain, line.variant_id);
      const variant = product?.variants.find((each) => each.id === line.variant_id);
      if (!product || !variant) throw new Refusal(422, "lines", `${shop.domain} has no variant ${line.variant_id}`, "see GET /sandbox/products");
      return { product, variant, quantity: line.quantity };
    });
  const products = listEntities(ctx, shop.domain, "Product").filter((product) => product.status === "ACTIVE" && !product.isGiftCard);
  if (products.length === 0)
    throw new Refusal(
      422,
      "shop",
      `${shop.domain} has no product to order`,
      "create one with POST /sandbox/products, or use demo-shop.myshopify.com",
    );
  return Array.from({ length: random.int(1, 3) }, () => ({ ...pickVariant(products, random), quantity: random.int(1, 3) }));
}

function toDiscount(discount: NonNullable<PlaceOrderInput["discount"]>, shop: Shop): DiscountApplication {
  const isShipping = discount.target === "shipping";
  const value = discount.type === "percentage" ? Number(discount.value) : amountIn(discount.value, shop.currency, "discount.value");
  if (!(value >= 0) || (discount.type === "percentage" && value > 100)) throw new Refusal(422, "discount.value", "not a percentage", "give 0 to 100");
  return {
    kind: discount.code ? "discount_code" : "manual",
    title: discount.code ?? "Discount",
    code: discount.code ?? null,
    valueType: discount.type,
    value,
    allocationMethod: isShipping ? "each" : "across",
    targetSelection: "all",
    targetType: isShipping ? "shipping_line" : "line_item",
  };
}
