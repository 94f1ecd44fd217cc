/** `crossdock imports create <file.csv>`: takes a file and imports its rows without mistakes; the server's worker does it. */
import { readFileSync, statSync } from "node:fs";
import { basename } from "node:path";
import { importJson } from "#app/api/import-json.ts";
import { MAX_BYTES } from "#app/domain/csv/import.ts";
import { createImport } from "#app/services/imports/create-import.server.ts";
import { listRowErrors } from "#app/services/imports/read-imports.server.ts";
import { startImport } from "#app/services/imports/start-import.server.ts";
import { command, CommandFailed, UsageError } from "./command.ts";
import { findOnlyMerchant } from "./find-only-merchant.ts";
import { flag, text } from "./options.ts";
import { withServices } from "./session.ts";
import { counted } from "./table.ts";

/** More mistakes than these are read in the app, or with --json. */
const MOST_SHOWN = 20;
const MOST_LISTED = 10_000;

export const importsCreate = command({
  about: "Takes a CSV file of orders. Rows with mistakes are named and left out; the others are imported by the running server.",
  positional: { name: "<file.csv>", min: 1, max: 1 },
  options: {
    merchant: text("<id>", "whose orders they are; needed where there is more than one merchant"),
    check: flag("only look at the file and name its mistakes; import it later in the app"),
    "plan-effects": flag("also plan the messages of orders delivered of late; history has no effects otherwise"),
  },
  async run({ values, positionals, isJson }, io) {
    const path = positionals[0] ?? "";
    const bytes = readSmallFile(path);
    const { info, errors } = await withServices(io, async ({ context }) => {
      const merchantId = await findOnlyMerchant(context.db, values.merchant);
      const created = await createImport(context, merchantId, { fileName: basename(path), bytes, createdBy: "operator", needsColumns: true });
      if (!created.ok) throw new CommandFailed(`${path}: ${created.error.message}`);
      const found = (await listRowErrors(context, merchantId, created.value.id, { size: MOST_LISTED })).rows;
      if (values.check === true || created.value.goodRows === 0) return { info: created.value, errors: found };
      const started = await startImport(context, merchantId, created.value.id, { plansMessages: values["plan-effects"] === true, actor: "operator" });
      if (!started.ok) throw new CommandFailed(started.error.message);
      return { info: started.value, errors: found };
    });
    if (isJson) io.json({ ...importJson(info), errors });
    else {
      io.out(
        `${info.id}: ${counted(info.goodRows, "row is", "rows are")} ${info.status === "importing" ? "being imported" : "without mistakes"}, ${info.badRows} left out.`,
      );
      for (const { row, column, value, message } of errors.slice(0, MOST_SHOWN))
        io.note(`row ${row}${column === null ? "" : `, ${column} ${JSON.stringify(value)}`}: ${message}`);
      if (errors.length > MOST_SHOWN) io.note(`… and ${errors.length - MOST_SHOWN} more. See them all with --json, or in the app under CSV import.`);
    }
    return 0;
  },
});

/** @throws UsageError for what cannot be read; CommandFailed for what is too large, before it is read */
function readSmallFile(path: string): Uint8Array {
  try {
    if (statSync(path).size > MAX_BYTES) throw new CommandFailed(`${path}: a file may have ${MAX_BYTES / 1024 / 1024} MB. Split it into several.`);
    return readFileSync(path);
  } catch (error) {
    if (error instanceof CommandFailed) throw error;
    throw new UsageError(`<file.csv>: ${path} cannot be read (${(error as NodeJS.ErrnoException).code ?? "error"}). Name a file of this machine.`);
  }
}
