import { createHmac } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { seedShops } from "../shop/seed.ts";
import { authenticateToken } from "./installs.ts";
import { uninstallApp } from "./lifecycle.ts";
import { installRoutes } from "./routes.ts";
import { mintSessionToken } from "./session-token.ts";
import { DEMO_SHOP, EMPTY_SHOP } from "./tables.ts";
import { createTestContext, TEST_START } from "./test-context.ts";
import type { TestContext } from "./test-context.ts";

const OFFLINE = "urn:shopify:params:oauth:token-type:offline-access-token";
const ONLINE = "urn:shopify:params:oauth:token-type:online-access-token";

let sandbox: TestContext;
beforeEach(() => {
  sandbox = createTestContext(installRoutes);
  seedShops(sandbox.ctx);
});
afterEach(() => sandbox.remove());

interface Answer {
  status: number;
  body: Record<string, unknown>;
}

async function askToken(fields: Record<string, string>, shop = DEMO_SHOP, as: "json" | "form" = "json"): Promise<Answer> {
  const credentials = { client_id: sandbox.ctx.clientId, client_secret: sandbox.ctx.clientSecret };
  const options = { [as]: { ...credentials, ...fields }, headers: { "x-sandbox-shop": shop } };
  return (await sandbox.call("POST", "/admin/oauth/access_token", options)) as Answer;
}

function exchange(fields: Record<string, string> = {}, shop = DEMO_SHOP, as: "json" | "form" = "json"): Promise<Answer> {
  return askToken(
    {
      grant_type: "urn:ietf:params:oauth:grant-type:token-exchange",
      subject_token: mintSessionToken(sandbox.ctx, shop),
      subject_token_type: "urn:ietf:params:oauth:token-type:id_token",
      requested_token_type: OFFLINE,
      expiring: "1",
      ...fields,
    },
    shop,
    as,
  );
}

function refresh(token: unknown, shop = DEMO_SHOP): Promise<Answer> {
  return askToken({ grant_type: "refresh_token", refresh_token: String(token) }, shop);
}

function isAccepted(token: unknown): boolean {
  return authenticateToken(sandbox.ctx, String(token)) !== null;
}

describe("token exchange", () => {
  it.each(["json", "form"] as const)("gives an expiring offline token for a %s body", async (as) => {
    const { status, body } = await exchange({}, DEMO_SHOP, as);
    expect(status).toBe(200);
    expect(body).toMatchObject({ expires_in: 3600, refresh_token_expires_in: 7_776_000 });
    expect(body["scope"]).toBe("read_orders,read_fulfillments,read_customers,read_products,read_inventory,read_locations");
    expect(authenticateToken(sandbox.ctx, String(body["access_token"]))).toMatchObject({ shop: DEMO_SHOP, kind: "offline", expiring: true });
  });

  it("gives a lasting offline token without expiring=1, and changes it once for an expiring one", async () => {
    const lasting = await exchange({ expiring: "0" });
    expect(lasting.body).not.toHaveProperty("refresh_token");
    const migrate = { subject_token: String(lasting.body["access_token"]), subject_token_type: OFFLINE };
    expect((await exchange(migrate)).body).toHaveProperty("refresh_token");
    expect(isAccepted(lasting.body["access_token"])).toBe(false);
    expect((await exchange(migrate)).status).toBe(400);
  });

  it("gives an online token with the staff member", async () => {
    const { body } = await exchange({ requested_token_type: ONLINE });
    expect(body).toMatchObject({ expires_in: 86_399, associated_user: { account_owner: true } });
    expect(body).not.toHaveProperty("refresh_token");
  });

  it("refuses a token that expired, is not yet valid, is another shop's, another app's or changed", async () => {
    const good = mintSessionToken(sandbox.ctx, DEMO_SHOP);
    const changed = resign({ dest: `https://${EMPTY_SHOP}` }, "wrong secret");
    for (const subject_token of [
      mintSessionToken(sandbox.ctx, EMPTY_SHOP),
      changed,
      `${good}x`,
      "",
      "a.b.c",
      resign({ aud: "another app" }),
      resign({ nbf: TEST_START / 1000 + 60 }),
      resign({ exp: TEST_START / 1000 - 60 }),
    ])
      expect(await exchange({ subject_token })).toMatchObject({ status: 400, body: { error: "invalid_subject_token" } });
    sandbox.advance(120);
    expect(await exchange({ subject_token: good })).toMatchObject({ status: 400, body: { error: "invalid_subject_token" } });
  });

  it("refuses a wrong client, and a shop that has not installed the app", async () => {
    expect(await exchange({ client_secret: "shpss_wrong" })).toMatchObject({ status: 401, body: { error: "invalid_client" } });
    expect(await exchange({ client_id: "wrong" })).toMatchObject({ status: 401, body: { error: "invalid_client" } });
    expect(await exchange({}, EMPTY_SHOP)).toMatchObject({ status: 400, body: { error: "app_not_installed" } });
  });

  function resign(claims: object, secret = sandbox.ctx.clientSecret): string {
    const [header, payload] = mintSessionToken(sandbox.ctx, DEMO_SHOP).split(".") as [string, string];
    const original = JSON.parse(Buffer.from(payload, "base64url").toString()) as object;
    const signed = `${header}.${Buffer.from(JSON.stringify({ ...original, ...claims })).toString("base64url")}`;
    return `${signed}.${createHmac("sha256", secret).update(signed).digest("base64url")}`;
  }
});

describe("lifetimes", () => {
  it("ends an access token after its time, an hour or as set", async () => {
    const first = (await exchange()).body["access_token"];
    sandbox.advance(3599);
    expect(isAccepted(first)).toBe(true);
    sandbox.advance(1);
    expect(isAccepted(first)).toBe(false);

    await sandbox.call("POST", `/sandbox/shops/${DEMO_SHOP}/settings`, { json: { access_token_ttl_s: 5 } });
    const short = await exchange();
    expect(short.body["expires_in"]).toBe(5);
    sandbox.advance(6);
    expect(isAccepted(short.body["access_token"])).toBe(false);
  });

  it("ends a refresh token after 90 days", async () => {
    const { body } = await exchange();
    sandbox.advance(90 * 86_400);
    expect(await refresh(body["refresh_token"])).toMatchObject({ status: 400, body: { error: "invalid_grant" } });
  });

  it("takes everything back at uninstall", async () => {
    const { body } = await exchange();
    uninstallApp(sandbox.ctx, DEMO_SHOP);
    expect(isAccepted(body["access_token"])).toBe(false);
    expect(await refresh(body["refresh_token"])).toMatchObject({ status: 400, body: { error: "app_not_installed" } });
    await sandbox.call("POST", "/store/demo-shop/install");
    expect(await refresh(body["refresh_token"])).toMatchObject({ status: 400, body: { error: "invalid_grant" } });
    expect(isAccepted(body["access_token"])).toBe(false);
  });
});

describe("refresh token rotation", () => {
  it("gives a new pair; the old refresh token stays good until the new one is used", async () => {
    const first = (await exchange()).body;
    const lostAnswer = (await refresh(first["refresh_token"])).body;
    const second = (await refresh(first["refresh_token"])).body;
    expect(new Set([first["refresh_token"], lostAnswer["refresh_token"], second["refresh_token"]]).size).toBe(3);
    expect(isAccepted(second["access_token"])).toBe(true);

    expect((await refresh(second["refresh_token"])).status).toBe(200);
    for (const retired of [first, lostAnswer])
      expect(await refresh(retired["refresh_token"])).toMatchObject({ status: 400, body: { error: "invalid_grant" } });
  });

  it("lets a used one be retried for 30 days only", async () => {
    const { body } = await exchange();
    await refresh(body["refresh_token"]);
    sandbox.advance(30 * 86_400 - 1);
    expect((await refresh(body["refresh_token"])).status).toBe(200);
    sandbox.advance(1);
    expect((await refresh(body["refresh_token"])).status).toBe(400);
  });

  it("refuses an unknown token and another shop's", async () => {
    expect((await refresh("shprt_unknown")).status).toBe(400);
    await sandbox.call("POST", "/store/empty-shop/install");
    const { body } = await exchange();
    expect((await refresh(body["refresh_token"], EMPTY_SHOP)).status).toBe(400);
  });
});
