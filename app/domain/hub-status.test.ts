import { describe, expect, it } from "vitest";
import { canHubStatusMove, HUB_STATUSES, HUB_TRANSITIONS } from "./hub-status.ts";
import type { HubStatus } from "./hub-status.ts";

/** The whole table as a picture: row = from, column = to, in the order of HUB_STATUSES. */
// prettier-ignore
const PICTURE: Record<HubStatus, string> = {
  //                 PENDING CONFIRMED PROCESSING PICKED PACKED SHIPPED OUT_FOR DELIVERED CANCELLED RETURNED
  PENDING:          ". x x x x x x x x .",
  CONFIRMED:        "x . x x x x x x x .",
  PROCESSING:       ". x . x x x x x x .",
  PICKED:           ". . x . x x x x x .",
  PACKED:           ". . x x . x x x x .",
  SHIPPED:          ". . x . . . x x x x",
  OUT_FOR_DELIVERY: ". . . . . x . x . x",
  DELIVERED:        ". . . . . . . . . x",
  CANCELLED:        ". . . . . . . . . .",
  RETURNED:         ". . . . . . . . . .",
};

describe("hub status", () => {
  it("allows exactly the drawn transitions", () => {
    const drawn = Object.fromEntries(
      HUB_STATUSES.map((from) => [from, HUB_STATUSES.map((to) => (canHubStatusMove(from, to) ? "x" : ".")).join(" ")]),
    );
    expect(drawn).toEqual(PICTURE);
  });

  it("never stays, and every status but the first can be reached from PENDING", () => {
    for (const status of HUB_STATUSES) expect(HUB_TRANSITIONS[status]).not.toContain(status);
    const reached = new Set<HubStatus>(["PENDING"]);
    for (const status of reached) for (const next of HUB_TRANSITIONS[status]) reached.add(next);
    expect([...reached].sort()).toEqual([...HUB_STATUSES].sort());
  });

  it("ends in CANCELLED and RETURNED, and an order that is with nobody cannot be returned", () => {
    expect(HUB_STATUSES.filter((status) => HUB_TRANSITIONS[status].length === 0)).toEqual(["CANCELLED", "RETURNED"]);
    for (const status of ["PENDING", "CONFIRMED", "PROCESSING", "PICKED", "PACKED"] as const)
      expect(canHubStatusMove(status, "RETURNED")).toBe(false);
  });
});
