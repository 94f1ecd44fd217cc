/** Finds everything stored about one person on one connection: for the copy they ask for, and for its erasure. */
import type { Row, Tx } from "./database.ts";
import { OPEN_BRANCHES } from "./open-deliveries.ts";

const BODIES_AT_ONCE = 200;

export interface Subject {
  customerExternalId: string | null;
  email: string | null;
  phone: string | null;
  orderExternalIds: readonly string[];
}

export interface SubjectRows {
  customers: Row<"customers">[];
  orders: Row<"orders">[];
}

/** Their customer record, the orders named, theirs by customer id, and guest orders with the same e-mail address or phone. */
export async function findSubject(tx: Tx, merchantId: string, connectionId: string, subject: Subject): Promise<SubjectRows> {
  const customers =
    subject.customerExternalId === null
      ? []
      : await tx.list("customers", { merchant_id: merchantId, connection_id: connectionId, external_id: subject.customerExternalId });
  const emails = distinct([subject.email, ...customers.map((row) => row.email)]).map((email) => email.toLowerCase());
  const phones = distinct([subject.phone, ...customers.flatMap((row) => [row.phone_given, row.phone_e164])]);
  const orders = await tx.sql
    .selectFrom("orders")
    .selectAll()
    .where("merchant_id", "=", merchantId)
    .where("connection_id", "=", connectionId)
    .where((eb) =>
      eb.or([
        ...(subject.orderExternalIds.length > 0 ? [eb("external_id", "in", [...subject.orderExternalIds])] : []),
        ...(subject.customerExternalId === null ? [] : [eb("customer_external_id", "=", subject.customerExternalId)]),
        ...(emails.length > 0 ? [eb(eb.fn<string>("lower", ["email"]), "in", emails)] : []),
        ...(phones.length > 0 ? [eb("phone_given", "in", phones), eb("phone_e164", "in", phones)] : []),
      ]),
    )
    .orderBy("source_created_at")
    .execute();
  return { customers, orders };
}

/**
 * The deliveries about these people and orders: by what they were found to be about and, where that is not known (not processed yet, or
 * never readable), by looking for the person in the body itself.
 */
export async function findDeliveriesAbout(tx: Tx, merchantId: string, connectionId: string, subject: Subject, rows: SubjectRows): Promise<number[]> {
  const customerIds = distinct([subject.customerExternalId, ...rows.customers.map((row) => row.external_id)]);
  const orderIds = distinct([...subject.orderExternalIds, ...rows.orders.map((row) => row.external_id)]);
  const ids = new Set<number>();
  for (const [type, externalIds] of [
    ["customer", customerIds],
    ["order", orderIds],
  ] as const) {
    if (externalIds.length === 0) continue;
    const known = await tx.sql
      .selectFrom("deliveries")
      .select("id")
      .where("merchant_id", "=", merchantId)
      .where("external_id", "in", externalIds)
      .where("external_id", "is not", null)
      .where("connection_id", "=", connectionId)
      .where("entity_type", "=", type)
      .execute();
    for (const row of known) ids.add(row.id);
  }
  const needles = [...customerIds, ...orderIds, ...distinct([subject.email, ...rows.customers.map((row) => row.email)])].map((text) =>
    Buffer.from(text),
  );
  for await (const id of searchUnreadBodies(tx, merchantId, connectionId, needles)) ids.add(id);
  return [...ids].sort((a, b) => a - b);
}

async function* searchUnreadBodies(tx: Tx, merchantId: string, connectionId: string, needles: readonly Buffer[]): AsyncGenerator<number, void> {
  // What was completed has been read: only what has not is looked at, by the indexes of it. Without them a million deliveries would be walked through.
  const [first, ...others] = OPEN_BRANCHES.map((branch) =>
    tx.sql
      .selectFrom("deliveries")
      .select("id")
      .where("merchant_id", "=", merchantId)
      .where("connection_id", "=", connectionId)
      .where("entity_type", "is", null)
      .where(branch),
  );
  const unread = (await others.reduce((all, branch) => all.unionAll(branch), first!).execute()).map((row) => row.id);
  for (let at = 0; at < unread.length; at += BODIES_AT_ONCE) {
    const page = await tx.sql
      .selectFrom("delivery_payloads")
      .select(["delivery_id", "body"])
      .where("delivery_id", "in", unread.slice(at, at + BODIES_AT_ONCE))
      .where("erased_at", "is", null)
      .execute();
    for (const row of page) {
      const body = Buffer.from(row.body);
      if (needles.some((needle) => body.includes(needle))) yield row.delivery_id;
    }
  }
}

const distinct = (values: readonly (string | null | undefined)[]): string[] => [
  ...new Set(values.filter((value): value is string => typeof value === "string" && value !== "")),
];
