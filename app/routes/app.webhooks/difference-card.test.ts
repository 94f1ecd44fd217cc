import { expect, it } from "vitest";
import { remedyWords } from "./difference-card.tsx";

it("says what became of a missing topic: under way, done, or still to come", () => {
  expect(remedyWords("orders/paid", ["orders/paid"], new Set())).toBe("It is being registered again.");
  expect(remedyWords("orders/paid", ["orders/paid"], new Set(["orders/paid"]))).toBe("It has been registered again.");
  expect(remedyWords("orders/paid", [], new Set())).toContain("by itself");
});
