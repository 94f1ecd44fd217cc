/** Deliveries: what arrived, and processing it once more. */
import { EXAMPLES } from "../example-values.ts";
import { deliveriesQuerySchema, deliveryListSchema, replayAnswerSchema, replayBodySchema } from "../schemas/deliveries.ts";
import type { Operation } from "./operation.ts";

export const deliveryOperations: readonly Operation[] = [
  {
    id: "listDeliveries",
    method: "GET",
    path: "/api/v1/deliveries",
    tag: "Deliveries",
    summary: "List deliveries",
    description: "Everything that arrived, newest first. The filters narrow each other.",
    auth: "token",
    scope: "read",
    query: deliveriesQuerySchema,
    answers: {
      200: {
        description: "A page of deliveries.",
        schema: deliveryListSchema,
        example: { deliveries: [EXAMPLES.delivery], next_cursor: null, previous_cursor: null },
      },
    },
  },
  {
    id: "replayDeliveries",
    method: "POST",
    path: "/api/v1/deliveries/replay",
    tag: "Deliveries",
    summary: "Process deliveries again",
    description:
      "Stored deliveries are processed once more: those named, or those a filter finds (10,000 at most). Nothing is ever applied twice, and no messages follow unless `plan_effects` is true.",
    auth: "token",
    scope: "write",
    body: { type: "application/json", schema: replayBodySchema, example: EXAMPLES.replay },
    answers: { 200: { description: "How many are due again.", schema: replayAnswerSchema, example: { replayed: 2, skipped: 0 } } },
    refusals: { 422: ["too_many_found"] },
    example: "replay-failed",
  },
];
