/** On a schedule: imports that were cut off say so, and files that were not stored to their end go. */
import { removeImportStep, updateImport } from "#app/data/imports.server.ts";
import { listAbandonedImports, listHalfStoredImports } from "#app/data/system/unfinished-imports.server.ts";
import type { ServiceContext } from "../context.server.ts";

/** Storing a file takes seconds. */
const STORED_WITHIN_MS = 10 * 60_000;
/** Between two items of an import there is a moment without one. */
const QUIET_FOR_MS = 30_000;
const ROWS_AT_ONCE = 500;

export async function tidyImports(ctx: ServiceContext): Promise<void> {
  for (const { id, merchant_id } of await listHalfStoredImports(ctx.db, ctx.clock() - STORED_WITHIN_MS))
    while (!(await ctx.db.write((tx) => removeImportStep(tx, merchant_id, id, ROWS_AT_ONCE))));
  for (const { id, merchant_id } of await listAbandonedImports(ctx.db, ctx.clock() - QUIET_FOR_MS))
    await updateImport(ctx.db, merchant_id, id, {
      status: "failed",
      error_code: "import_interrupted",
      error_message: "It was tried several times and did not come to its end.",
      updated_at: ctx.clock(),
    });
}
