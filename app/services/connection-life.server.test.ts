import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Connection } from "#app/data/connections.server.ts";
import { findConnectionByAccount } from "#app/data/system/connections.server.ts";
import { data } from "../../tests/helpers/fake-shopify.ts";
import { withSubscriptions } from "../../tests/helpers/fake-subscriptions.ts";
import { testServices, type TestServices } from "../../tests/helpers/service-context.ts";
import { anOrder, process, store, tell, type TellingStand } from "../../tests/helpers/told-deliveries.ts";
import { advanceOnboarding } from "./advance-onboarding.server.ts";
import { chooseEntities } from "./choose-entities.server.ts";
import { connectShop } from "./connect-shop.server.ts";
import { deleteConnection, previewDeletion, purgeDeletedConnections } from "./delete-connection.server.ts";
import { disconnect } from "./disconnect.server.ts";
import { reconnect } from "./reconnect.server.ts";
import { registerAllWebhooks } from "./register-webhooks.server.ts";
import { renameConnection } from "./rename-connection.server.ts";

const SHOP = "acme.myshopify.com";
const facts = data({ shop: { name: "Acme", currencyCode: "USD", ianaTimezone: "UTC", shopAddress: { countryCodeV2: "US" } } });
let services: TestServices;
let stand: TellingStand;
let connection: Connection;
beforeEach(async () => {
  services = await testServices();
  connection = await services.connect("acme");
  stand = { db: services.ctx.db, queue: services.ctx.queue, time: services.time };
  services.shopify.on("ShopFacts", () => facts);
});
afterEach(() => services.close());

const stored = async () => (await findConnectionByAccount(services.ctx.db, "shopify", SHOP))!;
const patch = (columns: Partial<Connection>) => services.ctx.db.write((tx) => tx.update("connections", columns, { id: connection.id }));
const orderTold = { topic: "orders/create", event: { type: "order_snapshot" as const, order: anOrder(), facts: [] } };
const orders = () => services.ctx.db.read.selectFrom("orders").select("id").execute();

describe("choosing what is read", () => {
  const grants = (...handles: string[]) =>
    services.shopify.on("GrantedScopes", () => data({ currentAppInstallation: { accessScopes: handles.map((handle) => ({ handle })) } }));

  it("names the permission that is missing, and takes the choice once it is granted", async () => {
    await patch({ granted_scopes: "read_orders,read_fulfillments", onboarding_step: "welcome", entities: "[]" });
    grants("read_orders", "read_fulfillments");
    expect(await chooseEntities(services.ctx, await stored(), ["orders", "customers"])).toMatchObject({
      ok: false,
      error: { class: "auth", code: "scope_missing", message: expect.stringContaining("read_customers") },
    });
    // The webhook about the new grant is still on its way: Shopify itself is asked.
    grants("read_orders", "read_fulfillments", "write_customers");
    expect(await chooseEntities(services.ctx, await stored(), ["orders", "customers", "orders"])).toMatchObject({
      ok: true,
      value: { entities: '["orders","customers"]', onboarding_step: "webhooks" },
    });
  });
  it.each([[[]], [["orders", "everything"]]])("refuses %j", async (chosen) => {
    expect(await chooseEntities(services.ctx, connection, chosen)).toMatchObject({ ok: false, error: { code: "entities_invalid" } });
  });
  it("does not put a merchant who is through back into onboarding", async () => {
    expect(await chooseEntities(services.ctx, connection, ["orders"])).toMatchObject({ ok: true, value: { onboarding_step: "done" } });
    expect(await advanceOnboarding(services.ctx, connection.merchant_id, connection.id, "webhooks")).toEqual({ ok: true, value: "done" });
  });
});

describe("disconnect and reconnect", () => {
  it("keeps the history and processes nothing new until reconnected", async () => {
    await tell(stand, SHOP, orderTold);
    await store(stand, SHOP, { ...orderTold, event: { ...orderTold.event, order: anOrder({ external_id: "9002" }) } });
    await disconnect(services.ctx, connection.merchant_id, connection.id);
    await process(stand);
    expect(await orders()).toHaveLength(1);
    await expect(store(stand, SHOP, orderTold)).rejects.toThrow("inactive");
    expect(await reconnect(services.ctx, connection.merchant_id, connection.id)).toMatchObject({
      ok: true,
      value: { status: "active", status_reason: null },
    });
    await process(stand);
    expect(await orders()).toHaveLength(2);
  });
  it("stays disconnected when Shopify does not let us in, with the reason", async () => {
    await disconnect(services.ctx, connection.merchant_id, connection.id);
    services.shopify.accessTokens = new Set();
    services.shopify.refreshToken = "another";
    expect(await reconnect(services.ctx, connection.merchant_id, connection.id)).toMatchObject({
      ok: false,
      error: { code: "refresh_token_expired" },
    });
    expect(await stored()).toMatchObject({ status: "inactive", status_reason: "disconnected" });
  });
  it("cannot bring back what was uninstalled", async () => {
    await patch({ status: "inactive", status_reason: "uninstalled" });
    expect(await reconnect(services.ctx, connection.merchant_id, connection.id)).toMatchObject({ ok: false, error: { code: "app_not_installed" } });
    expect(services.shopify.calls).toEqual([]);
  });
  it("brings a failing connection back", async () => {
    await patch({ status: "error", status_reason: "token_invalid", last_error: "…" });
    expect(await reconnect(services.ctx, connection.merchant_id, connection.id)).toMatchObject({
      ok: true,
      value: { status: "active", last_error: null },
    });
  });
});

describe("delete", () => {
  it("says what goes and what stays, then does exactly that", async () => {
    const subscriptions = withSubscriptions(services.shopify);
    await registerAllWebhooks(services.ctx, connection);
    for (const id of ["9001", "9002", "9003"])
      await tell(stand, SHOP, { ...orderTold, event: { ...orderTold.event, order: anOrder({ external_id: id }) } });
    await services.connect("other");
    await tell(stand, "other.myshopify.com", orderTold);
    const preview = await previewDeletion(services.ctx, connection.merchant_id, connection.id);
    expect(preview).toMatchObject({
      ok: true,
      value: { name: "acme", goes: { deliveries: 3, orders: 3, customers: 1, products: 0, data_exports: 0 } },
    });
    expect(preview.ok && preview.value.stays.audit_entries).toBeGreaterThan(3);

    expect(await deleteConnection(services.ctx, connection.merchant_id, connection.id)).toEqual({ ok: true, value: null });
    for (const table of [
      "deliveries",
      "delivery_payloads",
      "orders",
      "customers",
      "refunds",
      "fulfillments",
      "webhook_subscriptions",
      "attempts",
      "status_history",
    ] as const) {
      const rows = await services.ctx.db.read.selectFrom(table).select("merchant_id").execute();
      expect(
        rows.filter((row) => row.merchant_id === connection.merchant_id),
        table,
      ).toEqual([]);
    }
    expect((await orders()).length).toBe(1);
    expect(subscriptions.list).toEqual([]);
    const trail = await services.ctx.db.read.selectFrom("audit_log").selectAll().where("merchant_id", "=", connection.merchant_id).execute();
    expect(trail.map((entry) => entry.action)).toContain("deleted");
    expect(JSON.stringify(trail)).not.toMatch(/zaphira/i);
    expect(await previewDeletion(services.ctx, connection.merchant_id, connection.id)).toMatchObject({ ok: false, error: { class: "not_found" } });
  });
  it("finishes what was cut off, but leaves a compliance request that came afterwards to be processed", async () => {
    await tell(stand, SHOP, orderTold);
    await patch({ status: "inactive", status_reason: "deleted", deleted_at: services.time.now });
    services.time.now += 60_000;
    const id = await store(stand, SHOP, { topic: "shop/redact", event: { type: "shop_redact" } });
    await purgeDeletedConnections(services.ctx);
    expect(await services.ctx.db.read.selectFrom("deliveries").select("id").execute()).toEqual([{ id }]);
    expect(await orders()).toEqual([]);
    await process(stand);
    const done = await services.ctx.db.read.selectFrom("audit_log").select("data").where("action", "=", "shop_redact").orderBy("id").execute();
    expect(JSON.parse(done.at(-1)!.data)).toMatchObject({ complete: true });
  });
  it("is possible when Shopify cannot be reached, and the shop can come again as new", async () => {
    services.shopify.on("WebhookSubscriptions", () => ({ status: 503, body: "" }));
    await deleteConnection(services.ctx, connection.merchant_id, connection.id);
    const credentialId = connection.credential_id!;
    expect(await connectShop(services.ctx, { shop: SHOP, credentialId, accessToken: "shpat_first", scope: "read_orders" })).toMatchObject({
      outcome: "revived",
      connection: { id: connection.id, status: "active", deleted_at: null, entities: "[]", onboarding_step: "welcome" },
    });
  });
});

describe("another merchant", () => {
  it("cannot touch the connection", async () => {
    const { ctx } = services;
    const notFound = { ok: false, error: { class: "not_found" } };
    expect(await disconnect(ctx, "mer_other", connection.id)).toMatchObject(notFound);
    expect(await reconnect(ctx, "mer_other", connection.id)).toMatchObject(notFound);
    expect(await renameConnection(ctx, "mer_other", connection.id, "Mine")).toMatchObject(notFound);
    expect(await deleteConnection(ctx, "mer_other", connection.id)).toMatchObject(notFound);
    expect(await previewDeletion(ctx, "mer_other", connection.id)).toMatchObject(notFound);
    expect(await advanceOnboarding(ctx, "mer_other", connection.id, "done")).toMatchObject(notFound);
    expect(await stored()).toEqual(connection);
  });
});
