/** The CSV import page: where a file goes in, and the files before. */
import { MAX_BYTES } from "#app/domain/csv/import.ts";
import type { ColumnHelp, ImportItem } from "#app/domain/csv/view.ts";
import { explainFailure } from "#app/domain/failure-catalogue.ts";
import { pageRequestOf } from "#app/lib/cursor.ts";
import type { FormProblem } from "#app/lib/action-result.ts";
import { stampOf } from "#app/lib/stamp.ts";
import type { ServiceContext } from "#app/services/context.server.ts";
import { listImports } from "#app/services/imports/read-imports.server.ts";
import { columnHelp, importSummary } from "./csv-words.ts";

export interface ImportsView {
  imports: ImportItem[];
  next: string | null;
  previous: string | null;
  /** One of them is under way: the page looks again. */
  isRunning: boolean;
  columns: ColumnHelp[];
  maxBytes: number;
  tooLarge: FormProblem;
}

export async function presentImports(
  ctx: Pick<ServiceContext, "db" | "clock">,
  merchantId: string,
  { timeZone, params, now }: { timeZone: string | null; params: URLSearchParams; now: number },
): Promise<ImportsView> {
  const found = await listImports(ctx, merchantId, pageRequestOf(params, 20, ["time", "text"]));
  const { title, remedy } = explainFailure("csv_too_large", "rejected");
  return {
    imports: found.rows.map((info) => ({
      id: info.id,
      fileName: info.fileName,
      status: info.status,
      summary: importSummary(info),
      createdAt: stampOf(info.createdAt, timeZone, now),
    })),
    next: found.next,
    previous: found.previous,
    isRunning: found.rows.some(({ status }) => status === "importing" || status === "undoing"),
    columns: columnHelp(),
    maxBytes: MAX_BYTES,
    tooLarge: { field: null, reason: title, remedy },
  };
}
