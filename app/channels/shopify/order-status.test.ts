import { describe, expect, it } from "vitest";
import { HUB_STATUSES } from "#app/domain/hub-status.ts";
import type { HubStatus } from "#app/domain/hub-status.ts";
import { fulfillmentWord, HUB_STATUS_BY_FINANCIAL, hubStatusOf } from "./order-status.ts";
import type { StatusFacts } from "./order-status.ts";

const facts = (over: Partial<StatusFacts>): StatusFacts => ({
  isCancelled: false,
  financialStatus: "paid",
  fulfillmentStatus: "unfulfilled",
  shipmentStatuses: [],
  isAllReturned: false,
  ...over,
});

describe("hubStatusOf", () => {
  it.each<[string, Partial<StatusFacts>, HubStatus]>([
    ["not paid", { financialStatus: "pending" }, "PENDING"],
    ["no financial status", { financialStatus: null }, "PENDING"],
    ["authorised", { financialStatus: "authorized" }, "CONFIRMED"],
    ["paid", {}, "CONFIRMED"],
    ["partly paid after an edit", { financialStatus: "partially_paid" }, "CONFIRMED"],
    ["payment voided", { financialStatus: "voided" }, "PENDING"],
    ["payment lapsed", { financialStatus: "expired" }, "PENDING"],
    ["money back but nothing said of the goods", { financialStatus: "refunded" }, "CONFIRMED"],
    ["a word from the future", { financialStatus: "in_escrow" }, "PENDING"],
    ["partly shipped", { fulfillmentStatus: "partial", shipmentStatuses: ["delivered"] }, "PROCESSING"],
    ["fulfilled means shipped", { fulfillmentStatus: "fulfilled", shipmentStatuses: [null] }, "SHIPPED"],
    ["fulfilled without any fulfilment listed", { fulfillmentStatus: "fulfilled" }, "SHIPPED"],
    ["shipped though unpaid", { fulfillmentStatus: "fulfilled", financialStatus: "pending", shipmentStatuses: ["in_transit"] }, "SHIPPED"],
    ["all parcels out", { fulfillmentStatus: "fulfilled", shipmentStatuses: ["out_for_delivery", "delivered"] }, "OUT_FOR_DELIVERY"],
    ["one parcel still on its way", { fulfillmentStatus: "fulfilled", shipmentStatuses: ["delivered", "in_transit"] }, "SHIPPED"],
    ["all parcels delivered", { fulfillmentStatus: "fulfilled", shipmentStatuses: ["delivered", "delivered"] }, "DELIVERED"],
    ["delivered and refunded", { fulfillmentStatus: "fulfilled", shipmentStatuses: ["delivered"], financialStatus: "refunded" }, "DELIVERED"],
    ["all goods came back", { fulfillmentStatus: "fulfilled", shipmentStatuses: ["delivered"], isAllReturned: true }, "RETURNED"],
    [
      "cancelled beats everything",
      { isCancelled: true, fulfillmentStatus: "fulfilled", shipmentStatuses: ["delivered"], isAllReturned: true },
      "CANCELLED",
    ],
  ])("%s", (_name, over, expected) => {
    expect(hubStatusOf(facts(over))).toBe(expected);
  });

  it("never claims delivery unless every parcel is delivered and everything is shipped", () => {
    const words = [null, "in_transit", "out_for_delivery", "delivered", "failure", "attempted_delivery", "confirmed"];
    for (const first of words)
      for (const second of words)
        for (const fulfillmentStatus of ["unfulfilled", "partial", "fulfilled"] as const) {
          const isDelivered = fulfillmentStatus === "fulfilled" && first === "delivered" && second === "delivered";
          expect(hubStatusOf(facts({ fulfillmentStatus, shipmentStatuses: [first, second] })) === "DELIVERED").toBe(isDelivered);
        }
  });

  it("maps every financial status of Shopify to a status of the hub", () => {
    // https://shopify.dev/docs/api/admin-graphql/2026-10/enums/OrderDisplayFinancialStatus
    expect(Object.keys(HUB_STATUS_BY_FINANCIAL).sort()).toEqual([
      "authorized",
      "expired",
      "paid",
      "partially_paid",
      "partially_refunded",
      "pending",
      "refunded",
      "voided",
    ]);
    for (const status of Object.values(HUB_STATUS_BY_FINANCIAL)) expect(HUB_STATUSES).toContain(status);
  });
});

describe("fulfillmentWord", () => {
  it("says the same for both voices of one state", () => {
    expect([null, "UNFULFILLED", "OPEN", "RESTOCKED", "restocked", "FULFILLMENT_NOT_REQUIRED"].map((word) => fulfillmentWord(word, false))).toEqual(
      Array(6).fill("unfulfilled"),
    );
    expect([fulfillmentWord("partial", true), fulfillmentWord("PARTIALLY_FULFILLED", true)]).toEqual(["partial", "partial"]);
    expect([fulfillmentWord("fulfilled", true), fulfillmentWord("FULFILLED", true)]).toEqual(["fulfilled", "fulfilled"]);
  });

  it.each(["ON_HOLD", "SCHEDULED", "IN_PROGRESS", "PENDING_FULFILLMENT", "REQUEST_DECLINED", "A_NEW_ONE"])(
    "%s hides whether a part has gone: the shipments tell",
    (word) => {
      expect([fulfillmentWord(word, false), fulfillmentWord(word, true)]).toEqual(["unfulfilled", "partial"]);
    },
  );
});
