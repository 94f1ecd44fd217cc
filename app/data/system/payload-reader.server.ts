/** Bodies for a thread that reads them ahead of the worker: a read-only connection of its own. SQLite only. */
import Sqlite from "better-sqlite3";
import type { Row } from "../database.ts";

type Connection = Row<"connections">;
type Delivery = Row<"deliveries">;

export interface UnreadPayload
  extends Pick<Connection, "channel" | "currency" | "country" | "timezone">, Pick<Delivery, "id" | "topic" | "triggered_at" | "connection_id"> {
  /** The connection's. */
  external_id: string;
  headers: string;
  body: Uint8Array;
}

/** @returns reads those of the deliveries whose bodies are there, and what of their connections matters for reading them */
export function openPayloadReader(file: string): (ids: readonly number[]) => UnreadPayload[] {
  const db = new Sqlite(file, { readonly: true, fileMustExist: true });
  db.pragma("busy_timeout = 5000");
  db.pragma("query_only = 1");
  const read = db.prepare<[string], UnreadPayload>(`
    SELECT d.id, d.topic, d.triggered_at, d.connection_id, c.channel, c.external_id, c.currency, c.country, c.timezone, p.headers, p.body
    FROM deliveries d JOIN delivery_payloads p ON p.delivery_id = d.id JOIN connections c ON c.id = d.connection_id
    WHERE d.id IN (SELECT value FROM json_each(?)) AND p.erased_at IS NULL`);
  return (ids) => read.all(JSON.stringify(ids));
}
