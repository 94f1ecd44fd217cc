import { describe, expect, it } from "vitest";
import { anEvent } from "../../tests/helpers/event-stand.ts";
import { createEventReader } from "./read-event.ts";

const NOW = Date.UTC(2026, 10, 21, 9, 0, 0);
const read = createEventReader(() => NOW);
function errorsOf(body: unknown): string[] {
  const answer = read(typeof body === "string" ? Buffer.from(body) : Buffer.from(JSON.stringify(body)));
  return answer.ok ? [] : answer.error.map(({ path, code }) => `${path} ${code}`);
}
const order = (change: Record<string, unknown>) => anEvent({ order: { status: "delivered", ...change } });

describe("an event's body", () => {
  it("is read when it is as documented", () => {
    expect(errorsOf(anEvent())).toEqual([]);
    expect(errorsOf(order({}))).toEqual([]);
  });

  it.each([
    ["", " request_unreadable"],
    ["{", " request_unreadable"],
    ["[".repeat(100), " request_unreadable"],
    ["[]", " type_wrong"],
    ["null", " type_wrong"],
  ])("is refused as %j", (text, error) => expect(errorsOf(text)).toEqual([error]));

  it("needs its amounts in the decimals of their currency", () => {
    expect(errorsOf(order({ total: "19.999", currency: "EUR" }))).toEqual(["order.total amount_invalid"]);
    expect(errorsOf(order({ total: "19.999", currency: "KWD" }))).toEqual([]);
    expect(errorsOf(order({ total: 1200.5, currency: "JPY" }))).toEqual(["order.total amount_invalid"]);
    expect(errorsOf(order({ total: "1200.0", currency: "JPY" }))).toEqual([]);
    expect(errorsOf(order({ total: "999999999999.9999", currency: "CLF" }))).toEqual(["order.total amount_invalid"]);
    expect(errorsOf(order({ total: "12" }))).toEqual(["order.currency required"]);
    expect(errorsOf(order({ currency: "EUR", lines: [{ title: "Mug", quantity: 1, unit_price: "0.001" }] }))).toEqual([
      "order.lines[0].unit_price amount_invalid",
    ]);
  });

  it("needs lines that can be told apart", () => {
    const line = { title: "Mug", quantity: 1 };
    expect(errorsOf(order({ lines: [line, line, { ...line, id: "7" }] }))).toEqual([]);
    expect(errorsOf(order({ lines: [{ ...line, id: "7" }, line, { ...line, id: "7" }] }))).toEqual(["order.lines[2].id value_invalid"]);
    // A line without an id is known by its place.
    expect(errorsOf(order({ lines: [{ ...line, id: "#2" }, line] }))).toEqual(["order.lines[1].id value_invalid"]);
  });

  it("says what fields depend on beside what fields are, and of one field one thing", () => {
    expect(errorsOf({ ...order({ total: "19.999", currency: "EUR" }), customer: { phone: "123" } }).sort()).toEqual([
      "customer.phone phone_not_e164",
      "order.total amount_invalid",
    ]);
    expect(errorsOf(order({ total: "1,5", currency: "EUR" }))).toEqual(["order.total amount_invalid"]);
  });

  it("does not take a day ahead for the past", () => {
    expect(errorsOf(anEvent({ occurred_at: "2026-11-22T08:59:59Z" }))).toEqual([]);
    expect(errorsOf(anEvent({ occurred_at: "2026-11-22T09:00:01Z" }))).toEqual(["occurred_at time_in_future"]);
  });
});
