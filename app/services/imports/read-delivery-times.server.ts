/** When the orders of a file that are not imported yet were delivered: what a preview of their messages is made from. */
import { listImportRows } from "#app/data/import-rows.server.ts";
import { cellText } from "#app/domain/csv/check-row.ts";
import { dayIn, startOfDay } from "#app/domain/csv/dates.ts";
import type { ServiceContext } from "../context.server.ts";
import { rowOf, timeZoneOf } from "./import-facts.server.ts";
import type { ImportInfo } from "./import-view.ts";

const ROWS_AT_ONCE = 1_000;
const DAY_MS = 86_400_000;

/** @param longestDays messages are sent so many days after a delivery at the latest: older ones are not looked at. @returns epoch ms */
export async function readDeliveryTimes(
  ctx: Pick<ServiceContext, "db">,
  merchantId: string,
  { id, mapping }: Pick<ImportInfo, "id" | "mapping">,
  { longestDays, now }: { longestDays: number; now: number },
): Promise<number[]> {
  const { delivery_date: place, order_status: status } = mapping;
  if (place === undefined) return [];
  const timeZone = await timeZoneOf(ctx.db, merchantId);
  // A day more on each side: of the zone, and of what may be late.
  const oldest = dayIn(now - (longestDays + 2) * DAY_MS, timeZone);
  const times: number[] = [];
  for (let after = 0; ;) {
    const rows = await listImportRows(ctx.db, merchantId, id, { statuses: ["good"], after, limit: ROWS_AT_ONCE });
    for (const { cells } of rows.map(rowOf)) {
      const day = cellText(cells[place]);
      if (day === "" || day < oldest) continue;
      const said = status === undefined ? "" : cellText(cells[status]).toLowerCase();
      if (said === "" || said === "delivered") times.push(startOfDay(day, timeZone));
    }
    const last = rows.at(-1);
    if (last === undefined || rows.length < ROWS_AT_ONCE) return times;
    after = last.row_number;
  }
}
