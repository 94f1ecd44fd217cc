import { describe, expect, it } from "vitest";
import { byId, fullName, idOf, minorOf, parseTime, rateOf, tagsOf, text, timeOf, variantTitle } from "./normalise.ts";
import { Unreadable } from "#app/domain/unreadable.ts";

describe("normalise", () => {
  it("reads ids of both voices", () => {
    expect(
      ["gid://shopify/Order/450789469", 450789469, "450789469", "gid://shopify/InventoryLevel/1?inventory_item_id=2"].map((id) => idOf(id)),
    ).toEqual(["450789469", "450789469", "450789469", "1"]);
    expect(() => idOf("gid://other/Order/1")).toThrow(Unreadable);
  });

  it("reads times of every form as the same instant, and nothing else", () => {
    const instant = Date.UTC(2008, 0, 10, 16, 0, 0);
    for (const time of ["2008-01-10T11:00:00-05:00", "2008-01-10T16:00:00Z", "2008-01-10T16:00:00.000Z", "2008-01-10T16:00:00.000999999Z"])
      expect(timeOf(time, "t")).toBe(instant);
    for (const time of ["", "yesterday", "2008", "2008-13-41T99:00:00Z"]) expect(parseTime(time)).toBeNull();
    expect(() => timeOf("soon", "order.created_at")).toThrow("order.created_at: not an ISO 8601 time");
  });

  it("brings both forms of the same thing to one", () => {
    expect([rateOf(0.1), rateOf("0.10"), rateOf(1e-7), rateOf(0), rateOf("0.0725"), rateOf(20), rateOf("0.0"), rateOf(null)]).toEqual([
      "0.1",
      "0.1",
      "0.0000001",
      "0",
      "0.0725",
      "20",
      "0",
      "",
    ]);
    expect(tagsOf(" vip, b2b ,vip,,Ärger")).toEqual(tagsOf(["Ärger", "vip", "b2b"]));
    expect([text(""), text("  "), text(null), text(" a ")]).toEqual([null, null, null, " a "]);
    expect([variantTitle("Default Title"), variantTitle(""), variantTitle("green")]).toEqual([null, null, "green"]);
    expect([fullName("Bob", "Norman"), fullName(null, "Norman"), fullName("", null)]).toEqual(["Bob Norman", "Norman", null]);
    expect(["10", "9", "820982911946154509", "820982911946154508"].sort(byId)).toEqual(["9", "10", "820982911946154508", "820982911946154509"]);
  });

  it("names the field of an amount it cannot read", () => {
    expect(minorOf("1200.0", "JPY", "x")).toBe(1200);
    expect(() => minorOf("19.905", "USD", "order.total_price")).toThrow("order.total_price: not an amount of USD (too many decimals)");
  });
});
