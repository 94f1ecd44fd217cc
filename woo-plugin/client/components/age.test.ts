import { describeAge, describeDuration } from "./age";

const MINUTE = 60_000;

describe("ages in words", () => {
  it.each([
    [0, "less than a minute"],
    [59_999, "less than a minute"],
    [MINUTE, "1 minute"],
    [59 * MINUTE + 59_999, "59 minutes"],
    [60 * MINUTE, "1 hour"],
    [23 * 60 * MINUTE, "23 hours"],
    [24 * 60 * MINUTE, "1 day"],
    [50 * 24 * 60 * MINUTE, "50 days"],
  ])("%d ms is %s", (ms, words) => expect(describeDuration(ms)).toBe(words));

  it("takes a time ahead of this computer's clock for now", () => {
    const now = Date.parse("2027-01-15T08:00:00Z");
    expect(describeAge("2027-01-15T08:05:00Z", now)).toBe("just now");
    expect(describeAge("2027-01-15T07:55:00Z", now)).toBe("5 minutes ago");
  });
});
