import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { updateConnection, type Connection } from "#app/data/connections.server.ts";
import { listRegistry } from "#app/data/webhook-subscriptions.server.ts";
import { presentHome } from "#app/presenters/home.server.ts";
import { deleteConnection } from "../delete-connection.server.ts";
import { storeProduct } from "../../../tests/helpers/store-server.ts";
import { STORE_MERCHANT, storeServices, type StoreServices } from "../../../tests/helpers/store-services.ts";
import { registerHook, repairAllHooks } from "./repair-hooks.server.ts";
import { setStock } from "./set-stock.server.ts";
import { readStoreSecret } from "./store-settings.ts";
import { ensureHooks, hookAddress, isOurAddress } from "./store-webhooks.server.ts";

let services: StoreServices;
let connection: Connection;
beforeEach(async () => {
  services = await storeServices();
  connection = await services.connected();
});
afterEach(() => services?.close());

const codeOf = (result: { ok: boolean }): string => (result.ok ? "ok" : (result as unknown as { error: { code: string } }).error.code);
const writes = () => services.store.asked.filter(({ call }) => !call.startsWith("GET") && !call.endsWith("/0")).map(({ call }) => call);

describe("setting stock", () => {
  beforeEach(() => {
    services.store.products.push(
      storeProduct(7, "A"),
      storeProduct(8, "B", { manage_stock: false, stock_quantity: null }),
      storeProduct(9, "V", { type: "variation", parent_id: 7 }),
      storeProduct(10, "TWICE"),
      storeProduct(11, "TWICE", { type: "variation", parent_id: 7 }),
      storeProduct(12, "A,B"),
    );
  });

  it("writes to the product or variation with the SKU, and reads back", async () => {
    expect(await setStock(services.ctx, connection, "A", 12)).toEqual({
      ok: true,
      value: { sku: "A", productId: "7", variationId: null, quantityBefore: 5, quantity: 12, isChanged: true },
    });
    expect(await setStock(services.ctx, connection, "V", 0)).toMatchObject({ value: { productId: "7", variationId: "9", quantity: 0 } });
    expect(await setStock(services.ctx, connection, "B", 3)).toMatchObject({ value: { quantityBefore: null, isChanged: true } });
    expect(services.store.products.map(({ id, stock_quantity, manage_stock }) => [id, stock_quantity, manage_stock]).slice(0, 3)).toEqual([
      [7, 12, true],
      [8, 3, true],
      [9, 0, true],
    ]);
    expect(writes()).toEqual(["PUT /products/7", "PUT /products/7/variations/9", "PUT /products/8"]);
    expect((await services.audit(connection)).filter(({ action }) => action === "stock_set")[0]).toMatchObject({
      kind: "command",
      data: { sku: "A", before: 5, after: 12 },
    });
  });

  it("writes nothing where it is so already", async () => {
    expect(await setStock(services.ctx, connection, "A", 5)).toMatchObject({ value: { isChanged: false } });
    expect(writes()).toEqual([]);
  });

  it("guesses nothing", async () => {
    expect(codeOf(await setStock(services.ctx, connection, "C", 1))).toBe("sku_not_found");
    expect(codeOf(await setStock(services.ctx, connection, "a", 1))).toBe("sku_not_found");
    expect(codeOf(await setStock(services.ctx, connection, "TWICE", 1))).toBe("sku_ambiguous");
    // WooCommerce takes the comma for "or"; this SKU has one.
    expect(await setStock(services.ctx, connection, "A,B", 1)).toMatchObject({ value: { productId: "12" } });
  });

  it("believes the store only what it shows", async () => {
    services.store.instead = (req, res) => (req.method === "PUT" ? void res.end("{}") : false);
    expect(codeOf(await setStock(services.ctx, connection, "A", 12))).toBe("stock_not_taken");
    services.store.instead = (req, res) =>
      req.method === "PUT" ? void res.writeHead(401).end('{"code":"x","message":"The API key provided does not have write permissions."}') : false;
    expect(codeOf(await setStock(services.ctx, connection, "A", 12))).toBe("store_key_read_only");
    await updateConnection(services.ctx.db, STORE_MERCHANT, connection.id, { status: "inactive" });
    expect(codeOf(await setStock(services.ctx, await services.reload(connection), "A", 12))).toBe("integration_inactive");
  });
});

describe("webhooks in the store", () => {
  const registry = async () =>
    (await listRegistry(services.ctx.db, STORE_MERCHANT, connection.id)).map(({ topic, status, error_message }) => ({
      topic,
      status,
      error_message,
    }));
  const ensure = async (...topics: string[]) => {
    const made = await ensureHooks(services.ctx, connection, topics);
    if (!made.ok) throw new Error(made.error.message);
    return made.value.map(({ topic, change }) => `${topic} ${change}`);
  };

  it("are made with our address and our secret, once", async () => {
    const { ctx, store } = services;
    expect(await ensure("order.created", "order.updated")).toEqual(["order.created created", "order.updated created"]);
    expect(await ensure("order.updated")).toEqual(["order.updated kept"]);
    expect(store.webhooks).toHaveLength(2);
    const { webhook_secret: secret } = readStoreSecret(ctx.box, await services.reload(connection));
    expect(store.webhooks[0]).toMatchObject({ topic: "order.created", status: "active", delivery_url: hookAddress(ctx, connection.id), secret });
    expect(secret!.length).toBeGreaterThan(40);
    expect(await registry()).toEqual([
      { topic: "order.created", status: "active", error_message: null },
      { topic: "order.updated", status: "active", error_message: null },
    ]);
  });

  it("leave the store's other webhooks alone, and take away a double of ours", async () => {
    const { ctx, store } = services;
    const ours = { topic: "order.updated", delivery_url: hookAddress(ctx, connection.id) };
    store.webhooks.push(
      { id: 1, topic: "order.updated", status: "active", delivery_url: "https://other.example.com/" },
      { id: 2, ...ours, status: "disabled" },
      { id: 3, ...ours, status: "active" },
    );
    expect(await ensure("order.updated")).toEqual(["order.updated kept"]);
    expect(store.webhooks.map(({ id }) => id)).toEqual([1, 3]);
  });

  it("go to nobody else", () => {
    const { ctx } = services;
    const yes = [`https://app.example.com/webhooks/woocommerce/${connection.id}`, "https://app.example.com/api/v1/woocommerce/webhooks/receive"];
    const no = [
      ...[
        "https://evil.example.com/webhooks/woocommerce/x",
        "http://app.example.com/api/v1/woocommerce/webhooks/receive",
        "https://app.example.com/webhooks/woocommerce/con_other",
      ],
      ...[
        "https://app.example.com.evil.example/",
        "https://user@app.example.com/api/v1/woocommerce/webhooks/receive",
        "https://app.example.com/",
        "nonsense",
        "",
      ],
      "https://app.example.com/api/v1/woocommerce/webhooks/receive?x=1",
    ];
    for (const address of yes) expect(isOurAddress(ctx, connection.id, address), address).toBe(true);
    for (const address of no) expect(isOurAddress(ctx, connection.id, address), address).toBe(false);
  });

  it.each([
    ["switched off", (hook: Record<string, unknown>) => void (hook["status"] = "disabled"), /switched the webhook off/],
    ["removed", (_hook: unknown, hooks: unknown[]) => void hooks.splice(0), /no longer in the store/],
    [
      "sent elsewhere",
      (hook: Record<string, unknown>) => void (hook["delivery_url"] = `https://old.example.com/${connection.id}`),
      /another address/,
    ],
  ])("that were %s are noticed, told, and made again", async (_how, harm, words) => {
    const { ctx, store, scheduled } = services;
    await ensure("order.updated");
    expect(await repairAllHooks(ctx)).toBe(0);
    harm(store.webhooks[0]!, store.webhooks);
    expect(await repairAllHooks(ctx)).toBe(1);
    expect(await registry()).toMatchObject([{ status: "error", error_message: expect.stringMatching(words) as string }]);
    const { concerns } = await presentHome(ctx.db, STORE_MERCHANT, null, services.time.now);
    expect(concerns.map(({ key, title }) => [key, title])).toContainEqual([`hooks:${connection.id}`, "Test store lacks a webhook"]);
    const [item] = await ctx.db.write((tx) => tx.list("sync_queue", { connection_id: connection.id }));
    expect(scheduled).toContain(item!.id);
    // Not planned twice while the first is to be done.
    expect(await repairAllHooks(ctx)).toBe(0);
    expect(await registerHook(ctx, connection, item!)).toEqual({ ok: true, value: null });
    expect(store.webhooks.at(-1)).toMatchObject({ topic: "order.updated", status: "active", delivery_url: hookAddress(ctx, connection.id) });
    expect(await registry()).toMatchObject([{ status: "active", error_message: null }]);
  });

  it("are told where the store refuses them", async () => {
    services.store.instead = (req, res) =>
      req.method === "POST" ? void res.writeHead(400).end('{"code":"x","message":"No webhooks today"}') : false;
    expect(await ensure("order.updated")).toEqual(["order.updated failed"]);
    expect(await registry()).toMatchObject([{ status: "error", error_message: "The store answered 400: No webhooks today" }]);
    const [item] = [{ id: "syn_1", entity_id: "order.updated" }];
    expect(codeOf(await registerHook(services.ctx, connection, item))).toBe("store_refused");
  });

  it("go with the connection, and so do the keys", async () => {
    const { ctx, store } = services;
    await ensure("order.updated");
    store.webhooks.push({ id: 1, topic: "order.updated", status: "active", delivery_url: "https://other.example.com/" });
    expect(await deleteConnection(ctx, STORE_MERCHANT, connection.id)).toMatchObject({ ok: true });
    expect(store.webhooks.map(({ id }) => id)).toEqual([1]);
    expect((await services.reload(connection))?.secret_encrypted).toBeNull();
  });
});
