/** Turns a person's rows into tombstones: what is left says that there was an order and for how much, not whose. */
import { newId } from "#app/lib/ids.ts";
import type { Row, Tx } from "./database.ts";
import type { Subject, SubjectRows } from "./personal-data.server.ts";

/** Any later content differs from it, so that a newer version of what is not personal still applies. */
const ERASED_HASH = "erased";

export async function eraseCustomerRows(
  tx: Tx,
  merchantId: string,
  connectionId: string,
  subject: Subject,
  rows: SubjectRows,
  now: number,
): Promise<number> {
  let erased = 0;
  for (const row of rows.customers) {
    const blank = { name: null, email: null, phone_given: null, phone_e164: null, locale: null, tags: "[]", content_sha256: ERASED_HASH };
    erased += await tx.update("customers", { ...blank, erased_at: row.erased_at ?? now, updated_at: now }, { merchant_id: merchantId, id: row.id });
  }
  if (rows.customers.length > 0 || subject.customerExternalId === null) return erased;
  // Never seen yet: the tombstone makes sure that a late delivery cannot bring the person in after their erasure.
  await tx.insert("customers", {
    id: newId("cus", now),
    merchant_id: merchantId,
    connection_id: connectionId,
    external_id: subject.customerExternalId,
    tags: "[]",
    content_sha256: ERASED_HASH,
    erased_at: now,
    created_at: now,
    updated_at: now,
  });
  return 0;
}

export async function eraseOrderRows(tx: Tx, merchantId: string, orders: readonly Row<"orders">[], now: number): Promise<void> {
  for (const order of orders) {
    const of = { merchant_id: merchantId, order_id: order.id };
    const blank = {
      customer_name: null,
      email: null,
      phone_given: null,
      phone_e164: null,
      note: null,
      shipping_address: null,
      billing_address: null,
      content_sha256: ERASED_HASH,
    };
    await tx.update("orders", { ...blank, erased_at: order.erased_at ?? now, updated_at: now }, { merchant_id: merchantId, id: order.id });
    await tx.update("refunds", { note: null }, of);
    // A tracking number leads to a name and a door.
    await tx.update("fulfillments", { tracking_numbers: "[]", tracking_urls: "[]" }, of);
    // Notes are free text about, or to, the person.
    const notes = { merchant_id: merchantId, connection_id: order.connection_id, order_external_id: order.external_id };
    await tx.update("order_notes", { author: null, body: "", updated_at: now }, notes);
    await eraseCommands(tx, merchantId, order, now);
  }
}

/** What a store was told to do with the order may quote the person (a note, a parcel's number); what it was not told yet it is not told any more. */
async function eraseCommands(tx: Tx, merchantId: string, order: Row<"orders">, now: number): Promise<void> {
  const items = await tx.list("sync_queue", {
    merchant_id: merchantId,
    connection_id: order.connection_id,
    entity_type: "order",
    entity_id: order.external_id,
  });
  for (const { id } of items) {
    const mine = { merchant_id: merchantId, connection_id: order.connection_id, sync_item_id: id };
    for (const { id: commandId, status } of await tx.list("bridge_commands", mine)) {
      const isOpen = status === "pending" || status === "sent";
      const blank = { payload: "{}", result: null, error_message: null, updated_at: now };
      await tx.update(
        "bridge_commands",
        { ...blank, ...(isOpen && { status: "expired", lease_until: null, expires_at: now }) },
        { ...mine, id: commandId },
      );
    }
  }
}

/** Fields of an order's diff that say nothing about a person; all others lose their values. Of a customer, none is kept. */
const IMPERSONAL =
  /^(status|hub_status|financial_status|fulfillment_status|total|name|order_ref|currency|presentment_currency|\w+_minor|taxes_included|cancel_reason|is_test|deleted|\w+_at|(lines|discounts|taxes|shipping)\..+|(refunds|fulfillments)\.[^.]+\.(status|shipment_status|amount_minor|delivered_at|lines\..+))$/;

/** Scrubs the values out of the audit trail's diffs of these entities. @returns how many entries were rewritten */
export async function scrubDiffs(tx: Tx, merchantId: string, entityType: "customer" | "order", entityIds: readonly string[]): Promise<number> {
  let scrubbed = 0;
  for (const entityId of entityIds) {
    for (const row of await tx.list("audit_log", { merchant_id: merchantId, kind: "data_change", entity_type: entityType, entity_id: entityId })) {
      const data = scrubDiff(row.data, entityType);
      if (data === row.data) continue;
      await tx.update("audit_log", { data }, { id: row.id });
      scrubbed += 1;
    }
    await tx.update("sync_queue", { payload: "{}", error_message: null }, { merchant_id: merchantId, entity_type: entityType, entity_id: entityId });
  }
  return scrubbed;
}

function scrubDiff(data: string, entityType: "customer" | "order"): string {
  const changes = JSON.parse(data) as { field: string; before: unknown; after: unknown }[];
  if (!Array.isArray(changes)) return "[]";
  const erase = (value: unknown) => (value === null ? null : "[erased]");
  return JSON.stringify(
    changes.map((change) =>
      entityType === "order" && IMPERSONAL.test(change.field) ? change : { ...change, before: erase(change.before), after: erase(change.after) },
    ),
  );
}
