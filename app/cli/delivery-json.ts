/** A delivery under the REST API's field names (design: interfaces.md). */
import type { DeliveryRow } from "#app/data/deliveries-columns.ts";
import { iso } from "./table.ts";

export interface ErrorJson {
  class: string;
  code: string | null;
  message: string | null;
}

export interface DeliveryJson {
  id: number;
  connection_id: string;
  topic: string;
  status: string;
  external_id: string | null;
  order_ref: string | null;
  attempts: number;
  /** ISO 8601, UTC. */
  received_at: string;
  error: ErrorJson | null;
}

type Failing = Pick<DeliveryRow, "error_class" | "error_code" | "error_message">;

export const errorJson = (row: Failing): ErrorJson | null =>
  row.error_class === null ? null : { class: row.error_class, code: row.error_code, message: row.error_message };

export const deliveryJson = (row: Omit<DeliveryRow, "body_bytes">): DeliveryJson => ({
  id: row.id,
  connection_id: row.connection_id,
  topic: row.topic,
  status: row.status,
  external_id: row.external_id,
  order_ref: row.order_ref,
  attempts: row.attempts,
  received_at: iso(row.received_at),
  error: errorJson(row),
});
