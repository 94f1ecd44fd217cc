/** One CSV import, at whatever step it is. */
import { countRowErrors } from "#app/data/import-errors.server.ts";
import { findMessageSettings } from "#app/data/merchant-settings.server.ts";
import type { RowStatus } from "#app/domain/csv/import.ts";
import type { BadRows, ImportProgress, ImportView, ResultRows, ResultTab } from "#app/domain/csv/view.ts";
import { previewPlan } from "#app/domain/messages/plan.ts";
import { type PageRequest, pageRequestOf } from "#app/lib/cursor.ts";
import type { ServiceContext } from "#app/services/context.server.ts";
import { readDeliveryTimes } from "#app/services/imports/read-delivery-times.server.ts";
import type { ImportInfo } from "#app/services/imports/import-view.ts";
import { listBadRows, listResults, previewRows, readImport } from "#app/services/imports/read-imports.server.ts";
import { badRow, errorKinds, fileColumns, previewTable, rawTable, resultRow } from "./csv-rows.ts";
import { columnHelp, fileFacts, timeLeft } from "./csv-words.ts";
import { failureWords } from "./failure-words.server.ts";

type Reading = Pick<ServiceContext, "db" | "clock">;

const BAD_ROWS_PER_PAGE = 10;
const RESULTS_PER_PAGE = 50;
const STATUSES: Record<Exclude<ResultTab, "left_out">, readonly RowStatus[]> = {
  results: ["imported", "unchanged", "undone", "erased"],
  kept: ["kept"],
};

/** @returns null: there is no such import */
export async function presentImport(
  ctx: Reading,
  merchantId: string,
  importId: string,
  { params, now }: { params: URLSearchParams; now: number },
): Promise<ImportView | null> {
  const found = await readImport(ctx, merchantId, importId);
  if (!found.ok) return null;
  const info = found.value;
  const isRunning = info.status === "importing" || info.status === "undoing";
  const isBefore = info.status === "mapping" || info.status === "ready";
  const tabs = isBefore || isRunning ? [] : tabsOf(info);
  const tab = tabs.find((one) => one === params.get("show")) ?? tabs[0] ?? "results";
  const page = (size: number): PageRequest => pageRequestOf(params, size, ["number"]);
  const of = { ctx, merchantId, info };
  const [preview, badRows, results, messagesToPlan] = await Promise.all([
    isBefore ? previewRows(ctx, merchantId, importId) : [],
    info.badRows > 0 && !isRunning && (isBefore || tab === "left_out") ? presentBadRows(of, page(BAD_ROWS_PER_PAGE)) : null,
    isBefore || isRunning || tab === "left_out" ? null : presentResults(of, tab, page(RESULTS_PER_PAGE)),
    isRunning ? 0 : messagesOf(of, now),
  ]);
  const { mapping, format } = info;
  const columns = isBefore ? fileColumns(format.header, preview) : [];
  return {
    id: info.id,
    fileName: info.fileName,
    status: info.status,
    facts: fileFacts(info.fileBytes, format),
    counts: {
      total: info.totalRows,
      good: info.goodRows,
      bad: info.badRows,
      imported: info.importedRows,
      unchanged: info.unchangedRows,
      undone: info.undoneRows,
      kept: info.keptRows,
    },
    columns: columnHelp().map((column) => ({ ...column, index: mapping[column.name] ?? null })),
    fileColumns: columns,
    preview: info.status === "mapping" ? rawTable(preview, columns) : previewTable(preview, mapping),
    badRows,
    progress: isRunning ? progressOf(info) : null,
    tab,
    tabs,
    results,
    waitingRows: info.status === "completed" ? Math.max(0, info.goodRows - info.importedRows - info.unchangedRows) : 0,
    canUndo: (info.status === "completed" || info.status === "failed") && info.importedRows > info.undoneRows,
    plansMessages: info.plansMessages,
    messagesToPlan,
    failure: info.status === "failed" ? failureWords(info.error?.code ?? "import_interrupted", "rejected", null) : null,
  };
}

interface Of {
  ctx: Reading;
  merchantId: string;
  info: ImportInfo;
}

/** What there is to look at once an import is over; what needs the merchant comes first. */
function tabsOf(info: ImportInfo): ResultTab[] {
  return [...(info.keptRows > 0 ? (["kept"] as const) : []), "results", ...(info.badRows > 0 ? (["left_out"] as const) : [])];
}

async function presentBadRows({ ctx, merchantId, info }: Of, page: PageRequest): Promise<BadRows> {
  const [found, counts] = await Promise.all([listBadRows(ctx, merchantId, info.id, page), countRowErrors(ctx.db, merchantId, info.id)]);
  return { rows: found.rows.map((row) => badRow(row, info.mapping)), next: found.next, previous: found.previous, kinds: errorKinds(counts) };
}

async function presentResults({ ctx, merchantId, info }: Of, tab: keyof typeof STATUSES, page: PageRequest): Promise<ResultRows> {
  const found = await listResults(ctx, merchantId, info.id, STATUSES[tab], page);
  return { rows: found.rows.map(resultRow), next: found.next, previous: found.previous };
}

/** How many messages the rows would plan that are not imported yet; null: messages are switched off. */
async function messagesOf({ ctx, merchantId, info }: Of, now: number): Promise<number | null> {
  const settings = await findMessageSettings(ctx.db, merchantId);
  if (settings === null || !settings.is_enabled) return null;
  const longestDays = Math.max(0, ...settings.steps.map(({ days }) => days));
  return previewPlan(settings, await readDeliveryTimes(ctx, merchantId, info, { longestDays, now }), now).planned;
}

function progressOf({ progress }: ImportInfo): ImportProgress {
  const { done, total, percent, etaMs } = progress;
  return { done, total, percent, timeLeft: etaMs === null ? null : timeLeft(etaMs) };
}
