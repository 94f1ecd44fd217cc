/** CSV files of orders, customers and products: RFC 4180, UTF-8 with a byte order mark, cells that no spreadsheet runs. */
import { stringify } from "csv-stringify/sync";
import type { Database } from "#app/data/database.ts";
import { type Batch, readCustomerBatch, readOrderBatch } from "#app/data/exports-read.server.ts";
import { giveWay } from "#app/data/polite-writer.ts";
import { listLocations, listProducts } from "#app/data/products-list.server.ts";
import { type CursorKey, decodeCursor } from "#app/lib/cursor.ts";
import { type CsvCell, csvRow } from "#app/lib/csv-cell.ts";
import { CUSTOMER_COLUMNS, customerCells } from "./export-customers.ts";
import { ORDER_COLUMNS, orderCells } from "./export-orders.ts";
import { PRODUCT_COLUMNS, productRows } from "./export-products.ts";

export const EXPORT_KINDS = ["orders", "customers", "products"] as const;
export type ExportKind = (typeof EXPORT_KINDS)[number];

/** Rows per read: a reader thread fetches them; making cells of them is this thread's work, so few enough that no request waits for it. */
const BATCH = 100;
const BYTE_ORDER_MARK = "\uFEFF";

interface Source {
  columns: readonly string[];
  read: (after: CursorKey | null) => Promise<Batch<CsvCell[]>>;
}

async function sourceOf(db: Database, merchantId: string, kind: ExportKind): Promise<Source> {
  if (kind === "orders")
    return {
      columns: ORDER_COLUMNS,
      read: async (after) => mapped(await readOrderBatch(db, merchantId, after, BATCH), (order) => [orderCells(order)]),
    };
  if (kind === "customers")
    return {
      columns: CUSTOMER_COLUMNS,
      read: async (after) => mapped(await readCustomerBatch(db, merchantId, after, BATCH), (customer) => [customerCells(customer)]),
    };
  const locations = new Map(
    (await listLocations(db, merchantId)).map((location) => [
      `${location.connection_id}/${location.external_id}`,
      location.name ?? location.external_id,
    ]),
  );
  return {
    columns: PRODUCT_COLUMNS,
    read: async (after) => {
      const page = await listProducts(db, merchantId, {}, after === null ? { size: 100 } : { size: 100, after });
      return mapped({ rows: page.rows, next: decodeCursor(page.next) ?? null }, (product) => productRows(product, locations));
    },
  };
}

const mapped = <T>(batch: Batch<T>, cells: (row: T) => CsvCell[][]): Batch<CsvCell[]> => ({ rows: batch.rows.flatMap(cells), next: batch.next });

/** The file in pieces, read as fast as it is taken; while webhooks come in, with pauses. */
export async function* csvChunks(db: Database, merchantId: string, kind: ExportKind): AsyncGenerator<string, void> {
  const source = await sourceOf(db, merchantId, kind);
  const write = (rows: string[][]) => stringify(rows, { record_delimiter: "\r\n" });
  yield BYTE_ORDER_MARK + write([[...source.columns]]);
  let after: CursorKey | null = null;
  do {
    const begunAt = performance.now();
    const batch: Batch<CsvCell[]> = await source.read(after);
    const text = write(batch.rows.map(csvRow));
    const tookMs = performance.now() - begunAt;
    if (text !== "") yield text;
    after = batch.next;
    if (after !== null) await giveWay(db, tookMs);
  } while (after !== null);
}

export function csvStream(db: Database, merchantId: string, kind: ExportKind): ReadableStream<Uint8Array> {
  const chunks = csvChunks(db, merchantId, kind);
  const encoder = new TextEncoder();
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await chunks.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    cancel: async () => void (await chunks.return()),
  });
}
