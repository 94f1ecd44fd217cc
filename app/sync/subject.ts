import type { CanonicalEvent } from "#app/domain/events.ts";
import type { Subject } from "#app/data/personal-data.server.ts";

/** Whom a compliance request is about. */
export const subjectOf = (event: Extract<CanonicalEvent, { type: "data_request" | "customer_redact" }>): Subject => ({
  customerExternalId: event.customer_external_id,
  email: event.email,
  phone: event.phone,
  orderExternalIds: event.order_external_ids,
});
