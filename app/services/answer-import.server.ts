/** What the pages of CSV import can do: take a file, choose its columns, correct a row, import, undo. */
import { z } from "zod";
import { CSV_COLUMNS, type CsvColumn, type Mapping } from "#app/domain/csv/columns.ts";
import { type ActionResult, done, parseForm, refused } from "#app/lib/action-result.ts";
import type { CurrentMerchant } from "./current-merchant.server.ts";
import { refusedBy } from "./failure-problem.ts";
import { createImport } from "./imports/create-import.server.ts";
import { fixRow } from "./imports/fix-row.server.ts";
import { setMapping } from "./imports/set-mapping.server.ts";
import { startImport } from "./imports/start-import.server.ts";
import { undoImport } from "./imports/undo-import.server.ts";
import { readUpload } from "./read-upload.server.ts";

/** Stores what was uploaded; nothing of it is in the orders yet. The file's name is in the address, the file is the body. */
export async function answerUpload({ ctx, merchantId }: CurrentMerchant, request: Request): Promise<ActionResult<{ id: string }>> {
  const bytes = await readUpload(request);
  if (!bytes.ok) return refusedBy(bytes.error);
  const fileName = (new URL(request.url).searchParams.get("name") ?? "").slice(0, 300);
  const created = await createImport(ctx, merchantId, { fileName, bytes: bytes.value, createdBy: "merchant" });
  return created.ok ? done("", { id: created.value.id }) : refusedBy(created.error);
}

const cells = <T extends z.ZodType>(prefix: string, cell: T) =>
  Object.fromEntries(CSV_COLUMNS.map((column) => [`${prefix}.${column}`, cell.optional()])) as Record<string, z.ZodOptional<T>>;
const place = z.string().regex(/^\d{0,4}$/, "A column of the file is a number");
const schema = z.discriminatedUnion(
  "intent",
  [
    z.object({ intent: z.literal("map"), ...cells("column", place) }),
    z.object({ intent: z.literal("fix"), row: z.string().regex(/^\d{1,9}$/, "A row is a number"), ...cells("cell", z.string().max(2_000)) }),
    z.object({ intent: z.literal("start"), plans_messages: z.literal("on").optional() }),
    z.object({ intent: z.literal("undo") }),
  ],
  "The form is not one of this page's",
);
type Command = z.output<typeof schema>;

/** The fields `prefix.column` of a form, by column. */
function byColumn(form: Record<string, unknown>, prefix: string): Partial<Record<CsvColumn, string>> {
  const found: Partial<Record<CsvColumn, string>> = {};
  for (const column of CSV_COLUMNS) {
    const value = form[`${prefix}.${column}`];
    if (typeof value === "string") found[column] = value;
  }
  return found;
}

export async function answerImport(current: CurrentMerchant, importId: string, request: Request): Promise<ActionResult> {
  const form = await parseForm(request, schema);
  if (!form.ok) return { ok: false, problem: form.error };
  return perform(current, importId, form.value);
}

async function perform({ ctx, merchantId }: CurrentMerchant, importId: string, command: Command): Promise<ActionResult> {
  switch (command.intent) {
    case "map": {
      const chosen = Object.entries(byColumn(command, "column")).filter(([, index]) => index !== "");
      const mapping = Object.fromEntries(chosen.map(([column, index]) => [column, Number(index)])) as Mapping;
      const mapped = await setMapping(ctx, merchantId, importId, mapping);
      return mapped.ok ? done("All rows were checked again") : refusedBy(mapped.error);
    }
    case "fix": {
      const fixed = await fixRow(ctx, merchantId, importId, Number(command.row), byColumn(command, "cell"));
      if (!fixed.ok) return refusedBy(fixed.error);
      const { row } = fixed.value;
      if (row.status === "good") return done(`Row ${row.rowNumber} is right now`);
      return refused("row", `Row ${row.rowNumber} still has a mistake`, row.errors[0]?.message ?? "Look at it again.");
    }
    case "start": {
      const started = await startImport(ctx, merchantId, importId, { plansMessages: command.plans_messages === "on", actor: "merchant" });
      return started.ok ? done("The import has begun") : refusedBy(started.error);
    }
    case "undo": {
      const undone = await undoImport(ctx, merchantId, importId, { actor: "merchant" });
      return undone.ok ? done("The import is being undone") : refusedBy(undone.error);
    }
  }
}
