/** `crossdock deliveries list`: stored deliveries, newest first, of every merchant unless one is named. */
import { deliveryJson } from "#app/api/delivery-json.ts";
import type { Database } from "#app/data/database.ts";
import type { DeliveryRow } from "#app/data/deliveries-columns.ts";
import { searchDeliveries, type DeliveryFilter } from "#app/data/deliveries-search.server.ts";
import { command } from "./command.ts";
import { FILTER_OPTIONS, filterOf, merchantIdsFor } from "./delivery-filter.ts";
import { count } from "./options.ts";
import { withReading } from "./session.ts";
import { counted, relative, table } from "./table.ts";

const DEFAULT_LIMIT = 50;

export const deliveriesList = command({
  about: "Lists stored deliveries, newest first. Filters narrow each other.",
  options: { ...FILTER_OPTIONS, limit: count(`how many at most (${DEFAULT_LIMIT})`, 10_000) },
  async run({ values, isJson }, io) {
    const limit = values.limit ?? DEFAULT_LIMIT;
    const { rows, hasMore } = await withReading(async (db) => newest(db, await merchantIdsFor(db, values.merchant), filterOf(values), limit));
    if (isJson) io.json(rows.map(deliveryJson));
    else if (rows.length === 0) io.out("No delivery matches.");
    else {
      const now = io.clock();
      io.out(
        table(rows, [
          { title: "ID", value: (row) => row.id },
          { title: "RECEIVED", value: (row) => relative(row.received_at, now) },
          { title: "TOPIC", value: (row) => row.topic },
          { title: "STATUS", value: (row) => row.status },
          { title: "ORDER", value: (row) => row.order_ref },
          { title: "EXTERNAL ID", value: (row) => row.external_id },
          { title: "ATTEMPTS", value: (row) => row.attempts },
          { title: "ERROR", value: (row) => row.error_code },
        ]),
      );
    }
    if (hasMore)
      io.note(`Only the newest ${counted(rows.length, "delivery", "deliveries")} are shown: there are more. Raise --limit, or narrow with a filter.`);
    return 0;
  },
});

/** Each merchant's newest by its own index, then the newest of those: no plan has to walk all rows. */
async function newest(
  db: Database,
  merchantIds: readonly string[],
  filter: DeliveryFilter,
  limit: number,
): Promise<{ rows: DeliveryRow[]; hasMore: boolean }> {
  let rows: DeliveryRow[] = [];
  let hasMore = false;
  for (const merchantId of merchantIds) {
    const page = await searchDeliveries(db, merchantId, filter, { size: limit });
    hasMore ||= page.next !== null;
    rows = [...rows, ...page.rows].sort((a, b) => b.received_at - a.received_at || b.id - a.id);
    hasMore ||= rows.length > limit;
    rows = rows.slice(0, limit);
  }
  return { rows, hasMore };
}
