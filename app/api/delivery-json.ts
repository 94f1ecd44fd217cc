/** A delivery under the REST API's field names, which the commands print too. */
import type { z } from "zod";
import type { DeliveryRow } from "#app/data/deliveries-columns.ts";
import { iso } from "#app/lib/iso.ts";
import type { deliverySchema } from "./schemas/deliveries.ts";

type DeliveryJson = z.infer<typeof deliverySchema>;
type Failing = Pick<DeliveryRow, "error_class" | "error_code" | "error_message">;

export const errorJson = (row: Failing): DeliveryJson["error"] =>
  row.error_class === null
    ? null
    : { class: row.error_class as NonNullable<DeliveryJson["error"]>["class"], code: row.error_code, message: row.error_message };

export const deliveryJson = (row: Omit<DeliveryRow, "body_bytes">): DeliveryJson => ({
  id: row.id,
  connection_id: row.connection_id,
  topic: row.topic,
  status: row.status as DeliveryJson["status"],
  external_id: row.external_id,
  order_ref: row.order_ref,
  attempts: row.attempts,
  received_at: iso(row.received_at),
  error: errorJson(row),
});
