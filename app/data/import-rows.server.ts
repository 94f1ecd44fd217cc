/** The rows of CSV files, from the first look at them until they are undone. */
import type { Page, PageRequest } from "#app/lib/cursor.ts";
import type { Database, NewRow, Patch, Row, Tx } from "./database.ts";
import { reading } from "./either.ts";
import { beyond, pageOf } from "./keyset.ts";

export type ImportRowRecord = Row<"import_rows">;
type Checked = Pick<ImportRowRecord, "row_number" | "cells" | "status" | "errors" | "order_external_id">;

/** Stores rows by one statement. At most a hundred: what is written is not to hold up ingest. */
export async function insertImportRows(
  tx: Tx,
  merchantId: string,
  of: { importId: string; connectionId: string },
  rows: readonly Checked[],
): Promise<void> {
  await tx.sql
    .insertInto("import_rows")
    .values(rows.map((row): NewRow<"import_rows"> => ({ ...row, import_id: of.importId, connection_id: of.connectionId, merchant_id: merchantId })))
    .execute();
}

/** Writes anew what was found out about rows that are not imported yet. */
export async function saveCheckedRows(tx: Tx, merchantId: string, importId: string, rows: readonly Checked[]): Promise<void> {
  for (const { row_number, ...checked } of rows)
    await tx.update("import_rows", checked, { merchant_id: merchantId, import_id: importId, row_number });
}

/** What became of a row. */
export async function updateImportRow(
  tx: Tx,
  merchantId: string,
  importId: string,
  rowNumber: number,
  patch: Omit<Patch<"import_rows">, "merchant_id" | "import_id" | "row_number">,
): Promise<void> {
  await tx.update("import_rows", patch, { merchant_id: merchantId, import_id: importId, row_number: rowNumber });
}

export interface RowRange {
  statuses?: readonly string[];
  limit: number;
  /** Only later rows, from the first on. */
  after?: number;
  /** Only earlier rows, from the last on. */
  before?: number;
}

export function listImportRows(
  db: Database | Tx,
  merchantId: string,
  importId: string,
  { statuses, limit, after, before }: RowRange,
): Promise<ImportRowRecord[]> {
  let query = reading(db)
    .selectFrom("import_rows")
    .selectAll()
    .where("merchant_id", "=", merchantId)
    .where("import_id", "=", importId)
    .orderBy("row_number", before === undefined ? "asc" : "desc")
    .limit(limit);
  if (statuses !== undefined) query = query.where("status", "in", [...statuses]);
  if (after !== undefined) query = query.where("row_number", ">", after);
  if (before !== undefined) query = query.where("row_number", "<", before);
  return query.execute();
}

/** A page in the order of the file, for a list. */
export async function pageImportRows(
  db: Database,
  merchantId: string,
  importId: string,
  statuses: readonly string[] | null,
  page: PageRequest,
): Promise<Page<ImportRowRecord>> {
  // Lists are sorted downwards, a file upwards: before and after change places.
  const turned: PageRequest = {
    size: page.size,
    ...(page.after && { before: page.after }),
    ...(page.before && !page.after && { after: page.before }),
  };
  const isBackwards = page.before !== undefined && page.after === undefined;
  let query = db.read
    .selectFrom("import_rows")
    .selectAll()
    .where("merchant_id", "=", merchantId)
    .where("import_id", "=", importId)
    .where(beyond(["row_number"], turned))
    .orderBy("row_number", isBackwards ? "desc" : "asc")
    .limit(page.size + 1);
  if (statuses !== null) query = query.where("status", "in", [...statuses]);
  return pageOf(await query.execute(), page, (row) => [row.row_number]);
}

export function findImportRow(db: Database | Tx, merchantId: string, importId: string, rowNumber: number): Promise<ImportRowRecord | undefined> {
  return reading(db)
    .selectFrom("import_rows")
    .selectAll()
    .where("merchant_id", "=", merchantId)
    .where("import_id", "=", importId)
    .where("row_number", "=", rowNumber)
    .executeTakeFirst();
}

/** The rows with one of these order_ids, in the order of the file. */
export function listRowsOfOrders(tx: Tx, merchantId: string, importId: string, orderIds: readonly string[]): Promise<ImportRowRecord[]> {
  if (orderIds.length === 0) return Promise.resolve([]);
  return tx.sql
    .selectFrom("import_rows")
    .selectAll()
    .where("merchant_id", "=", merchantId)
    .where("import_id", "=", importId)
    .where("order_external_id", "in", [...orderIds])
    .orderBy("row_number")
    .execute();
}

/** How many rows are in which state. */
export async function countImportRows(db: Database | Tx, merchantId: string, importId: string): Promise<Record<string, number>> {
  const counts = await reading(db)
    .selectFrom("import_rows")
    .select(["status", (eb) => eb.fn.countAll<number | string>().as("n")])
    .where("merchant_id", "=", merchantId)
    .where("import_id", "=", importId)
    .groupBy("status")
    .execute();
  return Object.fromEntries(counts.map((row) => [row.status, Number(row.n)]));
}

export type OrderOfRow = Pick<Row<"orders">, "id" | "order_ref" | "hub_status" | "customer_id" | "customer_name">;

/** What a list shows of the orders that rows became. */
export async function readOrdersOfRows(db: Database, merchantId: string, orderIds: readonly string[]): Promise<Map<string, OrderOfRow>> {
  if (orderIds.length === 0) return new Map();
  const orders = await db.read
    .selectFrom("orders")
    .select(["id", "order_ref", "hub_status", "customer_id", "customer_name"])
    .where("merchant_id", "=", merchantId)
    .where("id", "in", [...orderIds])
    .execute();
  return new Map(orders.map((order) => [order.id, order]));
}

/** Rows that name a person are looked at so many at a time. */
const LOOKED_AT = 2_000;

/**
 * Takes out of every file of a merchant the rows that name a person, or that became one of these orders: their cells, and what undo keeps of
 * the order before. @param needles texts that only this person has: addresses, phone numbers; in lower case
 * @returns how many rows
 */
export async function eraseImportRows(tx: Tx, merchantId: string, needles: readonly string[], orderIds: readonly string[]): Promise<number> {
  const orders = new Set(orderIds);
  let erased = 0;
  let at = { importId: "", row: 0 };
  for (;;) {
    const rows = await tx.sql
      .selectFrom("import_rows")
      .select(["import_id", "row_number", "cells", "before", "order_id"])
      .where("merchant_id", "=", merchantId)
      .where("status", "<>", "erased")
      .where((eb) => eb.or([eb("import_id", ">", at.importId), eb.and([eb("import_id", "=", at.importId), eb("row_number", ">", at.row)])]))
      .orderBy("import_id")
      .orderBy("row_number")
      .limit(LOOKED_AT)
      .execute();
    for (const row of rows) {
      const text = `${row.cells} ${row.before ?? ""}`.toLowerCase();
      if (!(row.order_id !== null && orders.has(row.order_id)) && !needles.some((needle) => needle !== "" && text.includes(needle))) continue;
      await tx.update(
        "import_rows",
        { cells: "[]", errors: "[]", before: null, after_sha256: null, order_external_id: null, status: "erased" },
        { merchant_id: merchantId, import_id: row.import_id, row_number: row.row_number },
      );
      erased += 1;
    }
    const last = rows.at(-1);
    if (last === undefined || rows.length < LOOKED_AT) return erased;
    at = { importId: last.import_id, row: last.row_number };
  }
}
