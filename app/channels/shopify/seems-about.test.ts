import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sampleOrderBody } from "../../../tests/helpers/sample-deliveries.ts";
import { seemsAbout } from "./seems-about.ts";

const about = (topic: string, body: string) => seemsAbout(topic, Buffer.from(body));
const ORDER = { entityType: "order", externalId: "5000000001", orderRef: "SH-#10001" };

describe("what an unreadable body seems to be about", () => {
  it("is the order that it names, to the last digit of its id", () => {
    expect(about("orders/create", `{"id":5000000001,"name":"#10001","line_items":"none"}`)).toEqual(ORDER);
    expect(about("orders/updated", `{"line_items":[{"id":7,"name":"Mug"}],"id":820982911946154508,"name":"#1001-EU"}`)).toEqual({
      entityType: "order",
      externalId: "820982911946154508",
      orderRef: "SH-#1001-EU",
    });
  });
  it("is read from a body that was cut off, or is no JSON after its beginning", () => {
    const whole = sampleOrderBody(1);
    for (const length of [whole.length, 400, 200, 120]) expect(about("orders/create", whole.slice(0, length)), String(length)).toEqual(ORDER);
    expect(about("orders/create", `{"id":5000000001,"name":"#10001",oops \\u0000 }}`)).toEqual(ORDER);
  });
  it("is the order a refund or a parcel belongs to, and the thing of the other topics", () => {
    const body = `{"id":1,"order_id":2,"inventory_item_id":3,"name":"#1001.1"}`;
    for (const topic of ["refunds/create", "fulfillments/update", "fulfillment_events/create"])
      expect(about(topic, body), topic).toEqual({ entityType: "order", externalId: "2", orderRef: null });
    expect(about("products/update", body)).toEqual({ entityType: "product", externalId: "1", orderRef: null });
    expect(about("customers/create", body)).toEqual({ entityType: "customer", externalId: "1", orderRef: null });
    expect(about("inventory_levels/update", body)).toEqual({ entityType: "inventory", externalId: "3", orderRef: null });
  });
  it.each([
    ["orders/create", "not JSON"],
    ["orders/create", ""],
    ["orders/create", `[{"id":1,"name":"#1"}]`],
    ["orders/create", `{"customer":{"id":1,"name":"#1"}}`],
    ["orders/create", `{"id":-1.5,"name":"Jane Doe"}`],
    ["orders/create", `{"id":"1 OR 1=1","name":"#1\\u0000"}`],
    ["orders/edited", `{"id":1,"order_edit":{"order_id":2}}`],
    ["customers/redact", `{"id":1}`],
    ["moons/landed", `{"id":1}`],
  ])("is nothing for %s %s", (topic, body) => expect(about(topic, body)).toBeNull());
  it("looks at a bounded part, in a time that grows with it", () => {
    const far = `{"note":"${"x".repeat(300_000)}","id":1}`;
    expect(about("orders/create", far)).toBeNull();
    const startedAt = performance.now();
    for (const bytes of [`{"a":"${"\\".repeat(5_000_000)}`, `${'{"id":'.repeat(800_000)}`, "[".repeat(5_000_000), '"'.repeat(5_000_001)])
      about("orders/create", bytes);
    expect(performance.now() - startedAt).toBeLessThan(2_000);
  });
  it("never throws, whatever the bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.string({ unit: "binary", maxLength: 300 }), (bytes, text) => {
        seemsAbout("orders/create", bytes);
        const subject = about("orders/create", `{"id":1,"name":${JSON.stringify(text)}`);
        expect(subject?.externalId).toBe("1");
        expect(subject?.orderRef ?? "").not.toMatch(/[\u0000-\u001f\u007f]/);
      }),
    );
  });
});
