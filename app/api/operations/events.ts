/** Events in, and the way to a token. */
import { EXAMPLES } from "../example-values.ts";
import { eventAnswerSchema, eventBodySchema } from "../schemas/events.ts";
import { tokenAnswerSchema, tokenBodySchema } from "../schemas/token.ts";
import { RATE_LIMIT_HEADERS, type Operation } from "./operation.ts";

const accepted = (description: string, duplicate: boolean) => ({
  description,
  schema: eventAnswerSchema,
  example: { ...EXAMPLES.eventAnswer, duplicate },
  headers: RATE_LIMIT_HEADERS,
});

export const eventOperations: readonly Operation[] = [
  {
    id: "sendEvent",
    method: "POST",
    path: "/webhooks/commerce/event",
    tag: "Events",
    summary: "Send an event",
    description:
      "Says what happened to an order: it was created, changed, delivered, cancelled or returned. 202 means it is stored safely; it is worked on a moment later. " +
      "The same `external_order_id`, `event_type` and `occurred_at` again is the same event: it is answered 200 with the same `event_id` and changes nothing, so repeat freely when an answer did not arrive. " +
      "After `order_delivered` the messages after 3 and 14 days are planned; a later cancellation or return withdraws those not yet sent. Events of a test key go to the test space, and nobody is written to.",
    auth: "key",
    scope: "events:write",
    body: { type: "application/json", schema: eventBodySchema, example: EXAMPLES.event },
    answers: { 200: accepted("It was here before.", true), 202: accepted("Stored.", false) },
    example: "send-event",
  },
  {
    id: "createToken",
    method: "POST",
    path: "/api/v1/auth/token",
    tag: "Access",
    summary: "Get an access token",
    description:
      "A live key for a token of 15 minutes. The token is dead as soon as its key is revoked or expires. Make a new one when it is over; there is nothing to refresh.",
    auth: null,
    body: { type: "application/json", schema: tokenBodySchema, example: EXAMPLES.tokenBody },
    answers: { 200: { description: "The token.", schema: tokenAnswerSchema, example: EXAMPLES.token } },
    refusals: { 401: ["invalid_api_key"], 403: ["key_scope_missing"] },
  },
];
