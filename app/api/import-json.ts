/** An import as REST and the command line print it. */
import { iso, isoOrNull } from "#app/lib/iso.ts";
import type { ImportInfo } from "#app/services/imports/import-view.ts";

export const importJson = (info: ImportInfo) => ({
  id: info.id,
  status: info.status,
  file_name: info.fileName,
  total_rows: info.totalRows,
  good_rows: info.goodRows,
  bad_rows: info.badRows,
  imported_rows: info.importedRows,
  unchanged_rows: info.unchangedRows,
  undone_rows: info.undoneRows,
  plans_messages: info.plansMessages,
  error: info.error,
  created_at: iso(info.createdAt),
  started_at: isoOrNull(info.startedAt),
  completed_at: isoOrNull(info.completedAt),
});
