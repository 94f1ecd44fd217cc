/** The customers of one merchant. */
import { sql } from "kysely";
import type { Page, PageRequest } from "#app/lib/cursor.ts";
import type { Database, Row } from "./database.ts";
import { beyond, direction, pageOf } from "./keyset.ts";
import { containsPattern, externalIdFor } from "./search-terms.ts";

const COLUMNS = [
  "id",
  "connection_id",
  "external_id",
  "name",
  "email",
  "phone_given",
  "phone_e164",
  "country",
  "locale",
  "tags",
  "source_created_at",
  "source_updated_at",
  "deleted_at",
  "erased_at",
] as const;
export type CustomerListRow = Pick<Row<"customers">, (typeof COLUMNS)[number]> & { orderCount: number };

/** Names and addresses have no index: they are looked for in this many customers. */
export const CUSTOMER_SEARCH_ROWS = 10_000;
/** An order count stops here: past it the page says "more than". */
export const ORDER_COUNT_CAP = 1000;

export async function listCustomers(
  db: Database,
  merchantId: string,
  filter: { search?: string | undefined },
  page: PageRequest,
): Promise<Page<CustomerListRow>> {
  let query = db.read.selectFrom("customers").select(COLUMNS).where("merchant_id", "=", merchantId);
  const search = filter.search?.trim();
  if (search) query = query.where("id", "in", await findCustomerIds(db, merchantId, search));
  const order = direction(page);
  const rows = await query
    .where(beyond(["id"], page))
    .orderBy("id", order)
    .limit(page.size + 1)
    .execute();
  const counts = await countOrders(
    db,
    merchantId,
    rows.map((row) => row.id),
  );
  return pageOf(
    rows.map((row) => ({ ...row, orderCount: counts.get(row.id) ?? 0 })),
    page,
    (row) => [row.id],
  );
}

/** Never empty, so that `in` stays valid SQL: an impossible id stands for "none". */
export async function findCustomerIds(db: Database, merchantId: string, search: string): Promise<string[]> {
  const pattern = containsPattern(search);
  const digits = search.replace(/\D/g, "");
  const newest = db.read
    .selectFrom("customers")
    .select(["id", "name", "email", "phone_e164", "external_id"])
    .where("merchant_id", "=", merchantId)
    .orderBy("id", "desc")
    .limit(CUSTOMER_SEARCH_ROWS)
    .as("newest");
  const [byId, byText] = await Promise.all([
    db.read
      .selectFrom("customers")
      .innerJoin("connections", "connections.id", "customers.connection_id")
      .select("customers.id")
      .where("connections.merchant_id", "=", merchantId)
      .where("customers.merchant_id", "=", merchantId)
      .where("customers.external_id", "=", externalIdFor(search))
      .execute(),
    db.read
      .selectFrom(newest)
      .select("newest.id")
      .where((eb) =>
        eb.or([
          sql<boolean>`lower(newest.name) like ${pattern} escape '\\'`,
          sql<boolean>`lower(newest.email) like ${pattern} escape '\\'`,
          ...(digits.length >= 4 ? [sql<boolean>`newest.phone_e164 like ${`%${digits}%`}`] : []),
        ]),
      )
      .orderBy("newest.id", "desc")
      .limit(500)
      .execute(),
  ]);
  return ["", ...new Set([...byId, ...byText].map((row) => row.id))];
}

async function countOrders(db: Database, merchantId: string, customerIds: readonly string[]): Promise<Map<string, number>> {
  const counts = await Promise.all(
    customerIds.map(async (id) => {
      const capped = db.read
        .selectFrom("orders")
        .select("id")
        .where("customer_id", "=", id)
        .where("merchant_id", "=", merchantId)
        .limit(ORDER_COUNT_CAP)
        .as("capped");
      const { count } = await db.read
        .selectFrom(capped)
        .select((eb) => eb.fn.countAll().as("count"))
        .executeTakeFirstOrThrow();
      return [id, Number(count)] as const;
    }),
  );
  return new Map(counts);
}
