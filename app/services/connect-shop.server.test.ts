import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readSettings, updateConnection } from "#app/data/connections.server.ts";
import { data } from "../../tests/helpers/fake-shopify.ts";
import { TEST_APP, testServices, type TestServices } from "../../tests/helpers/service-context.ts";
import { findAppByClientId } from "./app-credentials.server.ts";
import { connectShop } from "./connect-shop.server.ts";
import { disconnect } from "./disconnect.server.ts";
import { renameConnection } from "./rename-connection.server.ts";

let services: TestServices;
let credentialId: string;
beforeEach(async () => {
  services = await testServices();
  credentialId = (await findAppByClientId(services.ctx, TEST_APP.clientId))!.id;
  services.shopify.on("ShopFacts", () =>
    data({ shop: { name: "Acme", currencyCode: "EUR", ianaTimezone: "Europe/Berlin", shopAddress: { countryCodeV2: "DE" } } }),
  );
});
afterEach(() => services.close());

const connect = (shop = "acme.myshopify.com") =>
  connectShop(services.ctx, { shop, credentialId, accessToken: "shpat_first", scope: "read_orders,read_fulfillments" });

describe("connecting a shop", () => {
  it("makes a merchant and a connection with the shop's own facts", async () => {
    const { connection, outcome } = await connect();
    expect(outcome).toBe("created");
    expect(connection).toMatchObject({
      channel: "shopify",
      external_id: "acme.myshopify.com",
      name: "Acme",
      currency: "EUR",
      country: "DE",
      timezone: "Europe/Berlin",
      status: "active",
      onboarding_step: "welcome",
      entities: "[]",
      granted_scopes: "read_orders,read_fulfillments",
      credential_id: credentialId,
    });
    expect(readSettings(connection).authorized_at).toBe(services.time.now);
  });
  it("does not fail when Shopify cannot say who the shop is; the next authorization asks again", async () => {
    services.shopify.on("ShopFacts", () => ({ status: 503, body: "" }));
    expect((await connect()).connection).toMatchObject({ name: "acme.myshopify.com", currency: null });
    services.shopify.on("ShopFacts", () =>
      data({ shop: { name: "Acme", currencyCode: "EUR", ianaTimezone: "Europe/Berlin", shopAddress: { countryCodeV2: null } } }),
    );
    expect(await connect()).toMatchObject({ outcome: "known", connection: { name: "Acme", currency: "EUR", country: null } });
  });
  it("makes one connection of authorizations that come at the same time", async () => {
    const outcomes = (await Promise.all([connect(), connect(), connect()])).map((one) => one.outcome);
    expect(outcomes.filter((outcome) => outcome === "created")).toHaveLength(1);
    expect(await services.ctx.db.read.selectFrom("merchants").select("id").execute()).toHaveLength(1);
  });
  it("gives each shop a merchant of its own", async () => {
    const [a, b] = [await connect("a.myshopify.com"), await connect("b.myshopify.com")];
    expect(a.connection.merchant_id).not.toBe(b.connection.merchant_id);
  });
  it("leaves a disconnected connection disconnected, and a renamed one its name", async () => {
    const { connection } = await connect();
    await renameConnection(services.ctx, connection.merchant_id, connection.id, "  My   shop ");
    await disconnect(services.ctx, connection.merchant_id, connection.id);
    expect(await connect()).toMatchObject({ outcome: "known", connection: { status: "inactive", status_reason: "disconnected", name: "My shop" } });
  });
  it("clears an error, since the shop has just let us in", async () => {
    const { connection } = await connect();
    await updateConnection(services.ctx.db, connection.merchant_id, connection.id, {
      status: "error",
      status_reason: "refresh_token_expired",
      last_error: "…",
    });
    expect(await connect()).toMatchObject({ outcome: "known", connection: { status: "active", status_reason: null, last_error: null } });
  });
  it("revives an uninstalled shop: same merchant, choice kept as a proposal, held deliveries due again", async () => {
    const { connection } = await connect();
    const { merchant_id: merchantId, id } = connection;
    await updateConnection(services.ctx.db, merchantId, id, {
      status: "inactive",
      status_reason: "uninstalled",
      uninstalled_at: 1,
      entities: '["orders"]',
      onboarding_step: "done",
    });
    await services.ctx.db.write((tx) =>
      tx.insert("deliveries", {
        merchant_id: merchantId,
        connection_id: id,
        mode: "live",
        dedupe_key: "k",
        topic: "orders/create",
        origin: "live",
        status: "held",
        received_at: 1,
        next_attempt_at: 1,
        body_sha256: "",
        body_bytes: 0,
        hold_key: `connection:${id}`,
        hold_until: Number.MAX_SAFE_INTEGER,
      }),
    );
    services.time.now += 60_000;
    expect(await connect()).toMatchObject({
      outcome: "revived",
      connection: { id, merchant_id: merchantId, status: "active", uninstalled_at: null, entities: '["orders"]', onboarding_step: "entities" },
    });
    expect(services.scheduled).toHaveLength(1);
  });
  it("makes the reads that Shopify refused in the meantime", async () => {
    const { connection } = await connect();
    const owner = { merchant_id: connection.merchant_id, connection_id: connection.id };
    const item = (id: string, patch: Record<string, unknown>) => ({
      ...owner,
      id,
      entity_type: "order",
      entity_id: id,
      action: "read",
      direction: "inbound",
      status: "dead",
      retry_count: 1,
      next_attempt_at: 1,
      cause: "delivery:1",
      dedupe_key: id,
      payload: "{}",
      created_at: 1,
      updated_at: 1,
      completed_at: 1,
      ...patch,
    });
    await services.ctx.db.write(async (tx) => {
      await updateConnection(tx, connection.merchant_id, connection.id, { status: "error", status_reason: "refresh_token_expired" });
      await tx.insert("sync_queue", item("refused", { error_class: "auth", error_code: "refresh_token_expired" }));
      await tx.insert("sync_queue", item("unreadable", { error_class: "rejected", error_code: "body_unreadable" }));
    });
    await connect();
    expect(await services.ctx.db.read.selectFrom("sync_queue").select(["id", "status"]).orderBy("id").execute()).toEqual([
      { id: "refused", status: "pending" },
      { id: "unreadable", status: "dead" },
    ]);
    expect(services.scheduled).toEqual(["refused"]);
  });
});
