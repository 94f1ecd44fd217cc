import { describe, expect, it } from "vitest";
import { HUB_STATUSES } from "#app/domain/hub-status.ts";
import { isDraft, STATUSES } from "./status-map.ts";

describe("WooCommerce's statuses", () => {
  it("mean in the hub what issue 5 says", () => {
    expect(Object.entries(STATUSES.in).map(([from, to]) => `${from}→${to}`)).toEqual([
      "pending→PENDING",
      "processing→PROCESSING",
      "on-hold→PENDING",
      "completed→DELIVERED",
      "cancelled→CANCELLED",
      "refunded→RETURNED",
      "failed→CANCELLED",
    ]);
  });

  it("are what every hub status becomes in the store", () => {
    expect(HUB_STATUSES.map((status) => `${status}→${STATUSES.out[status]}`)).toEqual([
      "PENDING→pending",
      "CONFIRMED→processing",
      "PROCESSING→processing",
      "PICKED→processing",
      "PACKED→processing",
      "SHIPPED→processing",
      "OUT_FOR_DELIVERY→processing",
      "DELIVERED→completed",
      "CANCELLED→cancelled",
      "RETURNED→refunded",
    ]);
  });

  it("out and in again is a status the store knows, and the same where there is one of its own", () => {
    for (const status of ["PENDING", "PROCESSING", "DELIVERED", "CANCELLED", "RETURNED"] as const)
      expect(STATUSES.in[STATUSES.out[status]]).toBe(status);
  });

  it("leave drafts out", () => {
    expect(["checkout-draft", "auto-draft", "pending", "draft"].filter(isDraft)).toEqual(["checkout-draft", "auto-draft", "draft"]);
  });
});
