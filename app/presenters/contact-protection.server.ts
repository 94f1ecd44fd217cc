/** Whether Shopify gives this store's names and contact details, as seen by what it has sent. */
import { listCustomers } from "#app/data/customers-list.server.ts";
import type { Database } from "#app/data/database.ts";
import { listOrders } from "#app/data/orders-list.server.ts";
import type { Protection } from "./entities.server.ts";

/** Of the newest this many: an approval shows in what comes after it. */
const LOOKED_AT = { orders: 50, customers: 10 };

/**
 * "given" as soon as one order or customer has any of them. What was erased or has no customer shows nothing either way, nor does a single
 * customer without contact details (a walk-in): "withheld" when all that could show them do not.
 */
export async function contactProtection(db: Database, merchantId: string, connectionId: string): Promise<Protection> {
  const [orders, customers] = await Promise.all([
    listOrders(db, merchantId, {}, { size: LOOKED_AT.orders }),
    listCustomers(db, merchantId, {}, { size: LOOKED_AT.customers }),
  ]);
  const isTelling = (row: { connection_id: string; erased_at: number | null }) => row.connection_id === connectionId && row.erased_at === null;
  const shown = [
    ...orders.rows
      .filter((row) => isTelling(row) && (row.customer_id !== null || row.email !== null))
      .map((row) => row.customer_name !== null || row.email !== null),
    ...customers.rows.filter(isTelling).map((row) => row.name !== null || row.email !== null || row.phone_given !== null),
  ];
  if (shown.includes(true)) return "given";
  return shown.length === 0 ? "unknown" : "withheld";
}
