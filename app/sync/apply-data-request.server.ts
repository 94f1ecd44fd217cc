/**
 * customers/data_request: gathers what is stored about a customer into a copy that the merchant hands on within 30 days.
 * https://shopify.dev/docs/apps/build/compliance/privacy-law-compliance
 */
import { writeAudit } from "#app/data/audit.server.ts";
import { insertDataExport } from "#app/data/data-exports.server.ts";
import type { Row, Tx } from "#app/data/database.ts";
import { findDeliveriesAbout, findSubject, type SubjectRows } from "#app/data/personal-data.server.ts";
import type { CanonicalEvent } from "#app/domain/events.ts";
import { listConsentsOf } from "#app/data/consents.server.ts";
import { listMessagesOfPerson } from "#app/data/messages.server.ts";
import { personOf } from "./erase-messages.server.ts";
import { applied, unchanged, type Applied, type ApplyContext } from "./context.ts";
import { subjectOf } from "./subject.ts";

type DataRequest = Extract<CanonicalEvent, { type: "data_request" }>;

/** The merchant has 30 days to answer; afterwards the copy is cleared. */
const KEPT_MS = 30 * 24 * 3_600_000;

export async function applyDataRequest(ctx: ApplyContext, event: DataRequest): Promise<Applied> {
  const { tx, connection, now } = ctx;
  const subject = subjectOf(event);
  const rows = await findSubject(tx, connection.merchant_id, connection.id, subject);
  const deliveries = await findDeliveriesAbout(tx, connection.merchant_id, connection.id, subject, rows);
  const person = personOf(subject, rows);
  const content = {
    generated_at: new Date(now).toISOString(),
    shop: connection.external_id,
    request: event.request_key,
    customer: rows.customers.map((row) => published(row)),
    orders: await gatherOrders(tx, rows),
    messages: (await listMessagesOfPerson(tx, connection.merchant_id, person)).map((row) => published(row)),
    consents: (await listConsentsOf(tx, connection.merchant_id, person.addresses)).map((row) => published(row)),
    received_deliveries: await gatherDeliveries(tx, deliveries),
  };
  const id = await insertDataExport(
    tx,
    connection.merchant_id,
    {
      connectionId: connection.id,
      requestKey: event.request_key,
      subjectExternalId: event.customer_external_id ?? "unknown",
      content: JSON.stringify(content),
      expiresAt: now + KEPT_MS,
    },
    now,
  );
  if (id === null) return unchanged;
  await writeAudit(
    tx,
    connection.merchant_id,
    {
      connectionId: connection.id,
      kind: "compliance",
      actor: "shopify",
      action: "data_request",
      entityType: "data_export",
      entityId: id,
      ...(ctx.deliveryId === null ? {} : { deliveryId: ctx.deliveryId }),
      data: { customers: rows.customers.length, orders: rows.orders.length, deliveries: deliveries.length, expires_at: now + KEPT_MS },
    },
    now,
  );
  return applied();
}

/** A row as a person reads it: without our book-keeping. */
function published(row: Record<string, unknown>): Record<string, unknown> {
  const { merchant_id: _m, connection_id: _c, content_sha256: _h, triggered_at: _t, customer_id: _i, order_id: _o, ...rest } = row;
  return rest;
}

async function gatherOrders(tx: Tx, rows: SubjectRows): Promise<Record<string, unknown>[]> {
  const gathered: Record<string, unknown>[] = [];
  for (const order of rows.orders) {
    const of = { merchant_id: order.merchant_id, order_id: order.id };
    gathered.push({
      ...published(order),
      ...readAddresses(order),
      lines: (await tx.list("order_lines", of)).map(published),
      refunds: (await tx.list("refunds", of)).map(published),
      notes: (await tx.list("order_notes", { connection_id: order.connection_id, order_external_id: order.external_id })).map(published),
      fulfillments: (await tx.list("fulfillments", of)).map(published),
      status_history: (await tx.list("status_history", of)).map(published),
    });
  }
  return gathered;
}

const readAddresses = (order: Row<"orders">) => ({
  shipping_address: order.shipping_address === null ? null : (JSON.parse(order.shipping_address) as unknown),
  billing_address: order.billing_address === null ? null : (JSON.parse(order.billing_address) as unknown),
});

/** References only: each delivery's payload is shown on its own page until it is erased. */
async function gatherDeliveries(tx: Tx, ids: readonly number[]): Promise<{ id: number; topic: string; received_at: string }[]> {
  const references: { id: number; topic: string; received_at: string }[] = [];
  for (const id of ids) {
    const row = await tx.find("deliveries", { id });
    if (row) references.push({ id, topic: row.topic, received_at: new Date(row.received_at).toISOString() });
  }
  return references;
}
