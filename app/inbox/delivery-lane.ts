import type { Lane } from "#app/queue/lane.ts";

/** The inbox as a queue: a delivery's row is its job. */
export const deliveryLane: Lane = { name: "delivery", table: "deliveries", attemptsColumn: "attempts", isIdNumeric: true };
