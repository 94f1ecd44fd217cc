import { describe, expect, it } from "vitest";
import {
  canDeliveryMove,
  canSyncItemMove,
  DELIVERY_STATUSES,
  DELIVERY_TRANSITIONS,
  SYNC_ITEM_STATUSES,
  SYNC_ITEM_TRANSITIONS,
} from "./delivery-status.ts";

const draw = <S extends string>(statuses: readonly S[], can: (from: S, to: S) => boolean): Record<string, string> =>
  Object.fromEntries(statuses.map((from) => [from, statuses.map((to) => (can(from, to) ? "x" : ".")).join(" ")]));

describe("delivery status", () => {
  it("allows exactly the drawn transitions", () => {
    //                     pending processing completed held failed dead
    expect(draw(DELIVERY_STATUSES, canDeliveryMove)).toEqual({
      pending: ". x . . . .",
      processing: "x . x x x x",
      completed: "x . . . . .",
      held: "x . . . . x",
      failed: "x x . . . x",
      dead: "x . . . . .",
    });
  });

  it("is completed, held, failed or buried only by working on it", () => {
    for (const result of ["completed", "held", "failed"] as const)
      expect(DELIVERY_STATUSES.filter((from) => canDeliveryMove(from, result))).toEqual(["processing"]);
  });

  it("can always be brought back by a person", () => {
    for (const status of ["completed", "held", "failed", "dead"] as const) expect(DELIVERY_TRANSITIONS[status]).toContain("pending");
  });
});

describe("sync item status", () => {
  it("allows exactly the drawn transitions", () => {
    //                     pending processing completed held failed dead outcome_unknown cancelled
    expect(draw(SYNC_ITEM_STATUSES, canSyncItemMove)).toEqual({
      pending: ". x . . . . . x",
      processing: "x . x x x x x .",
      completed: ". . . . . . . .",
      held: "x . . . . x . x",
      failed: "x x . . . x . x",
      dead: "x . . . . . . x",
      outcome_unknown: "x . x . . x . .",
      cancelled: ". . . . . . . .",
    });
  });

  it("never sends again blindly: from outcome_unknown there is no way to processing, and a sent one cannot be withdrawn", () => {
    expect(canSyncItemMove("outcome_unknown", "processing")).toBe(false);
    expect(SYNC_ITEM_STATUSES.filter((from) => canSyncItemMove(from, "cancelled"))).toEqual(["pending", "held", "failed", "dead"]);
    for (const end of ["completed", "cancelled"] as const) expect(SYNC_ITEM_TRANSITIONS[end]).toEqual([]);
  });
});
