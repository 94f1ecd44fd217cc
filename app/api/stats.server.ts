/** REST v1: what was done in the last hours, what waits, and what needs a person. */
import { listConnections } from "#app/data/connections-list.server.ts";
import { countOpenDeliveries, countOpenSyncItems, HOUR_MS, hourOf, readHourFigures } from "#app/data/statistics-window.server.ts";
import { readWaiting } from "#app/data/waiting.server.ts";
import { isStalled } from "#app/domain/stalled.ts";
import { iso } from "#app/lib/iso.ts";
import { explainProblem, type ApiAnswer } from "./answer.ts";
import type { ApiCaller } from "./authenticate.server.ts";
import { invalid, queryObject } from "./page-query.ts";
import type { RestRequest, RestRoute } from "./rest.server.ts";
import { STATS_WINDOWS, statsQuerySchema } from "./schemas/stats.ts";
import { readRequest } from "./validation.ts";

async function stats({ ctx, query }: RestRequest, { merchantId }: ApiCaller): Promise<ApiAnswer> {
  const read = readRequest(statsQuerySchema, queryObject(query));
  if (!read.ok) return invalid(read.error);
  const { window = "24h" } = read.value;
  const now = ctx.clock();
  const since = hourOf(now) - (STATS_WINDOWS[window] - 1) * HOUR_MS;
  const [hours, open, items, waiting, connections] = await Promise.all([
    readHourFigures(ctx.db, merchantId, since),
    countOpenDeliveries(ctx.db, merchantId),
    countOpenSyncItems(ctx.db, merchantId),
    readWaiting(ctx.db, merchantId, now),
    listConnections(ctx.db, merchantId),
  ]);
  const sum = (pick: (hour: (typeof hours)[number]) => number) => hours.reduce((total, hour) => total + pick(hour), 0);
  const count = (...statuses: string[]) => items.filter((item) => statuses.includes(item.status)).reduce((total, item) => total + item.count, 0);
  const [completed, failed] = [sum((hour) => hour.completed), sum((hour) => hour.dead)];
  const broken = connections.filter((one) => one.status === "error");
  return {
    status: 200,
    body: {
      window,
      since: iso(since),
      operations: completed + failed,
      completed,
      failed,
      // Rounded down: one failure among a million is still a failure.
      success_rate: completed + failed === 0 ? null : Math.floor((completed / (completed + failed)) * 1000) / 10,
      retried: sum((hour) => hour.retried),
      records: sum((hour) => hour.records),
      now: {
        pending: open.pending + open.processing + open.failed + count("pending", "processing", "failed"),
        held: open.held + count("held", "outcome_unknown"),
        needs_attention: open.dead + count("dead", "outcome_unknown"),
      },
      problems: [
        ...(isStalled(waiting) ? [explainProblem("events_not_processing")] : []),
        ...broken.map((one) => explainProblem("integration_inactive", `${one.name}: nothing new is processed.`)),
      ],
    },
  };
}

export const statsRoutes: readonly RestRoute[] = [{ method: "GET", path: "/api/v1/stats", scope: "read", handle: stats }];
