import { describe, expect, it } from "vitest";
import type { MessageReport } from "#app/domain/events.ts";
import { applyReport, type Reported } from "./report.ts";
import { MESSAGE_STATUSES } from "./status.ts";

const message = (patch: Partial<Reported> = {}): Reported => ({
  status: "sending",
  reason: null,
  error_class: null,
  error_message: null,
  provider_id: null,
  sent_at: null,
  delivered_at: null,
  read_at: null,
  ...patch,
});
const report = (status: MessageReport["status"], happened_at: number, provider_id = "wamid.1"): MessageReport => ({
  provider_id,
  message_id: "msg_1",
  status,
  happened_at,
  failure: status === "failed" ? { class: "rejected", code: "sender_recipient_refused", message: "WhatsApp error 131026" } : null,
});

function orders<T>(all: readonly T[]): T[][] {
  return all.length === 0 ? [[]] : all.flatMap((one, at) => orders(all.toSpliced(at, 1)).map((rest) => [one, ...rest]));
}
const after = (start: Reported, reports: readonly MessageReport[]) => reports.reduce(applyReport, start);

describe("what reports make of a message", () => {
  it.each([
    ["read", [report("sent", 1), report("delivered", 2), report("read", 3)]],
    ["read", [report("read", 3)]],
    ["delivered", [report("sent", 1), report("delivered", 2), report("failed", 9)]],
    ["read", [report("sent", 1), report("failed", 2), report("read", 3), report("read", 4)]],
    ["failed", [report("sent", 1), report("failed", 2)]],
  ] as const)("is %s, in whatever order and however often they come", (status, reports) => {
    const outcomes = [...reports, ...reports].length > 6 ? orders(reports) : orders([...reports, reports[0]!]);
    const starts = [message(), message({ status: "sent", provider_id: "wamid.1", sent_at: 5 }), message({ status: "outcome_unknown" })];
    for (const start of starts) {
      const results = outcomes.map((each) => JSON.stringify(after(start, each)));
      expect(new Set(results).size, results.join("\n")).toBe(1);
      expect(after(start, reports).status).toBe(status);
    }
  });

  it("keeps the earliest time of each step, and read includes the others", () => {
    expect(after(message(), [report("read", 30), report("read", 20), report("delivered", 10)])).toMatchObject({
      status: "read",
      sent_at: 10,
      delivered_at: 10,
      read_at: 20,
    });
  });

  it("tells an unknown outcome by the service's word, with its id", () => {
    expect(
      after(message({ status: "outcome_unknown", reason: "outcome_unknown", error_class: "outcome_unknown" }), [report("sent", 1)]),
    ).toMatchObject({
      status: "sent",
      provider_id: "wamid.1",
      reason: null,
      error_class: null,
    });
  });

  it("says why it failed", () => {
    expect(after(message({ status: "sent", provider_id: "wamid.1" }), [report("failed", 2)])).toMatchObject({
      status: "failed",
      reason: "sender_recipient_refused",
      error_class: "rejected",
      error_message: "WhatsApp error 131026",
    });
  });

  it("changes nothing of a message that is not (or not yet again) under way, nor by the failure of an earlier sending", () => {
    for (const status of ["planned", "withdrawn", "no_address", "skipped_too_late", "received"])
      for (const told of ["sent", "delivered", "read", "failed"] as const) {
        const start = message({ status });
        expect(applyReport(start, report(told, 1))).toBe(start);
      }
    const again = message({ status: "sent", provider_id: "wamid.2" });
    expect(applyReport(again, report("failed", 9, "wamid.1"))).toBe(again);
  });

  it("never goes back from any state", () => {
    const rank = ["planned", "sending", "outcome_unknown", "sent", "failed", "delivered", "read"];
    for (const status of MESSAGE_STATUSES)
      for (const told of ["sent", "delivered", "read", "failed"] as const) {
        const result = applyReport(message({ status, provider_id: "wamid.1" }), report(told, 1));
        expect(rank.indexOf(result.status), `${status} + ${told} = ${result.status}`).toBeGreaterThanOrEqual(rank.indexOf(status));
      }
  });
});
