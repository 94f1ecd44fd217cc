import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Row } from "#app/data/database.ts";
import { testServices, type TestServices } from "../../tests/helpers/service-context.ts";
import { readByPlugin, sourceCall } from "./source-call.server.ts";
import { sealStoreSecret } from "./woocommerce/store-settings.ts";

let services: TestServices;
beforeAll(async () => void (services = await testServices()));
afterAll(() => services?.close());
beforeEach(() =>
  services.ctx.db.write(async (tx) => {
    for (const table of ["connections", "bridge_sites", "bridge_commands", "sync_queue"] as const) await tx.sql.deleteFrom(table).execute();
  }),
);

const item = (entity_type: string, entity_id: string) => ({ id: "syn_one", entity_type, entity_id, updated_at: 7 }) as Row<"sync_queue">;

async function connect(ways: { keys?: boolean; plugin?: boolean; channel?: string }): Promise<Row<"connections">> {
  const { ctx } = services;
  const secret = ways.keys ? { consumer_key: "ck_example", consumer_secret: "cs_example" } : {};
  const mine = { merchant_id: "mer_one", created_at: 1, updated_at: 1 };
  await ctx.db.write(async (tx) => {
    await tx.insert("connections", {
      ...mine,
      id: "con_one",
      channel: ways.channel ?? "woocommerce",
      external_id: "https://shop.example.com",
      name: "Shop",
      status: "active",
      secret_encrypted: sealStoreSecret(ctx.box, "con_one", secret),
      entities: "[]",
      granted_scopes: "",
      settings: "{}",
      onboarding_step: "done",
    });
    if (ways.plugin)
      await tx.insert("bridge_sites", {
        ...mine,
        connection_id: "con_one",
        site_url: "https://shop.example.com",
        secret_encrypted: "sealed",
        capabilities: "{}",
        health: "[]",
        outbox: "{}",
      });
  });
  return (await ctx.db.read.selectFrom("connections").selectAll().executeTakeFirstOrThrow()) as Row<"connections">;
}

const commands = () => services.ctx.db.read.selectFrom("bridge_commands").select(["kind", "payload"]).execute();

describe("asking a store again", () => {
  it("goes to the plugin where there are no keys: one command, however often it is tried", async () => {
    const connection = await connect({ plugin: true });
    for (let times = 0; times < 2; times++)
      expect(await readByPlugin(services.ctx, item("order", "723"), connection)).toEqual({ ok: true, value: null });
    expect(await commands()).toEqual([{ kind: "read", payload: '{"entity":"order","id":723}' }]);
  });

  it("asks for the product of a stock level", async () => {
    await readByPlugin(services.ctx, item("inventory", "51/store"), await connect({ plugin: true }));
    expect(await commands()).toEqual([{ kind: "read", payload: '{"entity":"product","id":51}' }]);
  });

  it("is done from here where there are keys, and for every other channel", async () => {
    expect(await readByPlugin(services.ctx, item("order", "723"), await connect({ keys: true, plugin: true }))).toBeUndefined();
    await services.ctx.db.write((tx) => tx.sql.deleteFrom("connections").execute());
    expect(await readByPlugin(services.ctx, item("order", "723"), await connect({ channel: "shopify", plugin: false }))).toBeUndefined();
    expect(await commands()).toEqual([]);
  });

  it("fails in words where there is neither, or where the plugin could not know what is meant", async () => {
    const refused = { ok: false, error: { class: "rejected", code: "source_cannot_be_asked" } };
    expect(await readByPlugin(services.ctx, item("order", "723"), await connect({}))).toMatchObject(refused);
    await services.ctx.db.write((tx) => tx.sql.deleteFrom("connections").execute());
    const paired = await connect({ plugin: true });
    for (const [entity, id] of [
      ["location", "all"],
      ["order", "not-a-number"],
    ] as const)
      expect(await readByPlugin(services.ctx, item(entity, id), paired)).toMatchObject(refused);
    // Asked all the same, it says what is missing instead of calling anybody.
    expect(await sourceCall(services.ctx, paired, {})("GET /orders/1", {})).toMatchObject({ ok: false, error: { code: "store_keys_missing" } });
  });
});
