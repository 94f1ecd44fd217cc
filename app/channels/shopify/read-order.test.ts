import { describe, expect, it } from "vitest";
import { failure } from "#app/domain/failure.ts";
import { err, ok } from "#app/lib/result.ts";
import type { ApiCall, ConnectionFacts } from "../contract.ts";
import { FULFILLMENTS_WITH_ORDER, REFUNDS_WITH_ORDER } from "./documents.ts";
import { readOrder } from "./read-order.ts";

const connection: ConnectionFacts = { externalId: "demo.myshopify.com", currency: "USD", country: "US", timezone: null };
const ALL = ["read_orders", "read_customers", "read_products", "read_locations"];

const bag = (amount: string) => ({ shopMoney: { amount, currencyCode: "USD" }, presentmentMoney: { amount, currencyCode: "USD" } });
const page = <T>(nodes: T[], next: string | null = null) => ({ pageInfo: { hasNextPage: next !== null, endCursor: next }, nodes });
const line = (id: number) => ({
  id: `gid://shopify/LineItem/${id}`,
  title: "Pot",
  quantity: 1,
  currentQuantity: 1,
  originalUnitPriceSet: bag("1.0"),
  requiresShipping: true,
  taxable: true,
  isGiftCard: false,
  discountAllocations: [],
  taxLines: [],
});
const refund = (
  id: number,
  lines = page([
    { lineItem: { id: "gid://shopify/LineItem/1" }, quantity: 1, restockType: "RETURN", subtotalSet: bag("1.0"), totalTaxSet: bag("0.0") },
  ]),
) => ({
  id: `gid://shopify/Refund/${id}`,
  createdAt: "2026-11-21T10:00:00Z",
  refundLineItems: lines,
  refundShippingLines: page([]),
  orderAdjustments: page([]),
  transactions: page([
    { kind: "REFUND", status: "SUCCESS", amountSet: bag("1.0") },
    { kind: "REFUND", status: "FAILURE", amountSet: bag("1.0") },
    { kind: "VOID", status: "SUCCESS", amountSet: bag("1.0") },
  ]),
});
const fulfillment = (id: number, over: object = {}) => ({
  id: `gid://shopify/Fulfillment/${id}`,
  status: "SUCCESS",
  displayStatus: "FULFILLED",
  createdAt: "2026-11-21T10:00:00Z",
  updatedAt: "2026-11-21T10:00:00Z",
  trackingInfo: [],
  events: { nodes: [] },
  fulfillmentLineItems: page([{ lineItem: { id: "gid://shopify/LineItem/1" }, quantity: 1 }]),
  ...over,
});
const order = (over: object = {}) => ({
  id: "gid://shopify/Order/1",
  name: "#1001",
  currencyCode: "USD",
  presentmentCurrencyCode: "USD",
  totalPriceSet: bag("3.0"),
  currentTotalPriceSet: bag("3.0"),
  totalOutstandingSet: bag("0.0"),
  taxesIncluded: false,
  tags: [],
  test: false,
  createdAt: "2026-11-21T09:00:00Z",
  updatedAt: "2026-11-21T10:00:00Z",
  lineItems: page([line(1)]),
  shippingLines: page([]),
  ...over,
});
const moves = (over: object = {}) => ({ updatedAt: "2026-11-21T10:00:00Z", refunds: [], fulfillments: [], ...over });

/** Answers by operation name, in turn where several answers are given; keeps what was asked. */
function fakeApi(answers: Record<string, unknown[]>) {
  const asked: { operation: string; variables: Record<string, unknown> }[] = [];
  const call: ApiCall = async (query, variables) => {
    const operation = /query (\w+)/.exec(query)?.[1] ?? "";
    asked.push({ operation, variables });
    const left = answers[operation];
    if (!left || left.length === 0) throw new Error(`nobody expected ${operation}`);
    return ok((left.length > 1 ? left.shift() : left[0]) as Record<string, unknown>);
  };
  return { call, asked, operations: () => asked.map((one) => one.operation) };
}
const read = (api: { call: ApiCall }, scopes = ALL) => readOrder(api.call, "1", connection, scopes);
async function readOk(api: { call: ApiCall }) {
  const answer = await read(api);
  if (!answer.ok || answer.value === null) throw new Error(JSON.stringify(answer));
  return answer.value;
}

describe("readOrder", () => {
  it("takes two calls for an ordinary order", async () => {
    const api = fakeApi({ CrossdockOrder: [{ order: order() }], CrossdockOrderMoves: [{ order: moves() }] });
    expect(await readOk(api)).toMatchObject({ external_id: "1", order_ref: "SH-#1001", total_minor: 300, lines: [{ external_id: "1" }] });
    expect(api.operations()).toEqual(["CrossdockOrder", "CrossdockOrderMoves"]);
    expect(api.asked[0]?.variables).toMatchObject({ id: "gid://shopify/Order/1", withCustomer: true, withProducts: true });
  });

  it("reads every page of lines and shipping lines", async () => {
    const api = fakeApi({
      CrossdockOrder: [{ order: order({ lineItems: page([line(1)], "a"), shippingLines: page([], "s") }) }],
      CrossdockOrderLines: [
        { order: { updatedAt: "2026-11-21T10:00:00Z", lineItems: page([line(2)], "b") } },
        { order: { updatedAt: "2026-11-21T10:00:00Z", lineItems: page([line(3)]) } },
      ],
      CrossdockOrderShippingLines: [
        {
          order: {
            updatedAt: "2026-11-21T10:00:00Z",
            shippingLines: page([
              {
                id: "gid://shopify/ShippingLine/5",
                title: "Post",
                isRemoved: true,
                originalPriceSet: bag("4.0"),
                discountedPriceSet: bag("4.0"),
                discountAllocations: [],
                taxLines: [],
              },
            ]),
          },
        },
      ],
      CrossdockOrderMoves: [{ order: moves() }],
    });
    const found = await readOk(api);
    expect(found.lines.map((one) => one.external_id)).toEqual(["1", "2", "3"]);
    expect(found).toMatchObject({ shipping_minor: 0, shipping_lines: [{ external_id: "5", is_removed: true }] });
    expect(api.asked.filter((one) => one.operation === "CrossdockOrderLines").map((one) => one.variables["after"])).toEqual(["a", "b"]);
  });

  it("reads refunds and fulfilments beyond those that come with the order, and all their lines", async () => {
    const first = Array.from({ length: REFUNDS_WITH_ORDER }, (_, at) => refund(at + 1));
    const parcels = Array.from({ length: FULFILLMENTS_WITH_ORDER }, (_, at) => fulfillment(at + 1));
    const rest = {
      lineItem: { id: "gid://shopify/LineItem/2" },
      quantity: 1,
      restockType: "CANCEL",
      subtotalSet: bag("1.0"),
      totalTaxSet: bag("0.0"),
    };
    const api = fakeApi({
      CrossdockOrder: [{ order: order() }],
      CrossdockOrderMoves: [{ order: moves({ refunds: first, fulfillments: parcels }) }],
      CrossdockOrderMoveIds: [
        {
          order: { refunds: [...first, refund(90)].map(({ id }) => ({ id })), fulfillments: [...parcels, fulfillment(91)].map(({ id }) => ({ id })) },
        },
      ],
      CrossdockRefund: [{ node: refund(90, page([rest], "r")) }],
      CrossdockRefundLines: [{ node: { refundLineItems: page([{ ...rest, lineItem: { id: "gid://shopify/LineItem/3" } }]) } }],
      CrossdockFulfillment: [
        { node: fulfillment(91, { fulfillmentLineItems: page([{ lineItem: { id: "gid://shopify/LineItem/1" }, quantity: 1 }], "f") }) },
      ],
      CrossdockFulfillmentLines: [{ node: { fulfillmentLineItems: page([{ lineItem: { id: "gid://shopify/LineItem/2" }, quantity: 2 }]) } }],
    });
    const found = await readOk(api);
    expect(found.refunds.map((one) => one.external_id)).toEqual(["1", "2", "3", "90"]);
    expect(found.refunded_minor).toBe(400);
    expect(found.refunds.at(-1)?.lines.map((one) => one.line_external_id)).toEqual(["2", "3"]);
    expect(found.fulfillments.at(-1)?.lines).toEqual([
      { line_external_id: "1", quantity: 1 },
      { line_external_id: "2", quantity: 2 },
    ]);
  });

  it("starts over when the order changes while it is read, and gives up after three times", async () => {
    const changed = fakeApi({
      CrossdockOrder: [{ order: order() }, { order: order({ updatedAt: "2026-11-21T10:00:05Z" }) }],
      CrossdockOrderMoves: [{ order: moves({ updatedAt: "2026-11-21T10:00:05Z" }) }],
    });
    expect(await readOk(changed)).toMatchObject({ source_updated_at: Date.parse("2026-11-21T10:00:05Z") });
    expect(changed.operations()).toEqual(["CrossdockOrder", "CrossdockOrderMoves", "CrossdockOrder", "CrossdockOrderMoves"]);
    const restless = fakeApi({
      CrossdockOrder: [{ order: order() }],
      CrossdockOrderMoves: [{ order: moves({ updatedAt: "2026-11-21T11:00:00Z" }) }],
    });
    expect(await read(restless)).toMatchObject({ ok: false, error: { class: "transient", code: "order_keeps_changing" } });
    expect(restless.asked).toHaveLength(6);
  });

  it("says null when the order is gone, at either call", async () => {
    expect(await read(fakeApi({ CrossdockOrder: [{ order: null }] }))).toEqual({ ok: true, value: null });
    expect(await read(fakeApi({ CrossdockOrder: [{ order: order() }], CrossdockOrderMoves: [{ order: null }] }))).toEqual({ ok: true, value: null });
  });

  it("asks for nothing that is not granted", async () => {
    const api = fakeApi({
      CrossdockOrder: [{ order: order() }],
      CrossdockOrderMoves: [{ order: moves({ refunds: [refund(1)], fulfillments: [fulfillment(1)] }) }],
    });
    const answer = await read(api, ["read_orders"]);
    expect(answer).toMatchObject({
      ok: true,
      value: { customer: null, lines: [{ product_external_id: null, variant_external_id: null }], fulfillments: [{ location_external_id: null }] },
    });
    for (const { variables } of api.asked)
      for (const [name, value] of Object.entries(variables)) if (name.startsWith("with")) expect(value, name).toBe(false);
  });

  it("passes a failure on, and calls a broken answer what it is", async () => {
    const throttled: ApiCall = async () => err(failure("throttled", "rate_limited", "slow down", 1000));
    expect(await read({ call: throttled })).toMatchObject({ ok: false, error: { code: "rate_limited", retryAfterMs: 1000 } });
    const broken = fakeApi({ CrossdockOrder: [{ order: { ...order(), totalPriceSet: null } }] });
    expect(await read(broken)).toMatchObject({
      ok: false,
      error: { class: "bug", code: "answer_unreadable", message: expect.stringContaining("order.totalPriceSet") as string },
    });
    const endless = fakeApi({
      CrossdockOrder: [{ order: order({ lineItems: page([line(1)], "a") }) }],
      CrossdockOrderLines: [{ order: { updatedAt: "2026-11-21T10:00:00Z", lineItems: page([], "a") } }],
    });
    expect(await read(endless)).toMatchObject({ ok: false, error: { code: "answer_unreadable" } });
  });

  it("takes a parcel's carrier status from the display status, else from its last event", async () => {
    const status = async (over: object): Promise<unknown> =>
      (
        await readOk(
          fakeApi({ CrossdockOrder: [{ order: order() }], CrossdockOrderMoves: [{ order: moves({ fulfillments: [fulfillment(1, over)] }) }] }),
        )
      ).fulfillments[0]?.shipment_status;
    expect(await status({})).toBeNull();
    expect(await status({ displayStatus: "OUT_FOR_DELIVERY" })).toBe("out_for_delivery");
    expect(await status({ displayStatus: "CANCELED", events: { nodes: [{ status: "IN_TRANSIT" }] } })).toBe("in_transit");
    expect(await status({ displayStatus: "CONFIRMED" })).toBeNull();
    expect(await status({ displayStatus: "CONFIRMED", events: { nodes: [{ status: "CONFIRMED" }] } })).toBe("confirmed");
    expect(await status({ status: "FAILURE", displayStatus: "FAILURE" })).toBeNull();
  });
});
