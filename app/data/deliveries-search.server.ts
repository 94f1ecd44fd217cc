/** Finding deliveries: by order number, any id, topic, status and time; newest first. */
import { sql, type SelectQueryBuilder } from "kysely";
import type { DeliveryStatus } from "#app/domain/delivery-status.ts";
import type { Page, PageRequest } from "#app/lib/cursor.ts";
import type { Database } from "./database.ts";
import { DELIVERY_COLUMNS, type DeliveryRow } from "./deliveries-columns.ts";
import { findDeliveryIdsByExternalId, findDeliveryIdsOfOrder } from "./deliveries-of-order.server.ts";
import { beyond, direction, pageOf } from "./keyset.ts";
import { ALL_BRANCHES, withStatus } from "./open-deliveries.ts";
import { deliveryIdFor, externalIdFor, orderRefsFor } from "./search-terms.ts";
import type { DB } from "./tables.ts";

export interface DeliveryFilter {
  search?: string | undefined;
  /** Only this order's: "1001", "#1001", "SH-#1001". */
  order?: string | undefined;
  /** Only those about the entity with this id at the platform. */
  externalId?: string | undefined;
  topic?: string | undefined;
  status?: DeliveryStatus | undefined;
  /** Received at or after / before, epoch milliseconds. */
  since?: number | undefined;
  until?: number | undefined;
  connectionId?: string | undefined;
}

/** Counting stops here: past it the answer is "more than". */
export const COUNT_CAP = 10_000;
const IDS_PER_LOOKUP = 500;

export async function searchDeliveries(db: Database, merchantId: string, filter: DeliveryFilter, page: PageRequest): Promise<Page<DeliveryRow>> {
  const query = await narrow(db, merchantId, filter, db.read.selectFrom("deliveries").select(DELIVERY_COLUMNS));
  const order = direction(page);
  // Each branch is cut to a page before they are joined: a backlog is not sorted whole.
  const [first, ...others] = branchesOf(query.where(beyond(["received_at", "id"], page)), filter).map((branch) =>
    db.read
      .selectFrom(
        branch
          .orderBy("received_at", order)
          .orderBy("id", order)
          .limit(page.size + 1)
          .as("found"),
      )
      .selectAll(),
  );
  const rows = await others
    .reduce((all, branch) => all.unionAll(branch), first!)
    .orderBy("received_at", order)
    .orderBy("id", order)
    .limit(page.size + 1)
    .execute();
  return pageOf(rows, page, (row) => [row.received_at, row.id]);
}

/** How many deliveries a filter means; `isMore` when there are more than COUNT_CAP. */
export async function countDeliveries(db: Database, merchantId: string, filter: DeliveryFilter): Promise<{ count: number; isMore: boolean }> {
  const query = await narrow(db, merchantId, filter, db.read.selectFrom("deliveries").select("id"));
  const [first, ...others] = branchesOf(query, filter);
  const found = others
    .reduce((all, branch) => all.unionAll(branch), first!)
    .limit(COUNT_CAP + 1)
    .as("found");
  const { count } = await db.read
    .selectFrom(found)
    .select((eb) => eb.fn.countAll().as("count"))
    .executeTakeFirstOrThrow();
  return { count: Math.min(Number(count), COUNT_CAP), isMore: Number(count) > COUNT_CAP };
}

async function narrow<O>(
  db: Database,
  merchantId: string,
  filter: DeliveryFilter,
  start: SelectQueryBuilder<DB, "deliveries", O>,
): Promise<SelectQueryBuilder<DB, "deliveries", O>> {
  let query = start.where("merchant_id", "=", merchantId);
  // The rows of an id are found first, by index; sorting those few is cheaper than any plan that walks the newest deliveries.
  const search = filter.search?.trim();
  const byId = [
    ...(search ? [await findDeliveryIds(db, merchantId, search)] : []),
    ...(filter.order ? [await findDeliveryIdsOfOrder(db, merchantId, filter.order)] : []),
    ...(filter.externalId ? [await findDeliveryIdsByExternalId(db, merchantId, filter.externalId)] : []),
  ];
  for (const ids of byId) query = ids.length > 0 ? query.where("id", "in", ids) : query.where(sql<boolean>`1 = 0`);
  if (filter.connectionId) query = query.where("connection_id", "=", filter.connectionId);
  if (filter.topic) query = query.where("topic", "=", filter.topic);
  if (filter.status) query = query.where(withStatus(filter.status));
  if (filter.since !== undefined) query = query.where("received_at", ">=", filter.since);
  if (filter.until !== undefined) query = query.where("received_at", "<", filter.until);
  return query;
}

/** Completed deliveries have an index by topic, the others stand in small ones by status: the branches of one statement that asks them all. */
function branchesOf<O>(query: SelectQueryBuilder<DB, "deliveries", O>, filter: DeliveryFilter): SelectQueryBuilder<DB, "deliveries", O>[] {
  const isById = Boolean(filter.search?.trim() || filter.order || filter.externalId);
  return filter.topic && !filter.status && !isById ? ALL_BRANCHES.map((branch) => query.where(branch)) : [query];
}

/** Deliveries that a number or id can mean: order number, the platform's entity id, the platform's delivery id, our own number. */
async function findDeliveryIds(db: Database, merchantId: string, search: string): Promise<number[]> {
  const mine = () => db.read.selectFrom("deliveries").select("id").where("merchant_id", "=", merchantId).limit(IDS_PER_LOOKUP);
  const external = externalIdFor(search);
  const ownNumber = deliveryIdFor(search);
  const connections = db.read.selectFrom("connections").select("id").where("merchant_id", "=", merchantId);
  const found = await Promise.all([
    mine().where("order_ref", "in", orderRefsFor(search)).orderBy("received_at", "desc").execute(),
    mine().where("external_id", "=", external).orderBy("received_at", "desc").execute(),
    mine().where("connection_id", "in", connections).where("mode", "in", ["live", "test"]).where("dedupe_key", "=", search).execute(),
    ownNumber === null ? Promise.resolve([]) : mine().where("id", "=", ownNumber).execute(),
    ordersOf(db, merchantId, search),
  ]);
  return [...new Set(found.flat().map((row) => row.id))];
}

/** Our own order id leads to the order's deliveries. */
async function ordersOf(db: Database, merchantId: string, search: string): Promise<{ id: number }[]> {
  const order = await db.read
    .selectFrom("orders")
    .select(["order_ref", "connection_id"])
    .where("merchant_id", "=", merchantId)
    .where("id", "=", search)
    .executeTakeFirst();
  if (!order) return [];
  return db.read
    .selectFrom("deliveries")
    .select("id")
    .where("merchant_id", "=", merchantId)
    .where("order_ref", "=", order.order_ref)
    .where("connection_id", "=", order.connection_id)
    .orderBy("received_at", "desc")
    .limit(IDS_PER_LOOKUP)
    .execute();
}
