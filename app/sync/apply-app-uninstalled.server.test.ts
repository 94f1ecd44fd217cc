import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { findConnectionByAccount } from "#app/data/system/connections.server.ts";
import { connectShop } from "#app/services/connect-shop.server.ts";
import { data } from "../../tests/helpers/fake-shopify.ts";
import { testServices, type TestServices } from "../../tests/helpers/service-context.ts";
import { tell, type TellingStand } from "../../tests/helpers/told-deliveries.ts";

const SHOP = "acme.myshopify.com";
let services: TestServices;
let stand: TellingStand;
beforeEach(async () => {
  services = await testServices();
  await services.connect("acme");
  stand = { db: services.ctx.db, queue: services.ctx.queue, time: services.time };
  services.shopify.on("ShopFacts", () =>
    data({ shop: { name: "Acme", currencyCode: "USD", ianaTimezone: "UTC", shopAddress: { countryCodeV2: "US" } } }),
  );
});
afterEach(() => services.close());

const stored = async () => (await findConnectionByAccount(services.ctx.db, "shopify", SHOP))!;
const sessions = () => services.ctx.db.read.selectFrom("sessions").selectAll().execute();
const uninstall = (triggeredAt: number) => tell(stand, SHOP, { topic: "app/uninstalled", event: { type: "app_uninstalled" }, triggeredAt });
const authorize = async () =>
  connectShop(services.ctx, { shop: SHOP, credentialId: (await stored()).credential_id!, accessToken: "shpat_first", scope: "read_orders" });

describe("app/uninstalled", () => {
  it("ends the connection and forgets the tokens; the history stays", async () => {
    await authorize();
    services.time.now += 5000;
    expect((await uninstall(services.time.now)).outcome).toBe("applied");
    expect(await stored()).toMatchObject({
      status: "inactive",
      status_reason: "uninstalled",
      uninstalled_at: services.time.now,
      granted_scopes: "",
      deleted_at: null,
    });
    expect(await sessions()).toEqual([]);
    expect((await uninstall(services.time.now)).outcome).toBe("unchanged");
  });
  it("that comes after the shop has installed again changes nothing", async () => {
    const removedAt = services.time.now;
    services.time.now += 10_000;
    await authorize();
    services.time.now += 60_000;
    expect((await uninstall(removedAt)).outcome).toBe("stale");
    expect((await stored()).status).toBe("active");
    expect(await sessions()).toHaveLength(1);
  });
  it("in the second of the authorization is believed: Shopify cuts its times to seconds", async () => {
    services.time.now += 700;
    await authorize();
    expect((await uninstall(services.time.now - (services.time.now % 1000))).outcome).toBe("applied");
  });
  it("then a new authorization revives it", async () => {
    await uninstall(services.time.now);
    services.time.now += 1000;
    expect((await authorize()).outcome).toBe("revived");
    expect(await stored()).toMatchObject({ status: "active", uninstalled_at: null });
  });
});

describe("app/scopes_update", () => {
  const change = (scopes: string[], triggeredAt = services.time.now) =>
    tell(stand, SHOP, { topic: "app/scopes_update", event: { type: "scopes_changed", scopes }, triggeredAt });

  it("drops the entities that may no longer be read, and says so", async () => {
    await change(["read_orders", "read_fulfillments", "read_products"]);
    expect(await stored()).toMatchObject({
      granted_scopes: "read_orders,read_fulfillments,read_products",
      entities: '["orders","products"]',
      last_error: expect.stringContaining("customers, inventory"),
    });
  });
  it("older than the last one changes nothing", async () => {
    const at = services.time.now;
    await change(["read_orders", "read_fulfillments", "read_customers"], at);
    expect((await change(["read_orders"], at - 1000)).outcome).toBe("stale");
    expect((await stored()).entities).toBe('["orders","customers"]');
  });
  it("that grants what was missing clears the error", async () => {
    await services.ctx.db.write((tx) =>
      tx.update(
        "connections",
        { status: "error", status_reason: "scope_missing", granted_scopes: "read_orders", entities: '["orders"]' },
        { external_id: SHOP },
      ),
    );
    await change(["read_orders", "read_fulfillments"]);
    expect(await stored()).toMatchObject({ status: "active", status_reason: null });
  });
});

describe("shop/update", () => {
  it("brings the shop's facts up to date, newest last", async () => {
    const told = (name: string, triggeredAt: number) =>
      tell(stand, SHOP, { topic: "shop/update", event: { type: "shop_changed", name, currency: "EUR", country: "DE", timezone: null }, triggeredAt });
    const at = services.time.now;
    expect((await told("New name", at)).outcome).toBe("applied");
    expect((await told("Older name", at - 5000)).outcome).toBe("stale");
    expect((await told("New name", at + 1000)).outcome).toBe("unchanged");
    expect(await stored()).toMatchObject({ name: "New name", currency: "EUR", country: "DE", timezone: "America/New_York" });
  });
});
