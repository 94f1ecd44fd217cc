/** Imports of CSV files and their rows. */
import { listOwnConnections } from "#app/data/connections.server.ts";
import * as rows from "#app/data/import-rows.server.ts";
import * as imports from "#app/data/imports.server.ts";
import { bravo, eachOf, type Attacks } from "../../helpers/attack.ts";
import { SEED_NOW } from "../../helpers/seed-model.ts";
import { SHARED } from "../../helpers/seed-tenant.ts";

const importId = `imp_${bravo.name}`;
const checked = { cells: "[]", status: "good", errors: "[]", order_external_id: "taken over" };

export const attacks: Attacks = {
  "connections/listOwnConnections": async (_db, tx, me) => {
    // As an own connection of the caller's: its store is its only one.
    await tx.sql.updateTable("connections").set({ external_id: me }).where("merchant_id", "=", me).execute();
    return listOwnConnections(tx, me, { id: "con_none" });
  },
  "import-rows/countImportRows": (_db, tx, me) => rows.countImportRows(tx, me, importId),
  "import-rows/eraseImportRows": (_db, tx, me) => rows.eraseImportRows(tx, me, [bravo.name, bravo.email], [bravo.orderId]),
  "import-rows/findImportRow": (_db, tx, me) => eachOf([2, 3], (row) => rows.findImportRow(tx, me, importId, row)),
  "import-rows/insertImportRows": (_db, tx, me) =>
    rows.insertImportRows(tx, me, { importId, connectionId: bravo.connectionId }, [{ ...checked, row_number: 7 }]),
  "import-rows/listImportRows": (_db, tx, me) =>
    eachOf([{ limit: 10 }, { limit: 10, before: 9, statuses: ["bad"] }], (range) => rows.listImportRows(tx, me, importId, range)),
  "import-rows/listRowsOfOrders": (_db, tx, me) => rows.listRowsOfOrders(tx, me, importId, [SHARED.orderExternalId]),
  "import-rows/pageImportRows": (db, _tx, me) => rows.pageImportRows(db, me, importId, null, { size: 10 }),
  "import-rows/readOrdersOfRows": (db, _tx, me) => rows.readOrdersOfRows(db, me, [bravo.orderId]),
  "import-rows/saveCheckedRows": (_db, tx, me) => rows.saveCheckedRows(tx, me, importId, [{ ...checked, row_number: 2 }]),
  "import-rows/updateImportRow": (_db, tx, me) => rows.updateImportRow(tx, me, importId, 2, { status: "kept" }),
  "imports/findImport": (_db, tx, me) => imports.findImport(tx, me, importId),
  "imports/insertImport": (_db, tx, me) =>
    imports.insertImport(tx, me, {
      id: "imp_new",
      connection_id: bravo.connectionId,
      status: "ready",
      file_name: "new.csv",
      file_bytes: 1,
      file_sha256: "new",
      format: "{}",
      mapping: "{}",
      total_rows: 0,
      good_rows: 0,
      bad_rows: 0,
      created_by: "merchant",
      created_at: SEED_NOW,
      updated_at: SEED_NOW,
    }),
  "imports/listImportPage": (db, _tx, me) => imports.listImportPage(db, me, { size: 10 }),
  "imports/removeImportStep": (_db, tx, me) => imports.removeImportStep(tx, me, importId, 100),
  "imports/updateImport": (_db, tx, me) => imports.updateImport(tx, me, importId, { status: "failed" }),
};
