/** The orders of one merchant, newest first (those of the same second by number), searched and filtered. */
import { sql, type SelectQueryBuilder } from "kysely";
import type { HubStatus } from "#app/domain/hub-status.ts";
import type { CursorKey, KeyPart, Page, PageRequest } from "#app/lib/cursor.ts";
import type { Database, Row } from "./database.ts";
import { direction, pageOf } from "./keyset.ts";
import { containsPattern, externalIdFor, orderRefsFor } from "./search-terms.ts";
import type { DB } from "./tables.ts";

export interface OrderFilter {
  /** Order number, id, or part of a name or e-mail address. */
  search?: string | undefined;
  hubStatus?: HubStatus | undefined;
  isQuarantined?: boolean | undefined;
  /** Ordered at or after, and before: epoch ms. */
  since?: number | undefined;
  until?: number | undefined;
  /** Only this connection's. */
  connectionId?: string | undefined;
}

/** Names and addresses have no index: they are looked for in this many newest orders, and the page says so. */
export const TEXT_SEARCH_ROWS = 10_000;

const COLUMNS = [
  "id",
  "connection_id",
  "external_id",
  "order_ref",
  "name",
  "customer_id",
  "customer_name",
  "email",
  "currency",
  "current_total_minor",
  "total_minor",
  "refunded_minor",
  "has_totals",
  "hub_status",
  "financial_status",
  "fulfillment_status",
  "quarantine_reason",
  "quarantine_minor",
  "is_test",
  "source_created_at",
  "source_updated_at",
  "deleted_at",
  "erased_at",
] as const;
export type OrderListRow = Pick<Row<"orders">, (typeof COLUMNS)[number]>;

/**
 * Platforms tell whole seconds, and a shop's orders of one second have ids of ours in the order in which they happened to arrive: people
 * look for them by number. Text of equal length sorts as numbers do, so #1000 stands above #999. The id makes the place in the list unique.
 */
const SORT = [sql.ref("source_created_at"), sql`length(order_ref)`, sql.ref("order_ref"), sql.ref("id")] as const;
/** What a cursor of this list holds. */
export const ORDER_LIST_KEY = ["time", "number", "text", "text"] as const satisfies readonly KeyPart[];
const keyOf = (row: OrderListRow): CursorKey => [row.source_created_at, [...row.order_ref].length, row.order_ref, row.id];

export async function listOrders(db: Database, merchantId: string, filter: OrderFilter, page: PageRequest): Promise<Page<OrderListRow>> {
  let query = db.read.selectFrom("orders").select(COLUMNS).where("merchant_id", "=", merchantId);
  const search = filter.search?.trim();
  if (search) {
    const ids = await findOrderIds(db, merchantId, search);
    query = ids.length > 0 ? query.where("id", "in", ids) : whereTextMatches(db, query, merchantId, search);
  }
  if (filter.hubStatus) query = query.where("hub_status", "=", filter.hubStatus);
  if (filter.connectionId) query = query.where("connection_id", "=", filter.connectionId);
  if (filter.isQuarantined) query = query.where("quarantine_reason", "is not", null);
  if (filter.since !== undefined) query = query.where("source_created_at", ">=", filter.since);
  if (filter.until !== undefined) query = query.where("source_created_at", "<", filter.until);
  const order = direction(page);
  const key = page.after ?? page.before;
  if (key) query = query.where(beyond(key, order));
  for (const part of SORT) query = query.orderBy(part, order);
  return pageOf(await query.limit(page.size + 1).execute(), page, keyOf);
}

/** The time stands there twice: alone it is what the index is entered by. */
function beyond(key: CursorKey, order: "asc" | "desc") {
  const [isBeyond, isNotBefore] = order === "desc" ? [sql`<`, sql`<=`] : [sql`>`, sql`>=`];
  return sql<boolean>`source_created_at ${isNotBefore} ${key[0]} AND (${sql.join(SORT)}) ${isBeyond} (${sql.join(key)})`;
}

/** Orders whose number or id is exactly what was typed: index look-ups only. */
export async function findOrderIds(db: Database, merchantId: string, search: string): Promise<string[]> {
  const external = externalIdFor(search);
  const [byRef, byExternal, byId] = await Promise.all([
    db.read
      .selectFrom("orders")
      .select("id")
      .where("merchant_id", "=", merchantId)
      .where("order_ref", "in", orderRefsFor(search))
      .limit(50)
      .execute(),
    db.read
      .selectFrom("orders")
      .innerJoin("connections", "connections.id", "orders.connection_id")
      .select("orders.id")
      .where("connections.merchant_id", "=", merchantId)
      .where("orders.merchant_id", "=", merchantId)
      .where("orders.external_id", "=", external)
      .limit(50)
      .execute(),
    db.read.selectFrom("orders").select("id").where("merchant_id", "=", merchantId).where("id", "=", search).execute(),
  ]);
  return [...new Set([...byRef, ...byExternal, ...byId].map((row) => row.id))];
}

function whereTextMatches<O>(db: Database, query: SelectQueryBuilder<DB, "orders", O>, merchantId: string, search: string) {
  const pattern = containsPattern(search);
  const newest = db.read
    .selectFrom("orders")
    .select(["id", "customer_name", "email"])
    .where("merchant_id", "=", merchantId)
    .orderBy("source_created_at", "desc")
    .limit(TEXT_SEARCH_ROWS)
    .as("newest");
  const matching = db.read
    .selectFrom(newest)
    .select("newest.id")
    .where(sql<boolean>`(lower(newest.customer_name) like ${pattern} escape '\\' or lower(newest.email) like ${pattern} escape '\\')`);
  return query.where("id", "in", matching);
}
