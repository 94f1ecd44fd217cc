/** Messages by the person they were written to or by. A message without a customer belongs to its address, or to its order. */
import { sql } from "kysely";
import type { Page, PageRequest } from "#app/lib/cursor.ts";
import type { Database, Row } from "./database.ts";
import { beyond, direction, pageOf } from "./keyset.ts";
import { findCustomerIds } from "./customers-list.server.ts";
import { orderRefsFor } from "./search-terms.ts";

type Message = Row<"messages">;

export interface ConversationFilter {
  /** A customer's name, phone or e-mail address, or an order's number. */
  search?: string | undefined;
  /** Conversations with a message of such a status: it is the newest of them that stands in the list. */
  statuses?: readonly string[] | undefined;
}

/** The newest message of a conversation, with whom it is with. */
export type ConversationRow = Pick<
  Message,
  | "id"
  | "customer_id"
  | "order_id"
  | "direction"
  | "step"
  | "channel"
  | "address"
  | "status"
  | "reason"
  | "error_class"
  | "body"
  | "subject"
  | "planned_for"
  | "send_after"
  | "sent_at"
  | "delivered_at"
  | "read_at"
  | "created_at"
  | "updated_at"
  | "latest_at"
  | "erased_at"
> & {
  customer_name: string | null;
  customer_erased_at: number | null;
  order_ref: string | null;
  order_customer_name: string | null;
};

/** The newest first. Each row asks the index by customer whether there is a newer message: no message is read that is not shown. */
export async function listConversations(
  db: Database,
  merchantId: string,
  filter: ConversationFilter,
  page: PageRequest,
): Promise<Page<ConversationRow>> {
  const { statuses } = filter;
  const isOf = (alias: string) => (statuses === undefined ? sql`1 = 1` : sql`${sql.ref(`${alias}.status`)} in (${sql.join([...statuses])})`);
  const isLater = sql`n.merchant_id = m.merchant_id and (n.created_at, n.id) > (m.created_at, m.id) and ${isOf("n")}`;
  const isSamePerson = sql`n.customer_id is null and (n.address = m.address or (m.address is null and n.address is null and n.order_id = m.order_id))`;
  let query = db.read
    .selectFrom("messages as m")
    .leftJoin("customers as c", (join) => join.onRef("c.id", "=", "m.customer_id").onRef("c.merchant_id", "=", "m.merchant_id"))
    .leftJoin("orders as o", (join) => join.onRef("o.id", "=", "m.order_id").onRef("o.merchant_id", "=", "m.merchant_id"))
    .select([
      "m.id",
      "m.customer_id",
      "m.order_id",
      "m.direction",
      "m.step",
      "m.channel",
      "m.address",
      "m.status",
      "m.reason",
      "m.error_class",
      "m.body",
      "m.subject",
      "m.planned_for",
      "m.send_after",
      "m.sent_at",
      "m.delivered_at",
      "m.read_at",
      "m.created_at",
      "m.updated_at",
      "m.latest_at",
      "m.erased_at",
    ])
    .select(["c.name as customer_name", "c.erased_at as customer_erased_at", "o.order_ref", "o.customer_name as order_customer_name"])
    .where("m.merchant_id", "=", merchantId)
    .where(sql<boolean>`${isOf("m")}`)
    .where(sql<boolean>`not exists (select 1 from messages n where n.customer_id = m.customer_id and ${isLater})`)
    .where(sql<boolean>`(m.customer_id is not null or not exists (select 1 from messages n where ${isSamePerson} and ${isLater}))`);
  const search = filter.search?.trim();
  if (search) query = query.where(await matching(db, merchantId, search));
  const order = direction(page);
  const rows = await query
    .where(beyond(["m.created_at", "m.id"], page))
    .orderBy("m.created_at", order)
    .orderBy("m.id", order)
    .limit(page.size + 1)
    .execute();
  return pageOf(rows, page, (row) => [row.created_at, row.id]);
}

async function matching(db: Database, merchantId: string, search: string) {
  const [customers, orders] = await Promise.all([
    findCustomerIds(db, merchantId, search),
    db.read
      .selectFrom("orders")
      .select(["id", "customer_id"])
      .where("merchant_id", "=", merchantId)
      .where("order_ref", "in", orderRefsFor(search))
      .limit(100)
      .execute(),
  ]);
  const people = [...customers, ...orders.map((row) => row.customer_id).filter((id) => id !== null)];
  const address = search.includes("@") ? search.toLowerCase() : search.replace(/[^\d+]/g, "");
  return sql<boolean>`(m.customer_id in (${sql.join(people)}) or m.order_id in (${sql.join(["", ...orders.map((row) => row.id)])}) or (m.address is not null and m.address = ${address}))`;
}

/** How many messages wait for the merchant to decide: those that failed, and those of which it is not known what became. Counted up to `cap`. */
export async function countMessages(db: Database, merchantId: string, statuses: readonly string[], cap: number): Promise<number> {
  const some = db.read
    .selectFrom("messages")
    .select("id")
    .where("merchant_id", "=", merchantId)
    .where("status", "in", [...statuses])
    .limit(cap)
    .as("some");
  const { count } = await db.read
    .selectFrom(some)
    .select((eb) => eb.fn.countAll().as("count"))
    .executeTakeFirstOrThrow();
  return Number(count);
}

export interface Conversation {
  customer: Row<"customers"> | null;
  /** Oldest first. */
  messages: Message[];
  orders: Pick<Row<"orders">, "id" | "order_ref" | "hub_status" | "delivered_at" | "customer_name" | "email" | "phone_e164">[];
  isCut: boolean;
}

/** More than anybody reads: the newest so many are shown. */
const MOST_MESSAGES = 200;

/** @param id the customer's, or, where there is none, that of any message of the conversation */
export async function findConversation(db: Database, merchantId: string, id: string): Promise<Conversation | null> {
  const customer = await db.read.selectFrom("customers").selectAll().where("merchant_id", "=", merchantId).where("id", "=", id).executeTakeFirst();
  const one = customer
    ? undefined
    : await db.read.selectFrom("messages").selectAll().where("merchant_id", "=", merchantId).where("id", "=", id).executeTakeFirst();
  if (!customer && !one) return null;
  if (one?.customer_id && one.customer_id !== id) return findConversation(db, merchantId, one.customer_id);
  let query = db.read.selectFrom("messages").selectAll().where("merchant_id", "=", merchantId);
  if (customer) query = query.where("customer_id", "=", customer.id);
  else if (one!.address !== null) query = query.where("customer_id", "is", null).where("address", "=", one!.address);
  else if (one!.order_id !== null) query = query.where("order_id", "=", one!.order_id);
  else query = query.where("id", "=", id);
  const newest = await query
    .orderBy("created_at", "desc")
    .orderBy("id", "desc")
    .limit(MOST_MESSAGES + 1)
    .execute();
  const messages = newest.slice(0, MOST_MESSAGES).reverse();
  const orderIds = [...new Set(messages.map((message) => message.order_id).filter((orderId) => orderId !== null))];
  const orders =
    orderIds.length === 0
      ? []
      : await db.read
          .selectFrom("orders")
          .select(["id", "order_ref", "hub_status", "delivered_at", "customer_name", "email", "phone_e164"])
          .where("merchant_id", "=", merchantId)
          .where("id", "in", orderIds)
          .orderBy("source_created_at", "desc")
          .execute();
  return { customer: customer ?? null, messages, orders, isCut: newest.length > MOST_MESSAGES };
}
