/** Stores verified receipts in one transaction: one row per delivery, deduped by constraint within (connection, live/test). */
import { hash } from "node:crypto";
import type { Row, Tx } from "#app/data/database.ts";
import { newId } from "#app/lib/ids.ts";
import type { Queue } from "#app/queue/queue.ts";
import { deliveryLane } from "./delivery-lane.ts";
import type { DeliveryNumbers } from "./delivery-numbers.server.ts";
import type { Receipt, StoreOutcome } from "./receipt.ts";

const CONNECTION_COLUMNS = ["id", "merchant_id", "status", "deleted_at"] as const;
type Connection = Pick<Row<"connections">, (typeof CONNECTION_COLUMNS)[number]>;

/**
 * @param numbers on SQLite, where the deliveries' numbers come from; without it the database gives them
 * @returns one outcome per receipt, in order. Throws when any row cannot be written: the caller then stores them one by one.
 */
export async function storeReceipts(tx: Tx, queue: Queue, receipts: readonly Receipt[], numbers?: DeliveryNumbers): Promise<StoreOutcome[]> {
  const connections = new Map<string, Connection | undefined>();
  const outcomes: StoreOutcome[] = [];
  const due: number[] = [];
  for (const receipt of receipts) {
    const account = `${receipt.channel}\n${receipt.account}`;
    let connection = connections.get(account);
    if (connection === undefined) {
      connection = await tx.find("connections", { channel: receipt.channel, external_id: receipt.account }, CONNECTION_COLUMNS);
      if (connection === undefined && receipt.isAlwaysAccepted) connection = await rememberUnknownAccount(tx, receipt);
      connections.set(account, connection);
    }
    const outcome = await storeOne(tx, receipt, connection, numbers);
    if (outcome.kind === "stored") due.push(outcome.deliveryId);
    outcomes.push(outcome);
  }
  const now = receipts[0]?.receivedAt;
  if (due.length > 0 && now !== undefined) await queue.schedule(tx, deliveryLane, due, now);
  return outcomes;
}

async function storeOne(tx: Tx, receipt: Receipt, connection: Connection | undefined, numbers?: DeliveryNumbers): Promise<StoreOutcome> {
  if (connection === undefined || (connection.deleted_at !== null && !receipt.isAlwaysAccepted)) return { kind: "unknown_account" };
  if (connection.status === "inactive" && !receipt.isAlwaysAccepted) return { kind: "inactive", connectionId: connection.id };
  const bodySha256 = hash("sha256", receipt.body, "hex");
  const deliveryId = await insertDelivery(tx, receipt, connection, bodySha256, receipt.dedupeKey, "pending", numbers);
  if (deliveryId !== null) return { kind: "stored", deliveryId };
  const first = await tx.find("deliveries", { connection_id: connection.id, mode: receipt.mode, dedupe_key: receipt.dedupeKey }, [
    "id",
    "body_sha256",
  ]);
  // Not the key was taken but the number: nothing was stored, so nothing may be acknowledged.
  if (first === undefined) throw new Error("a new delivery met a number that was given before");
  if (first.body_sha256 === bodySha256) return { kind: "repeat", deliveryId: first.id };
  const conflictId = await insertDelivery(tx, receipt, connection, bodySha256, `${receipt.dedupeKey}~${bodySha256}`, "held", numbers);
  return conflictId === null ? { kind: "repeat", deliveryId: first.id } : { kind: "conflict", deliveryId: conflictId, firstId: first.id };
}

const CONFLICT = {
  error_class: "conflict",
  error_code: "same_id_other_content",
  error_message: "A delivery with this id but other content was stored before.",
};

async function insertDelivery(
  tx: Tx,
  receipt: Receipt,
  connection: Connection,
  bodySha256: string,
  dedupeKey: string,
  status: "pending" | "held",
  numbers: DeliveryNumbers | undefined,
): Promise<number | null> {
  const id = await tx.insertIfNewForId("deliveries", {
    // Undefined: the database gives it.
    id: await numbers?.next(tx),
    merchant_id: connection.merchant_id,
    connection_id: connection.id,
    mode: receipt.mode,
    dedupe_key: dedupeKey,
    topic: receipt.topic,
    origin: receipt.origin ?? "live",
    status,
    received_at: receipt.receivedAt,
    next_attempt_at: receipt.receivedAt,
    triggered_at: receipt.triggeredAt,
    source_event_id: receipt.sourceEventId,
    body_sha256: bodySha256,
    body_bytes: receipt.body.byteLength,
    ...(status === "held" ? CONFLICT : undefined),
  });
  if (id === null) return null;
  numbers?.taken();
  await tx.insert("delivery_payloads", { delivery_id: id, merchant_id: connection.merchant_id, headers: receipt.headers, body: receipt.body });
  return id;
}

/** An account we do not know (any more) still has rights: its compliance requests and its goodbye are stored under an inactive connection. */
async function rememberUnknownAccount(tx: Tx, receipt: Receipt): Promise<Connection> {
  const merchantId = newId("mer", receipt.receivedAt);
  const times = { created_at: receipt.receivedAt, updated_at: receipt.receivedAt };
  const connection = { id: newId("con", receipt.receivedAt), merchant_id: merchantId, status: "inactive", deleted_at: null };
  await tx.insert("merchants", { id: merchantId, name: receipt.account, ...times });
  await tx.insert("connections", {
    ...connection,
    channel: receipt.channel,
    external_id: receipt.account,
    name: receipt.account,
    status_reason: "unknown_shop",
    entities: "[]",
    granted_scopes: "",
    settings: "{}",
    onboarding_step: "welcome",
    ...times,
  });
  return connection;
}
