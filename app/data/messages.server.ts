/** Messages to customers, and from them. */
import { consentAddress } from "#app/domain/messages/consent.ts";
import type { MessageChannel } from "#app/domain/messages/message-channel.ts";
import type { Database, Row, Tx } from "./database.ts";
import { reading } from "./either.ts";
import { sql } from "./sql.ts";

export type Message = Row<"messages">;

export function findMessage(db: Database | Tx, merchantId: string, id: string): Promise<Message | undefined> {
  return reading(db).selectFrom("messages").selectAll().where("merchant_id", "=", merchantId).where("id", "=", id).executeTakeFirst();
}

/** By the service's own id of it. */
export function findMessageOfProvider(
  db: Database | Tx,
  merchantId: string,
  channel: MessageChannel,
  providerId: string,
): Promise<Message | undefined> {
  return reading(db)
    .selectFrom("messages")
    .selectAll()
    .where("merchant_id", "=", merchantId)
    .where("channel", "=", channel)
    .where("provider_id", "=", providerId)
    .executeTakeFirst();
}

/** Newest first. Sorted here: an order has a few, and asked to sort them the database would walk through all of the merchant's by time. */
export async function listMessagesOfOrder(db: Database | Tx, merchantId: string, orderId: string): Promise<Message[]> {
  const found = await reading(db).selectFrom("messages").selectAll().where("order_id", "=", orderId).execute();
  return found.filter((message) => message.merchant_id === merchantId).sort((a, b) => byTime(b, a));
}

const byTime = (a: Message, b: Message): number =>
  a.created_at - b.created_at || (a.planned_for ?? 0) - (b.planned_for ?? 0) || (a.id < b.id ? -1 : 1);

/** Ids of the planned messages to the person behind an address: those to it, and those of orders that name it. */
export async function listPlannedTo(db: Database | Tx, merchantId: string, address: string): Promise<string[]> {
  const theirs = consentAddress(address);
  const found = await sql<{ id: string }>`
    SELECT m.id FROM messages m LEFT JOIN orders o ON o.id = m.order_id AND o.merchant_id = m.merchant_id
    WHERE m.merchant_id = ${merchantId} AND m.status = 'planned'
      AND (lower(m.address) = ${theirs} OR lower(o.email) = ${theirs} OR o.phone_e164 = ${theirs}) ORDER BY m.id`.execute(reading(db));
  return found.rows.map((row) => row.id);
}

/** The last message to an address: what an answer from it is about. */
export function findLastMessageTo(db: Database | Tx, merchantId: string, channel: MessageChannel, address: string): Promise<Message | undefined> {
  return reading(db)
    .selectFrom("messages")
    .selectAll()
    .where("merchant_id", "=", merchantId)
    .where("channel", "=", channel)
    .where("address", "=", address)
    .where("direction", "=", "out")
    .orderBy("created_at", "desc")
    .limit(1)
    .executeTakeFirst();
}

export interface PersonOfMessages {
  orderIds: readonly string[];
  customerIds: readonly string[];
  /** Phones and e-mail addresses. */
  addresses: readonly string[];
}

/** Everything written to and by a person, on whichever connection of the merchant. */
export async function listMessagesOfPerson(db: Database | Tx, merchantId: string, person: PersonOfMessages): Promise<Message[]> {
  const addresses = person.addresses.map(consentAddress);
  const all = reading(db).selectFrom("messages").selectAll();
  // One after the other: each has an index, the three together have none.
  const found = [
    ...(person.orderIds.length === 0 ? [] : await all.where("order_id", "in", [...person.orderIds]).execute()),
    ...(person.customerIds.length === 0
      ? []
      : await all
          .where("merchant_id", "=", merchantId)
          .where("customer_id", "in", [...person.customerIds])
          .execute()),
    ...(addresses.length === 0
      ? []
      : await all
          .where("merchant_id", "=", merchantId)
          .where((eb) => eb(eb.fn<string>("lower", ["address"]), "in", addresses))
          .execute()),
  ];
  return [...new Map(found.filter((message) => message.merchant_id === merchantId).map((message) => [message.id, message])).values()].sort(byTime);
}

/** The deliveries in which a service reported about these messages, or brought them. */
export async function findReportsOf(db: Database | Tx, merchantId: string, messages: readonly Message[]): Promise<number[]> {
  const ids = messages.map((message) => message.provider_id).filter((id) => id !== null);
  if (ids.length === 0) return [];
  const found = await reading(db)
    .selectFrom("deliveries")
    .select("id")
    .where("merchant_id", "=", merchantId)
    .where("external_id", "in", ids)
    .where("external_id", "is not", null)
    .where("entity_type", "=", "message")
    .execute();
  return found.map((row) => row.id);
}

/** Takes out of messages what is personal; what was still to be sent is withdrawn. @returns how many */
export async function eraseMessages(tx: Tx, merchantId: string, messages: readonly Message[], now: number): Promise<number> {
  for (const message of messages) {
    const blank = { address: null, subject: null, body: null, error_message: null, provider_id: null, language: null, tries: null };
    await tx.update("messages", { ...blank, erased_at: message.erased_at ?? now, updated_at: now }, { merchant_id: merchantId, id: message.id });
  }
  return messages.length;
}
