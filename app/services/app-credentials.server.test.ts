import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readEnv } from "#app/lib/env.ts";
import { TEST_APP, testServices, type TestServices } from "../../tests/helpers/service-context.ts";
import { findAppByClientId, listVerificationSecrets, rememberEnvironmentApp, validSecrets } from "./app-credentials.server.ts";

let services: TestServices;
beforeEach(async () => {
  services = await testServices();
});
afterEach(() => services.close());

const envWith = (clientId: string, secret: string) =>
  readEnv({ ENCRYPTION_KEYS: `k1:${Buffer.alloc(32, 5).toString("base64")}`, SHOPIFY_API_KEY: clientId, SHOPIFY_API_SECRET: secret });

describe("app credentials", () => {
  it("has the environment's app as row one, its secret sealed", async () => {
    expect(await findAppByClientId(services.ctx, TEST_APP.clientId)).toMatchObject({
      channel: "shopify",
      secret: TEST_APP.secret,
      previousSecret: null,
      source: "environment",
    });
    const rows = await services.ctx.db.read.selectFrom("app_credentials").selectAll().execute();
    expect(JSON.stringify(rows)).not.toContain(TEST_APP.secret);
  });
  it("keeps the former secret valid after a rotation, and forgets it after the next", async () => {
    await rememberEnvironmentApp(services.ctx, envWith(TEST_APP.clientId, "second-secret"));
    expect(validSecrets((await findAppByClientId(services.ctx, TEST_APP.clientId))!)).toEqual(["second-secret", TEST_APP.secret]);
    await rememberEnvironmentApp(services.ctx, envWith(TEST_APP.clientId, "third-secret"));
    expect((await listVerificationSecrets(services.ctx)).map((one) => one.secret)).toEqual(["third-secret", "second-secret"]);
  });
  it("changes nothing when started again with the same", async () => {
    const before = await services.ctx.db.read.selectFrom("app_credentials").selectAll().execute();
    services.time.now += 1000;
    await rememberEnvironmentApp(services.ctx, envWith(TEST_APP.clientId, TEST_APP.secret));
    expect(await services.ctx.db.read.selectFrom("app_credentials").selectAll().execute()).toEqual(before);
  });
  it("takes another client id as another app: shops of both are verified", async () => {
    services.time.now += 1000;
    await rememberEnvironmentApp(services.ctx, envWith("other-client-id", "other-secret"));
    expect((await listVerificationSecrets(services.ctx)).map((one) => one.secret)).toEqual([TEST_APP.secret, "other-secret"]);
    expect(await listVerificationSecrets(services.ctx, "woocommerce")).toEqual([]);
    expect(await findAppByClientId(services.ctx, "nobody")).toBeNull();
  });
});
