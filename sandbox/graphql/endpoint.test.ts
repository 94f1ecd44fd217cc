import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readEntity, listEntities } from "../store/entities.ts";
import { writeSettings } from "../store/settings.ts";
import { saveShop, readShop } from "../store/shops.ts";
import { FULL_ORDER } from "../testing/full-order-query.ts";
import { startTestSandbox } from "../testing/harness.ts";
import type { TestSandbox } from "../testing/harness.ts";
import { formatMinor } from "../shop/money.ts";
import { computeTotals } from "../shop/totals.ts";

const DEMO = "demo-shop.myshopify.com";
let sandbox: TestSandbox;
beforeAll(async () => {
  sandbox = await startTestSandbox();
});
afterAll(() => sandbox.stop());

const orders = () => listEntities(sandbox.ctx, DEMO, "Order");

describe("reading", () => {
  test("every demo order answers the full query without an error, with the shop's own totals", async () => {
    for (const order of orders().slice(0, 120)) {
      sandbox.advance(10_000);
      const { body } = await sandbox.gql(FULL_ORDER, { id: `gid://shopify/Order/${order.id}` });
      expect(body.errors, order.name).toBeUndefined();
      expect(body.data.order.legacyResourceId).toBe(order.id);
      expect(body.data.order.totalPriceSet.presentmentMoney).toEqual({
        amount: formatMinor(computeTotals(order).total.presentment, order.presentmentCurrency),
        currencyCode: order.presentmentCurrency,
      });
      expect(body.data.order.lineItems.nodes).toHaveLength(order.lines.length);
    }
  });

  test("yen have no decimals", async () => {
    const order = orders().find((each) => each.presentmentCurrency === "JPY")!;
    const { body } = await sandbox.gql("query($id: ID!) { order(id: $id) { totalPriceSet { presentmentMoney { amount } shopMoney { amount } } } }", {
      id: `gid://shopify/Order/${order.id}`,
    });
    expect(body.data.order.totalPriceSet.presentmentMoney.amount).toMatch(/^\d+$/);
    expect(body.data.order.totalPriceSet.shopMoney.amount).toMatch(/^\d+\.\d\d$/);
  });

  test("pages through all orders once, forwards and backwards", async () => {
    const seen: string[] = [];
    let after: string | null = null;
    do {
      sandbox.advance(10_000);
      const { body } = await sandbox.gql(
        "query($after: String) { orders(first: 37, after: $after, sortKey: UPDATED_AT, reverse: true) { nodes { id } pageInfo { hasNextPage endCursor } } }",
        { after },
      );
      seen.push(...body.data.orders.nodes.map((node: { id: string }) => node.id));
      after = body.data.orders.pageInfo.hasNextPage ? body.data.orders.pageInfo.endCursor : null;
    } while (after !== null);
    expect(new Set(seen).size).toBe(orders().length);
    expect(seen).toHaveLength(orders().length);
    const { body } = await sandbox.gql("{ orders(last: 2, sortKey: UPDATED_AT, reverse: true) { nodes { id } } }");
    expect(body.data.orders.nodes.map((node: { id: string }) => node.id)).toEqual(seen.slice(-2));
  });

  test("a field that the sandbox does not have is said so, never made up", async () => {
    const { body } = await sandbox.gql("{ shop { paymentSettings { supportedDigitalWallets } } }");
    expect(body.data).toBeNull();
    expect(body.errors[0].extensions.code).toBe("NOT_SUPPORTED_BY_SANDBOX");
  });

  test("filters by name, status, times and combinations", async () => {
    const ask = async (query: string) => {
      const { body } = await sandbox.gql("query($query: String) { orders(first: 250, query: $query) { nodes { name } } }", { query });
      return body.data.orders.nodes.map((node: { name: string }) => node.name) as string[];
    };
    expect(await ask("name:1003")).toEqual(["#1003"]);
    expect(await ask("name:'#1003' OR name:'#1004'")).toEqual(["#1003", "#1004"]);
    expect(await ask("status:cancelled AND -financial_status:voided")).toHaveLength(5);
    const third = orders()[2]!;
    const time = new Date(third.createdAt).toISOString();
    expect(await ask(`created_at:>='${time}' created_at:<="${time}"`)).toEqual([third.name]);
    expect(await ask(`id:>${orders()[117]!.id} id:<=${orders()[119]!.id}`)).toHaveLength(2);
  });
});

describe("refusing", () => {
  test("no token, a wrong token, an unknown version", async () => {
    expect((await sandbox.gql("{ shop { name } }", {}, { token: null })).status).toBe(401);
    expect((await sandbox.gql("{ shop { name } }", {}, { token: "shpat_wrong" })).status).toBe(401);
    expect((await sandbox.gql("{ shop { name } }", {}, { version: "2027-01" })).status).toBe(404);
    expect((await sandbox.gql("{ shop { name } }", {}, { version: "2026-07" })).status).toBe(200);
  });

  test("an unknown field answers 200 with Shopify's own words", async () => {
    const { status, body } = await sandbox.gql("{ shop { nam } }");
    expect(status).toBe(200);
    expect(body).toEqual({
      errors: [
        expect.objectContaining({
          message: "Field 'nam' doesn't exist on type 'Shop'",
          extensions: { code: "undefinedField", typeName: "Shop", fieldName: "nam" },
        }),
      ],
    });
  });

  test("customer data that is not approved is null, with an error", async () => {
    const shop = readShop(sandbox.ctx, DEMO)!;
    saveShop(sandbox.ctx, { ...shop, protectedCustomerData: false });
    const { body } = await sandbox.gql("query($id: ID!) { order(id: $id) { name email shippingAddress { city } customer { id firstName } } }", {
      id: `gid://shopify/Order/${orders()[0]!.id}`,
    });
    saveShop(sandbox.ctx, shop);
    expect(body.data.order).toEqual({ name: "#1001", email: null, shippingAddress: null, customer: { id: expect.any(String), firstName: null } });
    expect(body.errors.map((error: { extensions: { code: string } }) => error.extensions.code)).toEqual([
      "ACCESS_DENIED",
      "ACCESS_DENIED",
      "ACCESS_DENIED",
    ]);
  });

  test("an exhausted bucket throttles until it has filled again", async () => {
    writeSettings(sandbox.ctx, { cost_bucket_size: 30, cost_restore_per_second: 10 });
    sandbox.advance(60_000);
    const query = `{ orders(first: 50) { nodes { id lineItems(first: 1) { nodes { id } } } } }`;
    const first = await sandbox.gql(query);
    expect(first.body.data.orders.nodes).toHaveLength(50);
    const cost = first.body.extensions.cost;
    expect(cost.throttleStatus.currentlyAvailable).toBe(30 - cost.actualQueryCost);
    let last = first;
    for (let call = 0; call < 3 && !last.body.errors; call++) last = await sandbox.gql(query);
    expect(last.status).toBe(200);
    expect(last.body.errors[0].extensions.code).toBe("THROTTLED");
    sandbox.advance(3000);
    expect((await sandbox.gql(query)).body.errors).toBeUndefined();
    writeSettings(sandbox.ctx, { cost_bucket_size: 2000, cost_restore_per_second: 100 });
    sandbox.advance(60_000);
  });

  test("a query beyond the single query limit is refused before it runs", async () => {
    sandbox.advance(60_000);
    const before = await sandbox.gql("{ shop { name } }");
    const { body } = await sandbox.gql(
      "{ orders(first: 250) { nodes { lineItems(first: 250) { nodes { taxLines { priceSet { shopMoney { amount } presentmentMoney { amount } } } variant { id } product { id } } } } } }",
    );
    const { message, extensions } = body.errors[0];
    expect(extensions).toMatchObject({ code: "MAX_COST_EXCEEDED", cost: expect.any(Number), maxCost: 1000 });
    expect(extensions.cost).toBeGreaterThan(1000);
    expect(message).toBe(`Query cost is ${extensions.cost}, which exceeds the single query max cost limit (1000).`);
    expect(body.data).toBeUndefined();
    const after = await sandbox.gql("{ shop { name } }");
    const left = (answer: typeof after) => answer.body.extensions.cost.throttleStatus.currentlyAvailable as number;
    expect(left(after), "it costs nothing").toBe(left(before) - 1);
  });
});

test("search lags behind writes, reading by id does not", async () => {
  const placed = await sandbox.api("POST", "/sandbox/orders");
  const { id, name } = placed.body.order;
  const find = async () =>
    (await sandbox.gql("query($q: String) { orders(first: 1, query: $q) { nodes { id } } }", { q: `name:${name}` })).body.data.orders.nodes;
  expect(await find()).toEqual([]);
  expect((await sandbox.gql("query($id: ID!) { order(id: $id) { name } }", { id: `gid://shopify/Order/${id}` })).body.data.order.name).toBe(name);
  sandbox.advance(2001);
  expect(await find()).toEqual([{ id: `gid://shopify/Order/${id}` }]);
  expect(readEntity(sandbox.ctx, DEMO, "Order", id)).not.toBeNull();
});

test("every call is kept with its cost and whether it was valid", async () => {
  await sandbox.gql("query Named { shop { name } }");
  await sandbox.gql("{ nothing }");
  const { body } = await sandbox.api("GET", "/sandbox/requests?limit=2");
  expect(body.requests[0]).toMatchObject({ valid: false, status: 200, query: "{ nothing }" });
  expect(body.requests[1]).toMatchObject({ valid: true, operation: "Named", cost: { requested: 1, actual: 1 } });
});
