import { afterEach, beforeEach, expect, it } from "vitest";
import type { Connection } from "#app/data/connections.server.ts";
import { deleteConnection } from "#app/services/delete-connection.server.ts";
import { createImport } from "#app/services/imports/create-import.server.ts";
import { readImport } from "#app/services/imports/read-imports.server.ts";
import { runImport } from "#app/services/imports/run-import.server.ts";
import { startImport } from "#app/services/imports/start-import.server.ts";
import { runUndo, undoImport } from "#app/services/imports/undo-import.server.ts";
import { csvOf, goodRow } from "../../tests/helpers/csv-files.ts";
import { everythingStored } from "../../tests/helpers/everything-stored.ts";
import { testServices, type TestServices } from "../../tests/helpers/service-context.ts";
import { anOrder, tell, type TellingStand } from "../../tests/helpers/told-deliveries.ts";

const SHOP = "acme.myshopify.com";
const MERCHANT = "mer_acme";
const PERSONAL = /zaphira|quill|5550107799/i;
const OTHER = /Ana ..?1..? Example/;

let services: TestServices;
let stand: TellingStand;
let shop: Connection;
beforeEach(async () => {
  services = await testServices();
  shop = await services.connect("acme");
  stand = { db: services.ctx.db, queue: services.ctx.queue, time: services.time };
});
afterEach(() => services.close());

const everything = () => everythingStored(services.ctx.db, services.databaseUrl);

async function work(): Promise<void> {
  const { ctx } = services;
  const items = await ctx.db.read.selectFrom("sync_queue").selectAll().where("entity_type", "=", "import").where("status", "=", "pending").execute();
  for (const item of items) {
    const connection = await ctx.db.read.selectFrom("connections").selectAll().where("id", "=", item.connection_id).executeTakeFirstOrThrow();
    await (item.action === "import" ? runImport : runUndo)(ctx, item, connection);
    await ctx.db.write((tx) => tx.update("sync_queue", { status: "completed" }, { id: item.id }));
  }
}

/** Twice, so that what undo keeps of an order is there too. */
async function importTwice(): Promise<{ id: string; connectionId: string }> {
  const { ctx } = services;
  const hers = { ...goodRow(2), customer_name: "Zaphira Quillfeather", customer_email: "Zaphira@Quill.example", customer_phone: "+15550107799" };
  let last = { id: "", connectionId: "" };
  for (const order_status of ["created", "returned"]) {
    const text = csvOf([goodRow(1), { ...hers, delivery_date: "", order_status }, { ...hers, order_id: "", customer_phone: "5550107799" }]);
    const created = await createImport(ctx, MERCHANT, { fileName: "orders.csv", bytes: new TextEncoder().encode(text), createdBy: "merchant" });
    if (!created.ok) throw new Error(created.error.code);
    await startImport(ctx, MERCHANT, created.value.id, { plansMessages: false, actor: "merchant" });
    await work();
    services.time.now += 1_000;
    last = { id: created.value.id, connectionId: created.value.connectionId };
  }
  return last;
}

it("erases a person from files and from what became of them, when the store's platform asks", async () => {
  const { id } = await importTwice();
  await tell(stand, SHOP, { topic: "orders/create", event: { type: "order_snapshot" as const, order: anOrder(), facts: [] } });
  expect(await everything()).toMatch(PERSONAL);
  const event = {
    type: "customer_redact" as const,
    customer_external_id: "7001",
    email: "zaphira@quill.example",
    phone: "+15550107799",
    order_external_ids: ["9001"],
  };
  expect(await tell(stand, SHOP, { topic: "customers/redact", event })).toMatchObject({ status: "completed" });
  expect((await everything()).match(PERSONAL)).toBeNull();
  expect(await everything()).toMatch(OTHER);
  // Undo leaves what nobody remembers any more.
  await undoImport(services.ctx, MERCHANT, id, { actor: "merchant" });
  await work();
  const undone = await readImport(services.ctx, MERCHANT, id);
  expect(undone).toMatchObject({ ok: true, value: { undoneRows: 0, importedRows: 1 } });
  expect((await services.ctx.db.read.selectFrom("orders").select("hub_status").where("external_id", "=", "A-2").execute())[0]?.hub_status).toBe(
    "RETURNED",
  );
});

it("goes with the store, when its platform asks for everything", async () => {
  await importTwice();
  for (let status: string | undefined = "held"; status === "held"; services.time.now += 1_000)
    status = (await tell(stand, SHOP, { topic: "shop/redact", event: { type: "shop_redact" as const } })).status;
  expect((await everything()).match(PERSONAL)).toBeNull();
  expect((await everything()).match(OTHER)).toBeNull();
  expect(await services.ctx.db.read.selectFrom("imports").select("id").execute()).toEqual([]);
  expect(shop.external_id).toBe(SHOP);
});

it("goes with its connection", async () => {
  const { connectionId } = await importTwice();
  expect(await deleteConnection(services.ctx, MERCHANT, connectionId)).toMatchObject({ ok: true });
  for (const table of ["imports", "import_rows", "orders", "customers"] as const)
    expect(await services.ctx.db.read.selectFrom(table).selectAll().execute(), table).toEqual([]);
});
