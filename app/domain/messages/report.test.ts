import { describe, expect, it } from "vitest";
import type { MessageReport } from "#app/domain/events.ts";
import { applyReport, type Reported } from "./report.ts";
import { MESSAGE_STATUSES } from "./status.ts";
import { readTries } from "./tries.ts";

const HOUR = 3_600_000;
const DUE = 100 * HOUR;
const message = (patch: Partial<Reported> = {}): Reported => ({
  status: "sending",
  reason: null,
  error_class: null,
  error_message: null,
  provider_id: null,
  send_after: DUE,
  sent_at: null,
  delivered_at: null,
  read_at: null,
  tries: null,
  latest_at: null,
  ...patch,
});
const report = (status: MessageReport["status"], happened_at: number, provider_id = "wamid.1"): MessageReport => ({
  provider_id,
  message_id: "msg_1",
  status,
  happened_at,
  failure:
    status === "failed" ? { class: "rejected", code: "sender_recipient_refused", message: "WhatsApp error 131026", retry_after_ms: null } : null,
});

function orders<T>(all: readonly T[]): T[][] {
  return all.length === 0 ? [[]] : all.flatMap((one, at) => orders(all.toSpliced(at, 1)).map((rest) => [one, ...rest]));
}
const after = (start: Reported, reports: readonly MessageReport[]) => reports.reduce((now, one) => applyReport(now, one), start);

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

  it("never goes back from any state, but by the word that it was held back", () => {
    const rank = ["planned", "sending", "outcome_unknown", "sent", "failed", "delivered", "read"];
    for (const status of MESSAGE_STATUSES)
      for (const told of ["sent", "delivered", "read", "failed"] as const) {
        const result = applyReport(message({ status, provider_id: "wamid.1" }), report(told, 1));
        expect(rank.indexOf(result.status), `${status} + ${told} = ${result.status}`).toBeGreaterThanOrEqual(rank.indexOf(status));
      }
  });
});

describe("what the service took and then held back", () => {
  const heldBack = (at: number, provider_id = "wamid.1", waitMs = 60_000): MessageReport => ({
    ...report("failed", at, provider_id),
    failure: { class: "throttled", code: "sender_throttled", message: "WhatsApp error 130429", retry_after_ms: waitMs },
  });
  const sent = (provider_id: string, patch: Partial<Reported> = {}) => message({ status: "sent", provider_id, sent_at: DUE, ...patch });
  const again = (known: Reported, id: string): Reported => ({ ...known, status: "sent", provider_id: id, sent_at: known.send_after });

  it("is planned again two hours after the service gave it up, and says what was", () => {
    for (const start of [
      sent("wamid.1"),
      message(),
      message({ status: "outcome_unknown", reason: "outcome_unknown", error_class: "outcome_unknown" }),
    ]) {
      const planned = applyReport(start, heldBack(DUE + 5_000));
      expect(planned).toMatchObject({
        ...{ status: "planned", reason: "sender_throttled", error_class: "throttled", provider_id: null, sent_at: null },
        ...{ send_after: DUE + 5_000 + 2 * HOUR, latest_at: DUE + 24 * HOUR },
      });
      expect(readTries(planned.tries)).toEqual([
        { at: DUE + 5_000, provider_id: "wamid.1", code: "sender_throttled", class: "throttled", said: "WhatsApp error 130429" },
      ]);
    }
  });

  it("is planned once, in whatever order and however often the reports of one sending come", () => {
    for (const each of orders([report("sent", DUE), heldBack(DUE + 5_000), heldBack(DUE + 5_000)]))
      expect(after(message({ provider_id: "wamid.1" }), each)).toMatchObject({ status: "planned", send_after: DUE + 5_000 + 2 * HOUR });
  });

  it("waits longer each time, and has failed with its reason when it was tried four times", () => {
    let now: Reported = sent("wamid.1");
    const pauses: number[] = [];
    for (let turn = 1; turn <= 3; turn++) {
      const at = now.sent_at!;
      now = applyReport(now, heldBack(at, `wamid.${turn}`));
      expect(now.status).toBe("planned");
      pauses.push(now.send_after! - at);
      now = again(now, `wamid.${turn + 1}`);
    }
    expect(pauses).toEqual([2 * HOUR, 6 * HOUR, 12 * HOUR]);
    now = applyReport(now, heldBack(now.sent_at!, "wamid.4"));
    expect(now).toMatchObject({ status: "failed", reason: "sender_throttled", provider_id: "wamid.4", latest_at: DUE + 24 * HOUR });
    expect(readTries(now.tries)).toHaveLength(3);
  });

  it("has failed at once when the service wants it to wait for longer than it makes sense", () => {
    expect(applyReport(sent("wamid.1"), heldBack(DUE, "wamid.1", 24 * HOUR))).toMatchObject({
      status: "failed",
      tries: null,
      provider_id: "wamid.1",
    });
    // Told by a clock of whole seconds, a little before it was sent by ours.
    expect(applyReport(sent("wamid.1", { send_after: DUE + 400 }), heldBack(DUE, "wamid.1", 24 * HOUR))).toMatchObject({ status: "failed" });
    expect(applyReport(sent("wamid.1", { latest_at: DUE + HOUR }), heldBack(DUE))).toMatchObject({ status: "failed" });
    expect(applyReport(sent("wamid.1"), heldBack(DUE), false)).toMatchObject({ status: "failed" });
  });

  it("is not sent again when it arrived after all", () => {
    const planned = applyReport(sent("wamid.1"), heldBack(DUE));
    expect(applyReport(planned, report("delivered", DUE + 9))).toMatchObject({
      status: "delivered",
      delivered_at: DUE + 9,
      tries: null,
      reason: null,
    });
    expect(applyReport(planned, report("sent", DUE + 9))).toBe(planned);
    expect(applyReport(planned, report("delivered", DUE + 9, "wamid.other"))).toBe(planned);
    // The second one is under way: that the first was given up says nothing of it.
    const second = again(planned, "wamid.2");
    for (const late of [heldBack(DUE), report("sent", DUE)]) expect(applyReport(second, late)).toBe(second);
    expect(applyReport({ ...second, status: "sending", provider_id: null }, heldBack(DUE)).status).toBe("sending");
  });

  it("counts tries anew when a person had it sent again", () => {
    const tries = [1, 2, 3].map((at) => ({
      at,
      provider_id: `w${at}`,
      code: "sender_throttled",
      class: "throttled",
      said: null,
      ...(at === 3 && { is_end: true }),
    }));
    expect(applyReport(sent("wamid.9", { tries: JSON.stringify(tries) }), heldBack(DUE, "wamid.9"))).toMatchObject({ send_after: DUE + 2 * HOUR });
  });
});
