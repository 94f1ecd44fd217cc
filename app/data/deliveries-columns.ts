/** What a list of deliveries shows; never the body. */
import type { Row } from "./database.ts";

export const DELIVERY_COLUMNS = [
  "id",
  "connection_id",
  "mode",
  "topic",
  "origin",
  "status",
  "attempts",
  "received_at",
  "next_attempt_at",
  "triggered_at",
  "entity_type",
  "external_id",
  "order_ref",
  "outcome",
  "hold_key",
  "hold_until",
  "error_class",
  "error_code",
  "error_message",
  "completed_at",
  "body_bytes",
] as const;
export type DeliveryRow = Pick<Row<"deliveries">, (typeof DELIVERY_COLUMNS)[number]>;
