/** The list of orders. */
import { z } from "zod";
import type { Database } from "#app/data/database.ts";
import { listOrders, ORDER_LIST_KEY, type OrderListRow, TEXT_SEARCH_ROWS } from "#app/data/orders-list.server.ts";
import { HUB_STATUSES } from "#app/domain/hub-status.ts";
import { pageRequestOf } from "#app/lib/cursor.ts";
import { formatMoney } from "#app/domain/money.ts";
import { searchTextOf } from "#app/lib/search-text.ts";
import { stampOf } from "#app/lib/stamp.ts";
import type { OrderItem } from "#app/lib/view-items.ts";

export interface OrdersView {
  orders: OrderItem[];
  next: string | null;
  previous: string | null;
  search: string;
  hubStatus: string;
  isQuarantinedOnly: boolean;
  isFiltered: boolean;
  statuses: string[];
  textSearchRows: number;
}

const PAGE_SIZE = 50;
const schema = z.object({
  q: z.string().transform(searchTextOf),
  status: z.enum(HUB_STATUSES).or(z.literal("")).catch(""),
  checking: z.literal("1").or(z.literal("")).catch(""),
});

export async function presentOrders(
  db: Database,
  merchantId: string,
  timeZone: string | null,
  params: URLSearchParams,
  now: number,
): Promise<OrdersView> {
  const { q, status, checking } = schema.parse({
    q: params.get("q") ?? "",
    status: params.get("status") ?? "",
    checking: params.get("checking") ?? "",
  });
  const found = await listOrders(
    db,
    merchantId,
    { search: q || undefined, hubStatus: status || undefined, isQuarantined: checking === "1" },
    pageRequestOf(params, PAGE_SIZE, ORDER_LIST_KEY),
  );
  return {
    orders: found.rows.map((row) => orderItem(row, timeZone, now)),
    next: found.next,
    previous: found.previous,
    search: q,
    hubStatus: status,
    isQuarantinedOnly: checking === "1",
    isFiltered: q !== "" || status !== "" || checking === "1",
    statuses: [...HUB_STATUSES],
    textSearchRows: TEXT_SEARCH_ROWS,
  };
}

/** Of a cancelled order nothing is left to be sent: that is no reason for a warning colour. */
const fulfillmentOf = ({ hub_status, fulfillment_status }: OrderListRow): string | null =>
  hub_status === "CANCELLED" && (fulfillment_status === null || fulfillment_status === "unfulfilled") ? "never_fulfilled" : fulfillment_status;

export function orderItem(row: OrderListRow, timeZone: string | null, now: number): OrderItem {
  return {
    id: row.id,
    orderRef: row.order_ref,
    customer: row.erased_at !== null ? "Erased on request" : (row.customer_name ?? row.email ?? "No customer"),
    // After a refund the current total is what is left, which nobody looks for in a list.
    total: formatMoney(row.refunded_minor === 0 ? row.current_total_minor : row.total_minor, row.currency),
    hubStatus: row.hub_status,
    payment: row.financial_status,
    fulfillment: fulfillmentOf(row),
    isQuarantined: row.quarantine_reason !== null,
    isTest: row.is_test === 1,
    isDeleted: row.deleted_at !== null,
    createdAt: stampOf(row.source_created_at, timeZone, now),
  };
}
