/** `crossdock imports list`. */
import { importJson } from "#app/api/import-json.ts";
import type { ImportInfo } from "#app/services/imports/import-view.ts";
import { listImports } from "#app/services/imports/read-imports.server.ts";
import { command } from "./command.ts";
import { merchantIdsFor } from "./delivery-filter.ts";
import { count, text } from "./options.ts";
import { withReading } from "./session.ts";
import { relative, table } from "./table.ts";

const DEFAULT_LIMIT = 50;

export const importsList = command({
  about: "Lists imports of CSV files, newest first.",
  options: { merchant: text("<id>", "only this merchant's"), limit: count("how many at most; 50 where it is not given", 1_000) },
  async run({ values, isJson }, io) {
    const size = values.limit ?? DEFAULT_LIMIT;
    const found = await withReading(async (db) => {
      const all: ImportInfo[] = [];
      for (const merchantId of await merchantIdsFor(db, values.merchant))
        all.push(...(await listImports({ db, clock: io.clock }, merchantId, { size })).rows);
      return all.sort((a, b) => b.createdAt - a.createdAt).slice(0, size);
    });
    if (isJson) io.json(found.map(importJson));
    else if (found.length === 0) io.out("There is no import. Make one with: npx crossdock imports create <file.csv>");
    else {
      const now = io.clock();
      io.out(
        table(found, [
          { title: "ID", value: (row) => row.id },
          { title: "FILE", value: (row) => row.fileName },
          { title: "STATUS", value: (row) => (row.status === "importing" ? `${row.status} (${row.progress.percent} %)` : row.status) },
          { title: "ROWS", value: (row) => String(row.totalRows) },
          { title: "BAD", value: (row) => String(row.badRows) },
          { title: "IMPORTED", value: (row) => String(row.importedRows) },
          { title: "CREATED", value: (row) => relative(row.createdAt, now) },
        ]),
      );
    }
    return 0;
  },
});
