/** A delivery as lists show it. */
import type { DeliveryRow } from "#app/data/deliveries-columns.ts";
import { type Stamp, stampOf } from "#app/lib/stamp.ts";
import { topicName } from "./names.ts";

export interface DeliveryItem {
  id: string;
  topic: string;
  topicName: string;
  status: string;
  outcome: string | null;
  origin: string;
  orderRef: string | null;
  externalId: string | null;
  entityType: string | null;
  receivedAt: Stamp;
  attempts: number;
  error: string | null;
}

export function deliveryItem(row: DeliveryRow, timeZone: string | null, now: number): DeliveryItem {
  return {
    id: String(row.id),
    topic: row.topic,
    topicName: topicName(row.topic),
    status: row.status,
    outcome: row.outcome,
    origin: row.origin,
    orderRef: row.order_ref,
    externalId: row.external_id,
    entityType: row.entity_type,
    receivedAt: stampOf(row.received_at, timeZone, now),
    attempts: row.attempts,
    error: row.status === "completed" ? null : row.error_message,
  };
}
