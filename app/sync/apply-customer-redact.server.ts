/**
 * customers/redact: erases a person. Model, raw bodies, the trail's diffs and copies lose everything personal; a proof without personal
 * data remains. https://shopify.dev/docs/apps/build/compliance/privacy-law-compliance
 */
import { hash } from "node:crypto";
import { writeAudit } from "#app/data/audit.server.ts";
import { removeExports } from "#app/data/data-exports.server.ts";
import { eraseDeliveries } from "#app/data/erase-deliveries.server.ts";
import { eraseCustomerRows, eraseOrderRows, scrubDiffs } from "#app/data/erase-person.server.ts";
import { findDeliveriesAbout, findSubject } from "#app/data/personal-data.server.ts";
import type { CanonicalEvent } from "#app/domain/events.ts";
import { eraseMessagesOf } from "./erase-messages.server.ts";
import { applied, type Applied, type ApplyContext } from "./context.ts";
import { eraseToldPerson } from "./erase-told-person.server.ts";
import { readInsteadOfErased } from "./read-instead.server.ts";
import { subjectOf } from "./subject.ts";

type CustomerRedact = Extract<CanonicalEvent, { type: "customer_redact" }>;

/** Also erases the request's own delivery, which names the person. A second request for the same person erases what came since. */
export async function applyCustomerRedact(ctx: ApplyContext, event: CustomerRedact): Promise<Applied> {
  const { tx, connection, now } = ctx;
  const merchantId = connection.merchant_id;
  const subject = subjectOf(event);
  const rows = await findSubject(tx, merchantId, connection.id, subject);
  const about = await findDeliveriesAbout(tx, merchantId, connection.id, subject, rows);
  await readInsteadOfErased(ctx, about);
  const deliveries = await eraseDeliveries(tx, merchantId, [...new Set(ctx.deliveryId === null ? about : [...about, ctx.deliveryId])], now);
  const customers = await eraseCustomerRows(tx, merchantId, connection.id, subject, rows, now);
  const messages = await eraseMessagesOf(ctx, subject, rows);
  const told = await eraseToldPerson(ctx, subject, rows);
  await eraseOrderRows(tx, merchantId, rows.orders, now);
  const diffs =
    (await scrubDiffs(
      tx,
      merchantId,
      "customer",
      rows.customers.map((row) => row.id),
    )) +
    (await scrubDiffs(
      tx,
      merchantId,
      "order",
      rows.orders.map((row) => row.id),
    ));
  const exports = event.customer_external_id === null ? 0 : await removeExports(tx, merchantId, connection.id, event.customer_external_id);
  await writeAudit(
    tx,
    merchantId,
    {
      connectionId: connection.id,
      kind: "compliance",
      actor: "shopify",
      action: "customer_redact",
      entityType: "customer",
      ...(rows.customers[0] ? { entityId: rows.customers[0].id } : {}),
      ...(ctx.deliveryId === null ? {} : { deliveryId: ctx.deliveryId }),
      data: {
        customers,
        orders: rows.orders.length,
        messages,
        // Of files and events of the same merchant.
        told,
        deliveries: deliveries.count,
        audit_entries: diffs,
        exports,
        // Of the erased bodies as they were received: shows that the right ones are gone, without what they said.
        bodies_sha256: hash("sha256", deliveries.bodySha256.join("\n"), "hex"),
      },
    },
    now,
  );
  return applied(customers + rows.orders.length);
}
