import { isEnumType, getNamedType, isInterfaceType, isObjectType } from "graphql";
import { afterAll, beforeAll, expect, test } from "vitest";
import { listEntities } from "../store/entities.ts";
import { readShop } from "../store/shops.ts";
import { startTestSandbox } from "../testing/harness.ts";
import type { TestSandbox } from "../testing/harness.ts";
import { queryRoot } from "./query-root.ts";
import type { GraphqlRequest, View } from "./request.ts";
import { adminSchema } from "./schema.ts";
import { withViews } from "./views/load.ts";
import { orderView } from "./views/order.ts";

let sandbox: TestSandbox;
let request: GraphqlRequest;
beforeAll(async () => {
  sandbox = await startTestSandbox();
  request = withViews({
    ctx: sandbox.ctx,
    shop: readShop(sandbox.ctx, "demo-shop.myshopify.com")!,
    scopes: ["read_all_orders"],
    trimDecimals: false,
  });
});
afterAll(() => sandbox.stop());

const schema = adminSchema();
/** Fields that are looked up with arguments of their own; they are tried in the endpoint's tests. */
const BY_ARGUMENT = new Set([
  "inventoryLevel",
  "order",
  "customer",
  "product",
  "productVariant",
  "inventoryItem",
  "location",
  "node",
  "nodes",
  "job",
  "webhookSubscription",
]);

const visits = new Map<string, number>();

/** Every field that a view offers is one of its type in the real schema, never null where the schema says so, and of the enum's values. */
function checkView(view: View, depth: number, seen: Set<string>): void {
  const type = schema.getType(view.__typename);
  expect(isObjectType(type) || isInterfaceType(type), view.__typename).toBe(true);
  if (!isObjectType(type)) return;
  // Views refer to each other in circles: each type is looked into a few times, from different sides.
  const side = `${type.name} ${depth}`;
  const times = (visits.get(side) ?? 0) + 1;
  visits.set(side, times);
  if (times > 6) return;
  const fields = type.getFields();
  for (const [name, given] of Object.entries(view)) {
    if (name === "__typename" || name === "inventoryLevel" || (view.__typename === "QueryRoot" && BY_ARGUMENT.has(name))) continue;
    const field = fields[name];
    // `code` of user errors and the like may be more than one type has.
    expect(field, `${view.__typename}.${name} is in the schema`).toBeDefined();
    seen.add(`${view.__typename}.${name}`);
    if (typeof given === "function" && depth === 0) continue;
    const value = typeof given === "function" ? (given as (args: object) => unknown)({ first: 3, names: ["available"], sortKey: "ID" }) : given;
    if (String(field!.type).endsWith("!")) expect(value, `${view.__typename}.${name} is ${String(field!.type)}`).not.toBeNull();
    const named = getNamedType(field!.type);
    for (const each of (Array.isArray(value) ? value : [value]) as unknown[]) {
      if (each === null || each === undefined) continue;
      if (isEnumType(named)) expect(named.getValue(String(each)), `${view.__typename}.${name} = ${String(each)}`).toBeDefined();
      if (typeof each === "object" && "__typename" in each && depth > 0) checkView(each as View, depth - 1, seen);
    }
  }
}

test("what the views offer is what the real schema has", () => {
  const seen = new Set<string>();
  const orders = listEntities(sandbox.ctx, "demo-shop.myshopify.com", "Order");
  // Delivered, refunded with shipping, discounts by code and by hand, euros, yen, a refunded amount.
  for (const index of [4, 7, 8, 9, 19, 20, 21]) {
    visits.clear();
    checkView(orderView(orders[index]!, request), 4, seen);
  }
  visits.clear();
  checkView(queryRoot(request), 6, seen);
  for (const type of [
    "Refund",
    "RefundShippingLine",
    "OrderAdjustment",
    "FulfillmentEvent",
    "CashRoundingAdjustment",
    "InventoryQuantity",
    "PricingPercentageValue",
    "DiscountCodeApplication",
    "LocationAddress",
  ])
    expect(
      [...seen].some((field) => field.startsWith(`${type}.`)),
      `${type} was met`,
    ).toBe(true);
});
