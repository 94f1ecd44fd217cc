import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { adminRoutes } from "../admin/routes.ts";
import { seedShops } from "../shop/seed.ts";
import { listWebhooks } from "../webhooks/queue.ts";
import { readAppScopes } from "./app-config.ts";
import { authenticateToken, getInstall, getShopSettings } from "./installs.ts";
import { installRoutes } from "./routes.ts";
import { DEMO_SHOP, EMPTY_SHOP } from "./tables.ts";
import { createTestContext } from "./test-context.ts";
import type { TestContext } from "./test-context.ts";
import { issueLastingOfflineToken } from "./tokens.ts";

const REQUIRED = ["read_orders", "read_fulfillments"];
const OPTIONAL = ["read_customers", "read_products", "read_inventory", "read_locations"];

let sandbox: TestContext;
beforeEach(() => {
  sandbox = createTestContext([...installRoutes, ...adminRoutes]);
  seedShops(sandbox.ctx);
});
afterEach(() => sandbox.remove());

const post = (path: string, json: object = {}) => sandbox.call("POST", path, { json });
const queued = (shop: string) =>
  listWebhooks(sandbox.ctx, { shop }).map(({ topic, due_at, body }) => ({
    topic,
    inHours: (due_at - sandbox.ctx.now()) / 3_600_000,
    body: JSON.parse(body) as Record<string, unknown>,
  }));

describe("the first start", () => {
  it("has the app on the demo shop with every scope, and not on the empty shop", () => {
    expect(getInstall(sandbox.ctx, DEMO_SHOP)).toMatchObject({ installed: true, granted: [...REQUIRED, ...OPTIONAL] });
    expect(getInstall(sandbox.ctx, EMPTY_SHOP)).toMatchObject({ installed: false, granted: [] });
    expect(getInstall(sandbox.ctx, "nobody.myshopify.com")).toBeNull();
  });

  it("reads the scopes that shopify.app.toml declares", () => {
    expect(readAppScopes("shopify.app.toml")).toEqual({ required: REQUIRED, optional: OPTIONAL });
  });
});

describe("install", () => {
  it("asks in plain words, grants the required scopes only, and opens the app", async () => {
    expect(await sandbox.call("GET", "/store/empty-shop")).toMatchObject({ status: 303, headers: { location: "/store/empty-shop/install" } });
    const page = await sandbox.call("GET", "/store/empty-shop/install");
    expect(page.body).toContain("View orders");
    expect(page.body).not.toContain("View customers");
    expect(await sandbox.call("POST", "/store/empty-shop/install")).toMatchObject({
      status: 303,
      headers: { location: "/store/empty-shop/apps/crossdock" },
    });
    expect(getInstall(sandbox.ctx, EMPTY_SHOP)!.granted).toEqual(REQUIRED);
    expect(await sandbox.call("GET", "/store/empty-shop")).toMatchObject({ status: 200 });
  });

  it.each([
    ["/store/empty-shop/oauth/install?client_id=", {}],
    ["/admin/oauth/install?client_id=", { "x-sandbox-shop": EMPTY_SHOP }],
    [`/admin/oauth/authorize?shop=${EMPTY_SHOP}&client_id=`, {}],
  ])("is reached from outside by %s", async (path, headers) => {
    expect(await sandbox.call("GET", path + sandbox.ctx.clientId, { headers })).toMatchObject({
      status: 303,
      headers: { location: "/store/empty-shop/install" },
    });
    expect(await sandbox.call("GET", `${path}wrong`, { headers })).toMatchObject({ status: 400 });
  });

  it("says so for a shop that does not exist, and shows nothing a shop's name could smuggle in", async () => {
    expect(await sandbox.call("GET", "/store/nobody/install")).toMatchObject({ status: 404 });
    const page = await sandbox.call("GET", "/store/demo-shop/apps/crossdock/%22%3E%3Cscript%3Ealert(1)%3C/script%3E");
    expect(page.body).not.toContain("<script>alert");
  });
});

describe("scopes", () => {
  it("asks for consent first when the app requires more than was granted", async () => {
    expect(await sandbox.call("GET", "/store/demo-shop")).toMatchObject({ status: 200 });
    const folder = mkdtempSync(join(tmpdir(), "crossdock-toml-"));
    try {
      const toml = join(folder, "shopify.app.toml");
      copyFileSync("shopify.app.toml", toml);
      writeFileSync(toml, readFileSync(toml, "utf8").replace('scopes = "read_orders,', 'scopes = "read_orders, write_products,'));
      sandbox.ctx.appTomlPath = toml;
      expect(await sandbox.call("GET", "/store/demo-shop")).toMatchObject({ status: 303, headers: { location: "/store/demo-shop/install" } });
      const page = await sandbox.call("GET", "/store/demo-shop/install");
      expect(page.body).toContain("View and edit products");
      expect(page.body).not.toContain("View orders");
      await sandbox.call("POST", "/store/demo-shop/install");
      expect(await sandbox.call("GET", "/store/demo-shop")).toMatchObject({ status: 200 });
      expect(queued(DEMO_SHOP)).toMatchObject([
        { topic: "app/scopes_update", body: { previous: [...REQUIRED, ...OPTIONAL], current: [...REQUIRED, ...OPTIONAL, "write_products"] } },
      ]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("grants and revokes optional ones, and tells the app each time", async () => {
    expect((await post("/store/demo-shop/scopes", { revoke: ["read_customers"] })).body).toMatchObject({ required: REQUIRED, optional: OPTIONAL });
    expect(getInstall(sandbox.ctx, DEMO_SHOP)!.granted).not.toContain("read_customers");
    await post("/store/demo-shop/scopes", { grant: ["read_customers"] });
    await post("/store/demo-shop/scopes", { grant: ["read_customers"] });
    expect(queued(DEMO_SHOP).map(({ topic }) => topic)).toEqual(["app/scopes_update", "app/scopes_update"]);
    expect(await post("/store/demo-shop/scopes", { revoke: ["read_orders"] })).toMatchObject({ status: 422 });
    expect(await post("/store/demo-shop/scopes", { grant: ["write_orders"] })).toMatchObject({ status: 422 });
    expect(await post("/store/empty-shop/scopes", { grant: ["read_customers"] })).toMatchObject({ status: 409 });
  });

  it("apply to tokens already issued", async () => {
    const { access_token: token } = issueLastingOfflineToken(sandbox.ctx, DEMO_SHOP);
    await post("/store/demo-shop/scopes", { revoke: ["read_products"] });
    expect(authenticateToken(sandbox.ctx, token)!.scopes).not.toContain("read_products");
  });
});

describe("uninstall", () => {
  it("ends access, removes the API's subscriptions, and says so now and, for the data, after 48 hours", async () => {
    sandbox.ctx.db
      .prepare(
        "INSERT INTO webhook_subscription VALUES ('1', ?, 'orders/create', 'http://127.0.0.1:3000/webhooks/shopify', 'JSON', '[]', NULL, 0, 0)",
      )
      .run(DEMO_SHOP);
    await post("/store/demo-shop/uninstall");
    expect(getInstall(sandbox.ctx, DEMO_SHOP)).toMatchObject({ installed: false, granted: [] });
    expect(sandbox.ctx.db.prepare("SELECT count(*) AS n FROM webhook_subscription WHERE shop = ?").get(DEMO_SHOP)).toEqual({ n: 0 });
    expect(queued(DEMO_SHOP)).toMatchObject([
      { topic: "shop/redact", inHours: 48, body: { shop_domain: DEMO_SHOP } },
      { topic: "app/uninstalled", inHours: 0, body: { myshopify_domain: DEMO_SHOP } },
    ]);
    expect(await post("/store/demo-shop/uninstall")).toMatchObject({ status: 409 });
  });

  it("sends the redact early when asked, once", async () => {
    await post("/store/demo-shop/uninstall");
    expect((await post(`/sandbox/shops/${DEMO_SHOP}/redact-now`)).body).toMatchObject({ webhooks: [{ topic: "shop/redact" }] });
    expect(queued(DEMO_SHOP).filter(({ topic }) => topic === "shop/redact")).toMatchObject([{ inHours: 0 }]);
  });

  it("forgets the redact when the shop comes back before it", async () => {
    await post("/store/demo-shop/uninstall");
    await sandbox.call("POST", "/store/demo-shop/install");
    expect(queued(DEMO_SHOP).map(({ topic }) => topic)).toEqual(["app/uninstalled"]);
  });
});

describe("shop settings", () => {
  it("keep what was not named, and write the approval into the shop itself", async () => {
    const path = `/sandbox/shops/${DEMO_SHOP}/settings`;
    await post(path, { access_token_ttl_s: 60 });
    await post(path, { protected_customer_data: false });
    expect(getShopSettings(sandbox.ctx, DEMO_SHOP)).toMatchObject({
      access_token_ttl_s: 60,
      protected_customer_data: false,
      session_token_ttl_s: 60,
    });
    await post(path, { access_token_ttl_s: null });
    expect(getShopSettings(sandbox.ctx, DEMO_SHOP).access_token_ttl_s).toBe(3600);
    expect(await post(path, { access_token_ttl: 60 })).toMatchObject({ status: 422 });
    expect(await post(path, { access_token_ttl_s: "60" })).toMatchObject({ status: 422 });
    expect(await post("/sandbox/shops/nobody/settings", {})).toMatchObject({ status: 404 });
  });
});

describe("session tokens", () => {
  it("are minted for shops of this sandbox only", async () => {
    const { body } = (await post("/sandbox/session-tokens", { shop: DEMO_SHOP })) as { body: { session_token: string } };
    const claims = JSON.parse(Buffer.from(body.session_token.split(".")[1]!, "base64url").toString()) as Record<string, number>;
    expect(claims).toMatchObject({ iss: `https://${DEMO_SHOP}/admin`, dest: `https://${DEMO_SHOP}`, aud: sandbox.ctx.clientId });
    expect(claims["exp"]! - claims["iat"]!).toBe(60);
    expect(await post("/sandbox/session-tokens", { shop: "nobody.myshopify.com" })).toMatchObject({ status: 404 });
    expect(await post("/sandbox/session-tokens", {})).toMatchObject({ status: 422 });
  });
});
