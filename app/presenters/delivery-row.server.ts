/** A delivery as lists show it. */
import type { DeliveryRow } from "#app/data/deliveries-columns.ts";
import { entityKey, type EntityRef } from "#app/data/entity-names.server.ts";
import { type Stamp, stampOf } from "#app/lib/stamp.ts";
import { messageInWords } from "./failure-words.server.ts";
import { entityName, topicName } from "./names.ts";

export interface DeliveryItem {
  id: string;
  topic: string;
  topicName: string;
  status: string;
  outcome: string | null;
  origin: string;
  /** What it speaks of, as people call it: an order number, a product's title. */
  about: string | null;
  receivedAt: Stamp;
  attempts: number;
  error: string | null;
}

/** @param names what things are called, by entityKey */
export function deliveryItem(row: DeliveryRow, timeZone: string | null, now: number, names: ReadonlyMap<string, string> = new Map()): DeliveryItem {
  return {
    id: String(row.id),
    topic: row.topic,
    topicName: topicName(row.topic),
    status: row.status,
    outcome: row.outcome,
    origin: row.origin,
    about: aboutOf(row, names),
    receivedAt: stampOf(row.received_at, timeZone, now),
    attempts: row.attempts,
    error: row.status === "completed" ? null : messageInWords(row.error_code, row.error_message),
  };
}

/** The order's number, else the thing's name, else its id. */
export function aboutOf(row: EntityRef & { order_ref: string | null }, names: ReadonlyMap<string, string>): string | null {
  const known = row.order_ref ?? names.get(entityKey(row));
  if (known !== undefined) return known;
  return row.external_id === null ? null : `${entityName(row.entity_type ?? "id")} ${row.external_id}`;
}
