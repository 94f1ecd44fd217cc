/** The sync monitor: figures, chart, activity and the delivery search. */
import type { Database } from "#app/data/database.ts";
import { countDeliveries, searchDeliveries } from "#app/data/deliveries-search.server.ts";
import { readEntityNames } from "#app/data/entity-names.server.ts";
import { pageRequestOf } from "#app/lib/cursor.ts";
import { type Stamp, stampOf } from "#app/lib/stamp.ts";
import type { ActivityItem, Statistics } from "#app/lib/view-items.ts";
import { presentActivity } from "./activity.server.ts";
import { deliveryFilterOf, isSearching, type SearchState, searchStateOf } from "#app/domain/delivery-filter.ts";
import { type DeliveryItem, deliveryItem } from "./delivery-row.server.ts";
import { TOPIC_CHOICES } from "./names.ts";
import { type ChartBar, presentStatistics } from "./statistics.server.ts";

export interface MonitorView {
  statistics: Statistics;
  chart: ChartBar[];
  activity: ActivityItem[];
  search: SearchState;
  isSearching: boolean;
  deliveries: DeliveryItem[];
  next: string | null;
  previous: string | null;
  /** How many deliveries the search means: what "Replay all" would replay. Only counted while searching. */
  matching: { count: number; isMore: boolean } | null;
  topics: { value: string; label: string }[];
  refreshedAt: Stamp;
}

const PAGE_SIZE = 25;

export async function presentMonitor(
  db: Database,
  merchantId: string,
  timeZone: string | null,
  params: URLSearchParams,
  now: number,
): Promise<MonitorView> {
  const search = searchStateOf(params);
  const filter = deliveryFilterOf(search, now);
  const searching = isSearching(search);
  const [figures, activity, found, matching] = await Promise.all([
    presentStatistics(db, merchantId, timeZone, now),
    presentActivity(db, merchantId, timeZone, now),
    searchDeliveries(db, merchantId, filter, pageRequestOf(params, PAGE_SIZE, ["time", "number"])),
    searching ? countDeliveries(db, merchantId, filter) : Promise.resolve(null),
  ]);
  const names = await readEntityNames(db, merchantId, found.rows);
  return {
    ...figures,
    activity,
    search,
    isSearching: searching,
    deliveries: found.rows.map((row) => deliveryItem(row, timeZone, now, names)),
    next: found.next,
    previous: found.previous,
    matching,
    topics: TOPIC_CHOICES,
    refreshedAt: stampOf(now, timeZone, now),
  };
}
