import { describe, expect, it } from "vitest";
import { counted, duration, facts, relative, table } from "./table.ts";

describe("table", () => {
  it("aligns columns, numbers to the right", () => {
    const rows = [
      { id: 7, topic: "orders/create" },
      { id: 1200, topic: null },
    ];
    const text = table(rows, [
      { title: "ID", value: (row) => row.id },
      { title: "TOPIC", value: (row) => row.topic },
      { title: "END", value: () => "x" },
    ]);
    expect(text.split("\n")).toEqual(["  ID  TOPIC          END", "   7  orders/create  x", "1200  -              x"]);
  });

  it("keeps a cell on its line and out of the terminal's control", () => {
    const text = table([{ error: "a\nb\u001b[31mred\u202e" }], [{ title: "ERROR", value: (row) => row.error }]);
    expect(text).toBe("ERROR\na b [31mred");
    expect(table([{ error: "x".repeat(200) }], [{ title: "E", value: (row) => row.error }]).split("\n")[1]).toHaveLength(60);
  });

  it("shows facts, one per line", () =>
    expect(
      facts([
        ["Topic", "x"],
        ["External id", null],
      ]),
    ).toBe("Topic        x\nExternal id  -"));
});

describe("times", () => {
  const now = 1_700_000_000_000;
  it.each([
    [now, "now"],
    [now - 999, "now"],
    [now - 59_000, "59 s ago"],
    [now - 61_000, "1 min ago"],
    [now - 7_200_000, "2 h ago"],
    [now - 3 * 86_400_000, "3 d ago"],
    [now + 120_000, "in 2 min"],
  ])("%d is %s", (at, text) => expect(relative(at, now)).toBe(text));
  it("says how long", () => expect([0, 999, 61_000, 7_200_000].map(duration)).toEqual(["0 s", "0 s", "1 min", "2 h"]));
  it("counts", () =>
    expect([0, 1, 2].map((number) => counted(number, "delivery", "deliveries"))).toEqual(["0 deliveries", "1 delivery", "2 deliveries"]));
});
