import { afterAll, beforeAll, expect, it } from "vitest";
import { insertConnection, openTestDatabase, type OpenTestDatabase } from "../../tests/helpers/open-test-database.ts";
import { order, SEED_NOW, seedModel } from "../../tests/helpers/seed-model.ts";
import { csvChunks, csvStream, type ExportKind } from "./export-csv.server.ts";

let opened: OpenTestDatabase;
const mine = { merchantId: "mer_a", connectionId: "con_a" };

beforeAll(async () => {
  opened = await openTestDatabase();
  await insertConnection(opened.db, "a");
  await insertConnection(opened.db, "b");
  await seedModel(opened.db, mine, { orders: 3 });
  await seedModel(opened.db, { merchantId: "mer_b", connectionId: "con_b" }, { orders: 3, firstDelivery: 1001 });
  await opened.db.write((tx) =>
    tx.insert(
      "orders",
      order(mine, 70, {
        customer_name: '=HYPERLINK("https://example.com","x")',
        note: 'says "hi",\nthen leaves',
        phone_e164: null,
        phone_given: "+1 555 0100",
        refunded_minor: -5,
        currency: "JPY",
        total_minor: 1200,
        source_created_at: SEED_NOW - 9_000_000,
      }),
    ),
  );
});
afterAll(() => opened.close());

async function read(kind: ExportKind, merchantId = mine.merchantId): Promise<string> {
  let text = "";
  for await (const chunk of csvChunks(opened.db, merchantId, kind)) text += chunk;
  return text;
}

it("begins with a byte order mark and a heading, and ends lines as RFC 4180 says", async () => {
  const text = await read("orders");
  expect(text.startsWith("\uFEFForder,id,placed_at,")).toBe(true);
  expect(text.endsWith("\r\n")).toBe(true);
  expect(text.split("\r\n")).toHaveLength(1 + 4 + 1);
});

it("writes amounts as decimals of their currency, and keeps the digits of ids", async () => {
  const lines = (await read("orders")).split("\r\n");
  expect(lines[1]).toContain("SH-#1001,820982911946151,2026-11-21T10:29:00.000Z,CONFIRMED,paid");
  expect(lines[1]).toContain(",113.05,");
  expect(lines[4]).toContain(",JPY,");
  expect(lines[4]).toContain(",1200,-5,");
});

it("lets no cell be run as a formula", async () => {
  const line = (await read("orders")).split("\r\n")[4]!;
  expect(line).toContain(`"'=HYPERLINK(""https://example.com"",""x"")"`);
  expect(line).toContain(",'+1 555 0100,");
  expect(line).toContain('"says ""hi"",\nthen leaves"');
});

it("has a row per variant and location", async () => {
  const text = await read("products");
  expect(text).toContain("Blue mug,788031,active,,,Default Title,642661,MUG-1,,50.00,,EUR,Berlin,1,10\r\n");
  expect(text.trim().split("\r\n")).toHaveLength(1 + 4);
});

it.each(["orders", "customers", "products"] as const)("never exports another merchant's %s", async (kind) => {
  const [a, none] = [await read(kind), await read(kind, "mer_nobody")];
  expect(a).not.toContain("mer_b");
  expect(none.trim().split("\r\n")).toHaveLength(1);
});

it("asks between two batches whether webhooks come in, and is whole all the same", async () => {
  await opened.db.write(async (tx) => {
    for (let n = 0; n < 250; n++) await tx.insert("orders", order({ merchantId: "mer_many", connectionId: "con_a" }, 1000 + n, {}));
  });
  let asked = 0;
  const busy = { ...opened.db, isBusy: (perSecond?: number) => perSecond !== undefined || ++asked > 0 };
  let text = "";
  for await (const chunk of csvChunks(busy, "mer_many", "orders")) text += chunk;
  expect(text.trim().split("\r\n")).toHaveLength(1 + 250);
  expect(asked).toBe(2);
});

it("streams, and stops reading when nobody takes it", async () => {
  const reader = csvStream(opened.db, mine.merchantId, "customers").getReader();
  const first = await reader.read();
  expect(new TextDecoder("utf-8", { ignoreBOM: true }).decode(first.value)).toMatch(/^\uFEFFid,name/);
  await reader.cancel();
  expect((await reader.read()).done).toBe(true);
});
