/** The last 24 hours in figures. */
import { countOpenDeliveries, countOpenSyncItems, HOUR_MS, hourOf, readHourFigures } from "#app/data/statistics-window.server.ts";
import type { Database } from "#app/data/database.ts";
import { safeTimeZone } from "#app/lib/stamp.ts";
import type { Statistics } from "#app/lib/view-items.ts";

export interface ChartBar {
  /** "09:00" */
  label: string;
  /** "Today 09:00 to 10:00" */
  title: string;
  completed: number;
  failed: number;
}

export async function presentStatistics(
  db: Database,
  merchantId: string,
  timeZone: string | null,
  now: number,
): Promise<{ statistics: Statistics; chart: ChartBar[] }> {
  const from = hourOf(now) - 23 * HOUR_MS;
  const [hours, open, items] = await Promise.all([
    readHourFigures(db, merchantId, from),
    countOpenDeliveries(db, merchantId),
    countOpenSyncItems(db, merchantId),
  ]);
  const sum = (pick: (hour: (typeof hours)[number]) => number) => hours.reduce((total, hour) => total + pick(hour), 0);
  const completed = sum((hour) => hour.completed);
  const dead = sum((hour) => hour.dead);
  const itemCount = (...statuses: string[]) => items.filter((item) => statuses.includes(item.status)).reduce((total, item) => total + item.count, 0);
  return {
    statistics: {
      operations: completed + dead,
      successRate: completed + dead === 0 ? null : percent(completed, completed + dead),
      failed: dead,
      pending: open.pending + open.processing + open.failed + itemCount("pending", "processing", "failed"),
      held: open.held + itemCount("held", "outcome_unknown"),
      needsAttention: open.dead + itemCount("dead", "outcome_unknown"),
      records: sum((hour) => hour.records),
      retried: sum((hour) => hour.retried),
    },
    chart: bars(hours, from, timeZone),
  };
}

/** Never rounds up to 100 %: one failure among a million is still a failure. */
export function percent(part: number, whole: number): string {
  const rounded = Math.floor((part / whole) * 1000) / 10;
  return `${rounded === 100 ? "100" : rounded.toFixed(1)}%`;
}

function bars(hours: { hour: number; completed: number; dead: number }[], from: number, timeZone: string | null): ChartBar[] {
  const byHour = new Map(hours.map((hour) => [hour.hour, hour]));
  const clock = new Intl.DateTimeFormat("en-GB", { timeZone: safeTimeZone(timeZone), hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const day = new Intl.DateTimeFormat("en-GB", { timeZone: safeTimeZone(timeZone), weekday: "long" });
  return Array.from({ length: 24 }, (_, index) => {
    const at = from + index * HOUR_MS;
    return {
      label: clock.format(at),
      title: `${day.format(at)} ${clock.format(at)} to ${clock.format(at + HOUR_MS)}`,
      completed: byHour.get(at)?.completed ?? 0,
      failed: byHour.get(at)?.dead ?? 0,
    };
  });
}
