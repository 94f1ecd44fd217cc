import type { Database } from "#app/data/database.ts";
import { CUSTOMER_SEARCH_ROWS, type CustomerListRow, listCustomers, ORDER_COUNT_CAP } from "#app/data/customers-list.server.ts";
import { pageRequestOf } from "#app/lib/cursor.ts";
import { searchTextOf } from "#app/lib/search-text.ts";
import { type Stamp, stampOrNull } from "#app/lib/stamp.ts";
import { countryName } from "./address.ts";

export interface CustomerItem {
  id: string;
  name: string;
  email: string | null;
  phone: string | null;
  country: string | null;
  orders: string;
  since: Stamp | null;
  note: "erased" | "deleted" | "withheld" | null;
}
export interface CustomersView {
  customers: CustomerItem[];
  next: string | null;
  previous: string | null;
  search: string;
  textSearchRows: number;
  /** Shopify has not approved the app for names and addresses: all it gives are ids. */
  isWithheld: boolean;
}

export async function presentCustomers(
  db: Database,
  merchantId: string,
  timeZone: string | null,
  params: URLSearchParams,
  now: number,
): Promise<CustomersView> {
  const search = searchTextOf(params.get("q"));
  const found = await listCustomers(db, merchantId, { search: search || undefined }, pageRequestOf(params, 50, ["text"]));
  const customers = found.rows.map((row) => customerItem(row, timeZone, now));
  return {
    customers,
    next: found.next,
    previous: found.previous,
    search,
    textSearchRows: CUSTOMER_SEARCH_ROWS,
    isWithheld: customers.length > 0 && customers.every((customer) => customer.note === "withheld"),
  };
}

function customerItem(row: CustomerListRow, timeZone: string | null, now: number): CustomerItem {
  const isWithheld = row.name === null && row.email === null && row.phone_given === null;
  return {
    id: row.id,
    name: row.erased_at !== null ? "Erased on request" : (row.name ?? row.email ?? `Customer ${row.external_id}`),
    email: row.email,
    phone: row.phone_e164 ?? row.phone_given,
    country: countryName(row.country),
    orders: row.orderCount >= ORDER_COUNT_CAP ? `${ORDER_COUNT_CAP.toLocaleString("en-GB")} or more` : String(row.orderCount),
    since: stampOrNull(row.source_created_at, timeZone, now),
    note: row.erased_at !== null ? "erased" : row.deleted_at !== null ? "deleted" : isWithheld ? "withheld" : null,
  };
}
