import { applyDiscount, netOf, taxOn } from "../../commerce/amounts.ts";
import type { TaxRate } from "../../commerce/amounts.ts";
import { buildPayment } from "../../commerce/build-order.ts";
import { commitOrder, idMaker } from "../../commerce/commit.ts";
import { fulfillGiftCards, fulfillOrder } from "../../commerce/fulfill-order.ts";
import type { Happening } from "../../commerce/happening.ts";
import { toSecond } from "../../commerce/happening.ts";
import { stockOf } from "../../commerce/place-order.ts";
import { Refusal } from "../../http.ts";
import { ZERO } from "../../shop/money.ts";
import type { Order } from "../../shop/types.ts";
import { nextNumber } from "../../store/ids.ts";
import { readSettings } from "../../store/settings.ts";
import type { GraphqlRequest } from "../request.ts";
import type { MutationDefinition } from "./define.ts";
import { buildInputLines, buildInputShipping, resolveCustomer, toAddress, toBag, toDiscount } from "./order-create-input.ts";
import type { OrderArgument } from "./order-create-arguments.ts";
import { presentOrder } from "./orders.ts";

/**
 * orderCreate: not idempotent (the same input twice makes two orders), five a minute on development stores, stock untouched unless asked.
 * https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/orderCreate
 */
const create: MutationDefinition = {
  name: "orderCreate",
  userErrorType: "OrderCreateUserError",
  run(request, args) {
    if (isOverLimit(request)) return { userErrors: [{ field: null, message: "Too many attempts. Please try again later." }] };
    const input = args["order"] as OrderArgument;
    const options = args["options"] as { inventoryBehaviour?: string | null } | null | undefined;
    if (!input.lineItems?.length)
      return { userErrors: [{ field: ["order", "lineItems"], message: "Line items must have at least one line item", code: "INVALID" }] };
    const order = buildFromInput(request, input);
    const newId = idMaker(request.ctx);
    const happenings: Happening[] = [{ topic: "orders/create" }];
    if (order.transactions.some((transaction) => transaction.kind === "sale" || transaction.kind === "capture"))
      happenings.push({ topic: "orders/paid" }, ...fulfillGiftCards(order, order.createdAt, newId));
    if (input.fulfillmentStatus === "FULFILLED") happenings.push(...fulfillOrder(order, {}, order.createdAt, newId).happenings.slice(0, -1));
    const stock = options?.inventoryBehaviour && options.inventoryBehaviour !== "BYPASS" ? stockOf(order) : [];
    commitOrder(request.ctx, request.shop, order, { happenings, stock });
    return { ids: { order: order.id }, userErrors: [] };
  },
  present: presentOrder,
};

function buildFromInput(request: GraphqlRequest, input: OrderArgument): Order {
  const { ctx, shop } = request;
  const newId = idMaker(ctx);
  const at = toSecond(ctx.now());
  const presentment = input.presentmentCurrency ?? input.lineItems![0]!.priceSet?.presentmentMoney?.currencyCode ?? shop.currency;
  const currencies = { currency: shop.currency, presentmentCurrency: presentment };
  const orderTaxes: TaxRate[] = (input.taxLines ?? []).map((tax) => ({ title: tax.title, rate: Number(tax.rate) }));
  const taxesIncluded = input.taxesIncluded === true;
  const lines = buildInputLines(request, input.lineItems!, currencies, newId);
  const shippingLines = (input.shippingLines ?? []).map((line) => buildInputShipping(line, currencies, newId));
  const discount = input.discountCode ? toDiscount(input.discountCode, currencies) : null;
  if (discount) applyDiscount(discount.application, 0, discount.application.targetType === "shipping_line" ? shippingLines : lines, discount.amount);
  lines.forEach((line, index) => {
    const own = (input.lineItems![index]!.taxLines ?? []).map((tax) => ({ title: tax.title, rate: Number(tax.rate) }));
    line.taxLines = line.taxable ? taxOn(netOf(line), own.length > 0 ? own : orderTaxes, taxesIncluded) : [];
  });
  shippingLines.forEach((line, index) => {
    line.taxLines = taxOn(
      netOf(line),
      (input.shippingLines![index]!.taxLines ?? []).map((tax) => ({ title: tax.title, rate: Number(tax.rate) })),
      taxesIncluded,
    );
  });
  const customer = resolveCustomer(request, input);
  const number = nextNumber(ctx, `order-number:${shop.domain}`, 1001);
  const processedAt = input.processedAt ? Date.parse(input.processedAt) : at;
  if (Number.isNaN(processedAt) || processedAt > at + 1000) throw new Refusal(422, "processedAt", "Processed at is invalid", "");
  const order: Order = {
    id: newId("Order"),
    number,
    name: input.name ?? `#${number}`,
    email: input.email ?? customer?.email ?? null,
    phone: input.phone ?? null,
    note: input.note ?? null,
    tags: input.tags ?? [],
    test: input.test === true,
    currency: shop.currency,
    presentmentCurrency: presentment,
    taxesIncluded,
    customerId: customer?.id ?? null,
    billingAddress: toAddress(input.billingAddress, newId),
    shippingAddress: toAddress(input.shippingAddress, newId),
    lines,
    shippingLines,
    discounts: discount ? [discount.application] : [],
    transactions: [],
    refunds: [],
    fulfillments: [],
    cancelReason: null,
    cancelledAt: null,
    closedAt: null,
    processedAt: toSecond(processedAt),
    createdAt: at,
    updatedAt: at,
    isEdited: false,
  };
  for (const transaction of input.transactions ?? [])
    order.transactions.push({
      id: newId("OrderTransaction"),
      parentId: null,
      kind: (transaction.kind ?? "SALE").toLowerCase() as Order["transactions"][number]["kind"],
      status: (transaction.status ?? "SUCCESS").toLowerCase() as "success",
      gateway: transaction.gateway ?? "manual",
      amount: toBag(transaction.amountSet, currencies, "transactions"),
      rounding: ZERO,
      createdAt: at,
      test: transaction.test === true,
    });
  if (order.transactions.length === 0 && (input.financialStatus === "PAID" || input.financialStatus === "AUTHORIZED"))
    order.transactions.push(buildPayment(order, input.financialStatus === "PAID" ? "sale" : "authorization", "manual", at, newId));
  return order;
}

function isOverLimit(request: GraphqlRequest): boolean {
  const { ctx, shop } = request;
  const name = `order-create-times:${shop.domain}`;
  const row = ctx.db.prepare("SELECT value FROM counter WHERE name = ?").get(name) as { value: string } | undefined;
  const recent = (row ? (JSON.parse(row.value) as number[]) : []).filter((time) => time > ctx.now() - 60_000);
  if (recent.length >= readSettings(ctx).order_create_per_minute) return true;
  ctx.db.prepare("INSERT OR REPLACE INTO counter (name, value) VALUES (?, ?)").run(name, JSON.stringify([...recent, ctx.now()]));
  return false;
}

export const orderCreateMutations: MutationDefinition[] = [create];
