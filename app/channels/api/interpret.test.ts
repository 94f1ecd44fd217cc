import { describe, expect, it } from "vitest";
import { canonicalEventSchema } from "#app/domain/events.ts";
import { anEvent } from "../../../tests/helpers/event-stand.ts";
import { interpret } from "./interpret.ts";

const connection = { externalId: "mer_1", currency: "EUR", country: "DE", timezone: null };
function told(body: Record<string, unknown>, account = "mer_1") {
  const read = interpret(
    { topic: String(body["event_type"]), headers: {}, body: Buffer.from(JSON.stringify(body)), triggeredAt: null },
    { ...connection, externalId: account },
  );
  if (!read.ok) return read.error;
  const event = canonicalEventSchema.parse(read.value.event);
  if (event.type !== "order_told") throw new Error(event.type);
  return { ...event.order, facts: event.facts };
}
const at = Date.parse("2026-11-20T10:15:00Z");
const eventOf = (type: string, status: string) => anEvent({ event_type: type, order: { status } });

describe("an event of the event API", () => {
  it.each([
    ["order_created", "created", "PENDING"],
    ["order_created", "Confirmed", "CONFIRMED"],
    ["order_updated", "out_for_delivery", "OUT_FOR_DELIVERY"],
    ["order_delivered", "shipped", "DELIVERED"],
    ["order_cancelled", "delivered", "CANCELLED"],
    ["order_returned", "delivered", "RETURNED"],
  ])("%s with the status %s makes the order %s", (type, status, hub) => {
    expect(told(eventOf(type, status))).toMatchObject({ hub_status: hub, told_at: at, order_ref: "API-10045", name: "10045", is_test: false });
  });

  it("was delivered when it says, else when it happened", () => {
    expect(told(eventOf("order_delivered", "delivered"))).toMatchObject({
      delivered_at: at,
      facts: [{ kind: "shipment", value: "delivered", occurred_at: at }],
    });
    expect(told(anEvent())).toMatchObject({ delivered_at: Date.parse("2026-11-20T10:00:00Z") });
    expect(told(eventOf("order_updated", "shipped"))).toMatchObject({ delivered_at: null, ordered_at: null, facts: [] });
    expect(told(eventOf("order_created", "created"))).toMatchObject({ ordered_at: at, facts: [{ kind: "lifecycle", value: "created" }] });
  });

  it("has sums only where it tells them", () => {
    expect(told(anEvent())).toMatchObject({ total_minor: 12_990, currency: "EUR", lines: [{ external_id: "#1", unit_price_minor: 6_495 }] });
    expect(told(eventOf("order_updated", "shipped"))).toMatchObject({ total_minor: null, currency: null, lines: null });
  });

  it("of the test space is a test", () => expect(told(anEvent(), "mer_1:test")).toMatchObject({ is_test: true }));

  it.each([
    ["two lines with one id", { order: { status: "created", lines: ["a", "a"].map((id) => ({ id, title: "Mug", quantity: 1 })) } }],
    ["an amount without its currency", { order: { status: "created", total: "1" } }],
    ["a time that is none", { occurred_at: "soon" }],
    ["no customer", { customer: undefined }],
  ])("cannot be read with %s", (_what, change) => {
    expect(told(anEvent(change))).toMatchObject({ class: "rejected", code: "body_unreadable" });
  });
});
