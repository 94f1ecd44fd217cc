import { readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { alpha, bravo } from "../../../tests/helpers/attack.ts";
import { openTestDatabase, type OpenTestDatabase } from "../../../tests/helpers/open-test-database.ts";
import { wooConnectionId } from "../../../tests/helpers/seed-bridge.ts";
import { dumpTenant, seedTenant } from "../../../tests/helpers/seed-tenant.ts";
import type { Table } from "../database.ts";
import { moveConnection } from "./move-connection.server.ts";

/** What belongs to the merchant and to none of its connections: it stays. */
const STAYS = new Set([
  "app_credentials",
  "audit_log",
  "connections",
  "consents",
  "idempotent_requests",
  "import_rows",
  "imports",
  "invitations",
  "merchant_settings",
  "merchants",
  "messages",
  "pairing_codes",
  "quota_windows",
  "sessions",
  "wc_auth_requests",
]);

let opened: OpenTestDatabase;
beforeAll(async () => {
  opened = await openTestDatabase();
  for (const tenant of [alpha, bravo]) await seedTenant(opened.db, tenant);
});
afterAll(() => opened?.close());

type Row = Record<string, unknown>;
const rowsOf = (table: string): Promise<Row[]> =>
  opened.db.read
    .selectFrom(table as Table)
    .selectAll()
    .execute();
const asText = (rows: Row[]) => rows.map((row) => JSON.stringify({ ...row, merchant_id: null })).sort();

it("takes everything along that hangs on the connection, and nothing else, wherever the schema has it", async () => {
  const schema = readFileSync(path.resolve("prisma/schema.prisma"), "utf8");
  const tables = [...schema.matchAll(/^model (\w+) \{([^}]*)\}/gm)].map(([, name = "", body = ""]) => ({
    name,
    columns: [...body.matchAll(/^\s+(\w+)\s+\w/gm)].map(([, column]) => column as string),
  }));
  const before = new Map<string, Row[]>();
  for (const { name } of tables) before.set(name, await rowsOf(name));
  const bravoBefore = await dumpTenant(bravo, rowsOf);
  const moved = await opened.db.write(async (tx) => {
    await tx.insert("merchants", { id: "mer_new", name: "new", created_at: 1, updated_at: 1 });
    return moveConnection(tx, alpha.connectionId, alpha.merchantId, "mer_new");
  });

  // Nothing is lost or changed but whose it is; the other merchant's rows not even that. (Refusals are copied.)
  expect(await dumpTenant(bravo, rowsOf)).toBe(bravoBefore);
  let count = 0;
  for (const { name, columns } of tables) {
    const rows = (await rowsOf(name)).filter((row) => row["id"] !== "mer_new" && !(name === "consents" && row["merchant_id"] === "mer_new"));
    if (name !== "sync_queue") expect(asText(rows), name).toEqual(asText(before.get(name)!));
    if (!columns.includes("merchant_id")) continue;
    const wasAlphas = before.get(name)!.filter((row) => row["merchant_id"] === alpha.merchantId);
    expect(wasAlphas.length, `the seed has no row of ${name}`).toBeGreaterThan(0);
    count += rows.filter((row) => row["merchant_id"] === "mer_new").length;
    if (columns.includes("connection_id")) {
      const theirs = rows.filter((row) => row["connection_id"] === alpha.connectionId);
      expect(
        theirs.map((row) => row["merchant_id"]),
        name,
      ).toEqual(theirs.map(() => "mer_new"));
    }
    // Whatever is still alpha's hangs on another connection, or on none.
    const left = rows.filter((row) => row["merchant_id"] === alpha.merchantId);
    const unexplained = left.filter((row) => row["connection_id"] !== wooConnectionId(alpha) && !STAYS.has(name));
    expect(unexplained, name).toEqual([]);
  }
  expect(count).toBe(moved.rows);
  expect((await rowsOf("connections")).find((row) => row["id"] === alpha.connectionId)).toMatchObject({ merchant_id: "mer_new" });
  // What was in work is due again, for its new owner.
  expect((await rowsOf("sync_queue")).filter((row) => row["merchant_id"] === "mer_new" && row["status"] === "processing")).toEqual([]);
});
