import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { canonicalDump } from "#app/data/system/canonical-dump.server.ts";
import type { RowErrorCode } from "#app/domain/csv/row-errors.ts";
import { csvOf, csvText, goodRow, mixedCsv, type CsvRow } from "../../../tests/helpers/csv-files.ts";
import { readCsv, readCsvRecords } from "../../../tests/helpers/read-csv.ts";
import { testServices, type TestServices } from "../../../tests/helpers/service-context.ts";
import { createImport } from "./create-import.server.ts";
import { fixRow } from "./fix-row.server.ts";
import type { ImportInfo } from "./import-view.ts";
import { badRowsCsv, listImports, listResults, listRowErrors, previewRows, readImport, templateCsv } from "./read-imports.server.ts";
import { runImport } from "./run-import.server.ts";
import { setMapping } from "./set-mapping.server.ts";
import { startImport } from "./start-import.server.ts";
import { tidyImports } from "./tidy-imports.server.ts";
import { runUndo, undoImport } from "./undo-import.server.ts";

const MERCHANT = "mer_one";
let test: TestServices;
beforeEach(async () => {
  test = await testServices();
  await test.connect("one");
});
afterEach(() => test.close());

const bytes = (text: string) => new TextEncoder().encode(text);
const value = <T>(result: { ok: true; value: T } | { ok: false; error: { code: string; message: string } }): T => {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
  return result.value;
};
const create = async (text: string, needsColumns = false) =>
  value(await createImport(test.ctx, MERCHANT, { fileName: "orders.csv", bytes: bytes(text), createdBy: "merchant", needsColumns }));
const code = (result: { ok: boolean; error?: { code: string } }) => (result.ok ? "ok" : result.error?.code);

/** What the worker does: the chain of items until none is due. */
async function work(): Promise<void> {
  for (;;) {
    const item = await test.ctx.db.read
      .selectFrom("sync_queue")
      .selectAll()
      .where("entity_type", "=", "import")
      .where("status", "=", "pending")
      .executeTakeFirst();
    if (item === undefined) return;
    const connection = await test.ctx.db.read.selectFrom("connections").selectAll().where("id", "=", item.connection_id).executeTakeFirstOrThrow();
    value(await (item.action === "import" ? runImport : runUndo)(test.ctx, item, connection));
    await test.ctx.db.write((tx) => tx.update("sync_queue", { status: "completed" }, { id: item.id }));
  }
}
async function importFile(text: string, plansMessages = false): Promise<ImportInfo> {
  const { id } = await create(text);
  value(await startImport(test.ctx, MERCHANT, id, { plansMessages, actor: "merchant" }));
  await work();
  test.time.now += 60_000;
  return value(await readImport(test.ctx, MERCHANT, id));
}
async function undo(id: string): Promise<ImportInfo> {
  value(await undoImport(test.ctx, MERCHANT, id, { actor: "merchant" }));
  await work();
  test.time.now += 60_000;
  return value(await readImport(test.ctx, MERCHANT, id));
}
const dump = () => canonicalDump(test.ctx.db);
const order = (externalId: string) => test.ctx.db.read.selectFrom("orders").selectAll().where("external_id", "=", externalId).executeTakeFirst();
const count = async (table: "orders" | "customers" | "imports" | "import_rows" | "messages") =>
  Number(
    (
      await test.ctx.db.read
        .selectFrom(table)
        .select((eb) => eb.fn.countAll<number>().as("n"))
        .executeTakeFirstOrThrow()
    ).n,
  );
const row = (patch: Partial<CsvRow> = {}): CsvRow => ({ ...goodRow(1), ...patch });

describe("a file", () => {
  it("is stored with everything that is wrong with it, row by row", async () => {
    const { text, expected } = mixedCsv(200, 40);
    const created = await create(text);
    expect(created).toMatchObject({ status: "ready", totalRows: 240, goodRows: 200, badRows: 40, missing: [], fileName: "orders.csv" });
    const errors = await listRowErrors(test.ctx, MERCHANT, created.id, { size: 100 });
    expect(new Map(errors.rows.map((error) => [error.row, error.code as RowErrorCode]))).toEqual(expected);
    expect(await previewRows(test.ctx, MERCHANT, created.id)).toHaveLength(20);
  });

  it("is refused before anything is written", async () => {
    const header = "order_id,customer_phone,order_date\n";
    const refusals: [string, string][] = [
      [header + "1,+14155552671,2026-01-01\n".repeat(10_001), "csv_too_many_rows"],
      [header, "csv_no_rows"],
      ["a,b\n1,2\n", "csv_column_missing"],
      ["\u0000\u0001".repeat(500), "csv_not_text"],
      ["x".repeat(10 * 1024 * 1024 + 1), "csv_too_large"],
    ];
    for (const [text, expected] of refusals) {
      const refused = await createImport(test.ctx, MERCHANT, { fileName: "x.csv", bytes: bytes(text), createdBy: "api", needsColumns: true });
      expect(code(refused)).toBe(expected);
    }
    expect([await count("imports"), await count("import_rows")]).toEqual([0, 0]);
    expect(await test.ctx.db.read.selectFrom("connections").select("id").where("channel", "=", "csv").execute()).toEqual([]);
  });

  it("whose columns are not found waits for the merchant's choice, and is checked by it", async () => {
    const created = await create("Bestellung;Telefon;Tag\n7;+14155552671;2026-10-01\n7;+14155552671;2026-10-01\n8;12;2026-10-01\n");
    expect(created).toMatchObject({ status: "mapping", missing: ["order_id", "customer_phone", "order_date"], goodRows: 0 });
    expect(code(await startImport(test.ctx, MERCHANT, created.id, { plansMessages: false, actor: "merchant" }))).toBe("import_not_ready");
    expect(code(await setMapping(test.ctx, MERCHANT, created.id, { order_id: 0, customer_phone: 1 }))).toBe("csv_column_missing");
    expect(code(await setMapping(test.ctx, MERCHANT, created.id, { order_id: 0, customer_phone: 1, order_date: 1 }))).toBe("csv_mapping_invalid");
    expect(code(await setMapping(test.ctx, MERCHANT, created.id, { order_id: 0, customer_phone: 1, order_date: 9 }))).toBe("csv_mapping_invalid");
    expect(value(await setMapping(test.ctx, MERCHANT, created.id, { order_id: 0, customer_phone: 1, order_date: 2 }))).toMatchObject({
      status: "ready",
      goodRows: 1,
      badRows: 2,
    });
    const errors = await listRowErrors(test.ctx, MERCHANT, created.id, { size: 10 });
    expect(errors.rows.map((error) => [error.row, error.code])).toEqual([
      [3, "order_id_twice"],
      [4, "phone_not_e164"],
    ]);
  });

  it("has a template that is without mistakes", async () => {
    expect(await create(templateCsv())).toMatchObject({ status: "ready", goodRows: 2, badRows: 0 });
  });

  it("that was not stored to its end is nobody's, and is cleared away", async () => {
    const { id } = await create(csvOf([goodRow(1)]));
    await test.ctx.db.write((tx) => tx.update("imports", { status: "reading" }, { id }));
    expect(code(await readImport(test.ctx, MERCHANT, id))).toBe("import_not_found");
    expect((await listImports(test.ctx, MERCHANT, { size: 10 })).rows).toEqual([]);
    await tidyImports(test.ctx);
    expect(await count("imports")).toBe(1);
    test.time.now += 11 * 60_000;
    await tidyImports(test.ctx);
    expect([await count("imports"), await count("import_rows")]).toEqual([0, 0]);
  });
});

describe("a bad row", () => {
  it("is corrected in place, and what depended on it is looked at again", async () => {
    const { id } = await create(csvOf([row(), row({ customer_phone: "12", order_id: "A-2" }), row(), row()]));
    const errors = async () => (await listRowErrors(test.ctx, MERCHANT, id, { size: 10 })).rows.map((error) => `${error.row} ${error.code}`);
    expect(await errors()).toEqual(["3 phone_not_e164", "4 order_id_twice", "5 order_id_twice"]);
    const still = value(await fixRow(test.ctx, MERCHANT, id, 3, { customer_phone: "+1" }));
    expect(still.row).toMatchObject({ status: "bad", errors: [{ column: "customer_phone", value: "+1", code: "phone_not_e164" }] });
    const fixed = value(await fixRow(test.ctx, MERCHANT, id, 3, { customer_phone: "+14155550000" }));
    expect([fixed.row.status, fixed.import.goodRows, fixed.import.badRows]).toEqual(["good", 2, 2]);
    // The first of the three takes another number: the next one has it now.
    expect(value(await fixRow(test.ctx, MERCHANT, id, 2, { order_id: "A-9" })).import).toMatchObject({ goodRows: 3, badRows: 1 });
    expect(await errors()).toEqual(["5 order_id_twice"]);
    expect(value(await fixRow(test.ctx, MERCHANT, id, 5, { order_id: "A-2" })).row.errors[0]?.message).toContain("row 3");
    expect(code(await fixRow(test.ctx, MERCHANT, id, Number.MAX_SAFE_INTEGER, { order_id: "x" }))).toBe("import_row_not_found");
  });

  it("with too many cells is right when its cells are confirmed", async () => {
    const { id } = await create(
      csvText([
        ["order_id", "customer_phone", "order_date"],
        ["1", "+14155552671", "2026-10-01", "x"],
        ["2", "+14155552671"],
      ]),
    );
    expect(value(await fixRow(test.ctx, MERCHANT, id, 2, { order_id: "1" })).row).toMatchObject({
      status: "good",
      cells: ["1", "+14155552671", "2026-10-01"],
    });
    expect(value(await fixRow(test.ctx, MERCHANT, id, 3, { order_date: "2026-10-02" })).import).toMatchObject({ goodRows: 2, badRows: 0 });
    expect(code(await fixRow(test.ctx, MERCHANT, id, 3, { customer_name: "no such column" }))).toBe("csv_mapping_invalid");
  });

  it("is downloaded as it was given, with what is wrong, and comes in again when it is corrected", async () => {
    const { id } = await create(csvOf([row(), row({ order_id: "=1+1", customer_phone: "0" }), row({ order_id: "A-3", order_date: "" })]));
    const text = value(await badRowsCsv(test.ctx, MERCHANT, id));
    const records = readCsvRecords(text);
    expect(records.map((record) => [record.order_id, record.customer_phone, record.what_is_wrong?.split(":")[0]])).toEqual([
      ["'=1+1", "0", "customer_phone"],
      ["A-3", "'+14155000001", "order_date"],
    ]);
    const [header = [], first = [], second = []] = readCsv(text);
    first[1] = "+14155552671";
    second[2] = "2026-10-01";
    const again = await create(csvText([header, first, second]));
    expect(again).toMatchObject({ status: "ready", goodRows: 2, badRows: 0 });
  });

  it("corrected after the import is imported by starting it again", async () => {
    const done = await importFile(csvOf([row(), row({ order_id: "A-2", customer_phone: "12" })]));
    expect(done).toMatchObject({ status: "completed", importedRows: 1, badRows: 1 });
    expect(code(await startImport(test.ctx, MERCHANT, done.id, { plansMessages: false, actor: "merchant" }))).toBe("import_nothing_to_do");
    value(await fixRow(test.ctx, MERCHANT, done.id, 3, { customer_phone: "+14155552671" }));
    value(await startImport(test.ctx, MERCHANT, done.id, { plansMessages: false, actor: "merchant" }));
    await work();
    expect(value(await readImport(test.ctx, MERCHANT, done.id))).toMatchObject({ status: "completed", importedRows: 2, goodRows: 2, badRows: 0 });
    expect(code(await fixRow(test.ctx, MERCHANT, done.id, 3, { customer_phone: "+1" }))).toBe("import_row_not_found");
  });
});

describe("an import", () => {
  it("keeps its transactions short while webhooks come in", async () => {
    const { db } = test.ctx;
    const transactionsOf = async (isBusy: boolean): Promise<number> => {
      let count = 0;
      const write: typeof db.write = (...given) => (count++, db.write(...given));
      test.ctx.db = { ...db, isBusy: () => isBusy, write };
      expect(await importFile(mixedCsv(40, 0).text)).toMatchObject({ status: "completed", importedRows: isBusy ? 40 : 0 });
      test.ctx.db = db;
      return count;
    };
    const busy = await transactionsOf(true);
    // The same file again: all its rows are looked up, in as many transactions as ever.
    expect(busy - (await transactionsOf(false))).toBeGreaterThanOrEqual(7);
  });

  it("stores a file in short transactions, with pauses, while webhooks come in", async () => {
    const { db } = test.ctx;
    let writes = 0;
    let asked = 0;
    const write: typeof db.write = (...given) => (writes++, db.write(...given));
    test.ctx.db = { ...db, isBusy: () => (asked++, true), write };
    const { text } = mixedCsv(90, 0);
    const made = value(await createImport(test.ctx, MERCHANT, { fileName: "busy.csv", bytes: bytes(text), createdBy: "merchant" }));
    test.ctx.db = db;
    // The import's record, five times twenty rows, and what was found.
    expect([made.totalRows, writes]).toEqual([90, 1 + 5 + 1]);
    expect(asked).toBeGreaterThanOrEqual(5);
  });

  it("makes orders and customers of the good rows, and leaves the bad ones", async () => {
    const before = await dump();
    const done = await importFile(mixedCsv(300, 20).text);
    expect(done).toMatchObject({ status: "completed", importedRows: 300, unchangedRows: 0, badRows: 20, progress: { percent: 100 } });
    expect([await count("orders"), await count("customers"), await count("messages")]).toEqual([300, 300, 0]);
    expect(await order("A-5")).toMatchObject({
      order_ref: "CSV-A-5",
      hub_status: "DELIVERED",
      delivered_at: Date.parse("2026-09-06T00:00:00Z"),
      has_totals: 0,
    });
    expect(await order("A-7")).toMatchObject({ hub_status: "CANCELLED", delivered_at: null, cancelled_at: null });
    const results = await listResults(test.ctx, MERCHANT, done.id, ["imported", "unchanged"], { size: 2 });
    expect(results.rows[0]).toMatchObject({ orderRef: "CSV-A-1", orderId: (await order("A-1"))?.id, customerName: 'Ana "1" Example, Ltd' });
    const undone = await undo(done.id);
    expect(undone).toMatchObject({ status: "undone", undoneRows: 300, keptRows: 0 });
    expect(await dump()).toBe(before);
  });

  it("of the same file changes nothing", async () => {
    const text = mixedCsv(50, 0).text;
    await importFile(text);
    const before = await dump();
    const again = await importFile(text);
    expect(again).toMatchObject({ status: "completed", importedRows: 0, unchangedRows: 50 });
    expect(await dump()).toBe(before);
    expect(code(await undoImport(test.ctx, MERCHANT, again.id, { actor: "merchant" }))).toBe("import_not_ready");
  });

  it("of a later file counts, and its undo brings back what the earlier one said", async () => {
    const first = await importFile(csvOf([row({ order_status: "created", delivery_date: "" }), row({ order_id: "A-2" })]));
    const before = await dump();
    const second = await importFile(
      csvOf([row({ order_status: "delivered", delivery_date: "2026-10-10", customer_name: "Ana Newname" }), row({ order_id: "A-3" })]),
    );
    expect(await order("A-1")).toMatchObject({ hub_status: "DELIVERED", customer_name: "Ana Newname" });
    // The first one's orders have changed since, or would take a person away from another order.
    const kept = await undo(first.id);
    expect(kept).toMatchObject({ status: "undone", undoneRows: 1, keptRows: 1 });
    expect((await listResults(test.ctx, MERCHANT, first.id, ["kept"], { size: 10 })).rows).toMatchObject([{ rowNumber: 2, orderRef: "CSV-A-1" }]);
    const afterBoth = await undo(second.id);
    expect(afterBoth).toMatchObject({ undoneRows: 2, keptRows: 0 });
    expect(await order("A-1")).toMatchObject({ hub_status: "PENDING", customer_name: 'Ana "1" Example, Ltd' });
    expect(before).not.toBe("");
    // What was kept can be undone now.
    expect(await undo(first.id)).toMatchObject({ undoneRows: 2, keptRows: 0 });
    expect(await dump()).toBe("");
  });

  it("undone brings a person back to what they were before the first of its rows", async () => {
    await importFile(csvOf([row({ customer_name: "Ana" })]));
    const before = await dump();
    const second = await importFile(
      csvOf([2, 3, 4].map((number) => row({ order_id: `A-${number}`, customer_name: `Ana ${number}`, customer_email: `a${number}@example.com` }))),
    );
    expect((await undo(second.id)).undoneRows).toBe(3);
    expect(await dump()).toBe(before);
  });

  it("takes the person along with the last order, whichever of two files is undone first", async () => {
    const first = await importFile(csvOf([row({ customer_name: "Ana" })]));
    const second = await importFile(csvOf([row({ order_id: "A-2", customer_name: "Ana Newname" })]));
    expect(await undo(first.id)).toMatchObject({ undoneRows: 1, keptRows: 0 });
    expect(await count("customers")).toBe(1);
    expect(await undo(second.id)).toMatchObject({ undoneRows: 1, keptRows: 0 });
    expect(await count("customers")).toBe(0);
    expect(await dump()).toBe("");
  });

  it("cannot be undone once its rows were cleaned: what was before is not known any more", async () => {
    const done = await importFile(csvOf([row()]));
    await test.ctx.db.write((tx) => tx.remove("import_rows", { import_id: done.id }));
    expect(code(await undoImport(test.ctx, MERCHANT, done.id, { actor: "merchant" }))).toBe("import_not_ready");
    expect(await order("A-1")).toBeDefined();
  });

  it("keeps an order that a message was sent about, and takes back one that was only planned", async () => {
    const done = await importFile(csvOf([row(), row({ order_id: "A-2" })]));
    const [one, two] = [(await order("A-1"))!, (await order("A-2"))!];
    const message = (id: string, of: typeof one, status: string) => ({
      id,
      merchant_id: MERCHANT,
      connection_id: of.connection_id,
      order_id: of.id,
      customer_id: of.customer_id,
      direction: "out",
      step: "after_3_days",
      channel: "email",
      status,
      cause: "test",
      created_at: 1,
      updated_at: 1,
    });
    await test.ctx.db.write(async (tx) => {
      await tx.insert("messages", message("msg_1", one, "sent"));
      await tx.insert("messages", message("msg_2", two, "planned"));
    });
    expect(await undo(done.id)).toMatchObject({ undoneRows: 1, keptRows: 1 });
    expect((await test.ctx.db.read.selectFrom("messages").select("id").execute()).map((one) => one.id)).toEqual(["msg_1"]);
    expect(await order("A-1")).toBeDefined();
  });

  it("that is disconnected neither takes files nor starts", async () => {
    const { id, connectionId } = await create(csvOf([row()]));
    await test.ctx.db.write((tx) => tx.update("connections", { status: "inactive" }, { id: connectionId }));
    expect(code(await startImport(test.ctx, MERCHANT, id, { plansMessages: false, actor: "merchant" }))).toBe("integration_inactive");
    expect(code(await createImport(test.ctx, MERCHANT, { fileName: "x", bytes: bytes(csvOf([row()])), createdBy: "api" }))).toBe(
      "integration_inactive",
    );
  });

  it("whose work was given up says so, and goes on when it is started again", async () => {
    const { id } = await create(mixedCsv(30, 0).text);
    value(await startImport(test.ctx, MERCHANT, id, { plansMessages: false, actor: "merchant" }));
    await test.ctx.db.write(async (tx) => void (await tx.sql.updateTable("sync_queue").set({ status: "dead" }).execute()));
    test.time.now += 60_000;
    await tidyImports(test.ctx);
    expect(value(await readImport(test.ctx, MERCHANT, id))).toMatchObject({ status: "failed", error: { code: "import_interrupted" } });
    value(await startImport(test.ctx, MERCHANT, id, { plansMessages: false, actor: "merchant" }));
    await work();
    expect(value(await readImport(test.ctx, MERCHANT, id))).toMatchObject({ status: "completed", importedRows: 30, error: null });
  });

  it("is nobody else's", async () => {
    await test.connect("two");
    const { id } = await create(csvOf([row()]));
    for (const answer of [
      await readImport(test.ctx, "mer_two", id),
      await startImport(test.ctx, "mer_two", id, { plansMessages: false, actor: "merchant" }),
      await undoImport(test.ctx, "mer_two", id, { actor: "merchant" }),
      await setMapping(test.ctx, "mer_two", id, {}),
      await fixRow(test.ctx, "mer_two", id, 2, {}),
      await badRowsCsv(test.ctx, "mer_two", id),
    ])
      expect(code(answer)).toBe("import_not_found");
  });
});
