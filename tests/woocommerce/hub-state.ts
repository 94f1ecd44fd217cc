/** What the hub knows of a store, read from its tables. */
import type { Row } from "#app/data/database.ts";
import type { BridgeStand } from "./bridge-stand.ts";

export interface StoredEvent {
  id: number;
  seq: number;
  topic: string;
  status: string;
  outcome: string | null;
  errorCode: string | null;
  /** As the plugin sent it. */
  event: { id: string; seq: number; topic: string; resource_id: number | string; occurred_at: string; origin: string; data: EventData };
}

export interface EventData {
  object: Record<string, unknown> | null;
  refunds?: Record<string, unknown>[];
  variations?: Record<string, unknown>[];
  loaded_at: string;
  state: "present" | "trashed" | "deleted";
  change: string[];
}

/** Every stored event, by sequence number. */
export async function storedEvents({ db }: BridgeStand): Promise<StoredEvent[]> {
  const rows = await db.read
    .selectFrom("deliveries")
    .innerJoin("delivery_payloads", "delivery_payloads.delivery_id", "deliveries.id")
    .select(["deliveries.id", "topic", "status", "outcome", "error_code", "body"])
    .where("source_event_id", "is not", null)
    .execute();
  return rows
    .map((row) => {
      const event = JSON.parse(Buffer.from(row.body).toString("utf8")) as StoredEvent["event"];
      return { id: row.id, seq: Number(event.seq), topic: row.topic, status: row.status, outcome: row.outcome, errorCode: row.error_code, event };
    })
    .sort((a, b) => a.seq - b.seq);
}

export const eventsAbout = async (stand: BridgeStand, entity: string, id: number): Promise<StoredEvent[]> =>
  (await storedEvents(stand)).filter(({ topic, event }) => topic.startsWith(`${entity}.`) && Number(event.resource_id) === id);

export const orderRow = ({ db }: BridgeStand, id: number): Promise<Row<"orders"> | undefined> =>
  db.read.selectFrom("orders").selectAll().where("external_id", "=", String(id)).executeTakeFirst();

export const customerRow = ({ db }: BridgeStand, id: number): Promise<Row<"customers"> | undefined> =>
  db.read.selectFrom("customers").selectAll().where("external_id", "=", String(id)).executeTakeFirst();

export const productRow = ({ db }: BridgeStand, id: number): Promise<Row<"products"> | undefined> =>
  db.read.selectFrom("products").selectAll().where("external_id", "=", String(id)).executeTakeFirst();

/** What is wrong with the numbering, in words; empty: from 1 to the last, each once, and the site agrees. */
export async function numberingFaults(stand: BridgeStand): Promise<string[]> {
  const events = await storedEvents(stand);
  const faults: string[] = [];
  events.forEach(({ seq }, at) => {
    if (seq !== at + 1) faults.push(`number ${at + 1} of the hub is ${seq}`);
  });
  const own = stand.site.query("SELECT seq, event_id FROM wp_crossdock_outbox ORDER BY seq");
  if (own.length !== events.length) faults.push(`the site has ${own.length} events, the hub ${events.length}`);
  own.forEach((row, at) => {
    if (events[at]?.event.id !== row["event_id"]) faults.push(`number ${row["seq"]} is another event here than there`);
  });
  const bad = events.filter(({ status }) => status !== "completed");
  for (const { seq, topic, status, errorCode } of bad) faults.push(`number ${seq}, ${topic}, is ${status} (${errorCode})`);
  return faults.slice(0, 20);
}
