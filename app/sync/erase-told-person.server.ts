/** A person's part in what the merchant told us by files and events: no platform asks to erase it, so it goes with what the store's platform asks for. */
import { listOwnConnections } from "#app/data/connections.server.ts";
import { eraseDeliveries } from "#app/data/erase-deliveries.server.ts";
import { eraseCustomerRows, eraseOrderRows, scrubDiffs } from "#app/data/erase-person.server.ts";
import { eraseImportRows } from "#app/data/import-rows.server.ts";
import { findDeliveriesAbout, findSubject, type Subject, type SubjectRows } from "#app/data/personal-data.server.ts";
import { toldCustomerKey } from "./apply-told-customer.server.ts";
import type { ApplyContext } from "./context.ts";

export interface ErasedTold {
  customers: number;
  orders: number;
  import_rows: number;
}

/** To be called while the person's rows still say who it is. @param rows what the store's own connection has of them */
export async function eraseToldPerson(ctx: ApplyContext, subject: Subject, rows: SubjectRows): Promise<ErasedTold> {
  const { tx, connection, now } = ctx;
  const merchantId = connection.merchant_id;
  const people = [subject, ...rows.customers.map((row) => ({ email: row.email, phone: row.phone_e164 }))];
  const emails = distinct(people.map((person) => person.email?.toLowerCase()));
  const phones = distinct(people.map((person) => person.phone));
  const erased: ErasedTold = { customers: 0, orders: 0, import_rows: 0 };
  const orderIds = rows.orders.map((row) => row.id);
  for (const own of await listOwnConnections(tx, merchantId, connection)) {
    for (const key of [...phones, ...emails]) {
      const told: Subject = {
        customerExternalId: toldCustomerKey(own.id, key),
        email: emails.includes(key) ? key : null,
        phone: phones.includes(key) ? key : null,
        orderExternalIds: [],
      };
      const found = await findSubject(tx, merchantId, own.id, told);
      if (found.customers.length + found.orders.length === 0) continue;
      // An order's person may be known by another number than the one asked about.
      const keys = distinct([told.customerExternalId, ...found.orders.map((order) => order.customer_external_id)]);
      await eraseDeliveries(tx, merchantId, await findDeliveriesAbout(tx, merchantId, own.id, told, found), now);
      for (const customerExternalId of keys) {
        const customers = await tx.list("customers", { merchant_id: merchantId, connection_id: own.id, external_id: customerExternalId });
        erased.customers += await eraseCustomerRows(tx, merchantId, own.id, { ...told, customerExternalId }, { customers, orders: [] }, now);
        await scrubDiffs(
          tx,
          merchantId,
          "customer",
          customers.map((row) => row.id),
        );
      }
      await eraseOrderRows(tx, merchantId, found.orders, now);
      await scrubDiffs(
        tx,
        merchantId,
        "order",
        found.orders.map((row) => row.id),
      );
      erased.orders += found.orders.length;
      orderIds.push(...found.orders.map((row) => row.id));
    }
  }
  erased.import_rows = await eraseImportRows(tx, merchantId, [...emails, ...phones], orderIds);
  return erased;
}

const distinct = (values: readonly (string | null | undefined)[]): string[] => [
  ...new Set(values.filter((value): value is string => typeof value === "string" && value !== "")),
];
