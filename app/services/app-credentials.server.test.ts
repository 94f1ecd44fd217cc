import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readEnv } from "#app/lib/env.ts";
import { createLog } from "#app/lib/log.server.ts";
import { createSecretBox } from "#app/lib/secret-box.ts";
import { TEST_APP, testServices, type TestServices } from "../../tests/helpers/service-context.ts";
import {
  findAppByClientId,
  forgetAppCredentials,
  listVerificationSecrets,
  readKnownApps,
  rememberEnvironmentApp,
  validSecrets,
} from "./app-credentials.server.ts";

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

describe("an app sealed with a key that is gone", () => {
  const gone = createSecretBox([{ id: "gone", key: Buffer.alloc(32, 9) }]);
  const sealElsewhere = (clientId: string, column: "secret_encrypted" | "previous_encrypted" = "secret_encrypted") =>
    services.ctx.db.write((tx) =>
      tx.update("app_credentials", { [column]: gone.seal("unknown-secret", `app:${clientId}`) }, { client_id: clientId }),
    );
  beforeEach(async () => {
    services.time.now += 1000;
    await rememberEnvironmentApp(services.ctx, envWith("other-client-id", "other-secret"));
    await sealElsewhere("other-client-id");
    forgetAppCredentials(services.ctx.db);
  });

  it("costs only itself: the others' deliveries are verified, and the log says so", async () => {
    const lines: string[] = [];
    const ctx = { ...services.ctx, log: createLog("info", { write: (line) => void lines.push(line) }) };
    expect((await listVerificationSecrets(ctx)).map((one) => one.secret)).toEqual([TEST_APP.secret]);
    expect(await findAppByClientId(ctx, "other-client-id")).toBeNull();
    expect(lines.map((line) => JSON.parse(line) as object)).toEqual([expect.objectContaining({ level: "error", error: "SecretBoxError" })]);
    expect((await readKnownApps(ctx)).unreadable).toEqual([expect.objectContaining({ clientId: "other-client-id" })]);
  });
  it("with its former secret only, keeps the current one", async () => {
    await rememberEnvironmentApp(services.ctx, envWith(TEST_APP.clientId, "second-secret"));
    await sealElsewhere(TEST_APP.clientId, "previous_encrypted");
    forgetAppCredentials(services.ctx.db);
    expect((await listVerificationSecrets(services.ctx)).map((one) => one.secret)).toEqual(["second-secret"]);
  });
  it("verifies nothing when no app can be opened", async () => {
    await sealElsewhere(TEST_APP.clientId);
    forgetAppCredentials(services.ctx.db);
    await expect(listVerificationSecrets(services.ctx)).rejects.toThrow("no app's secret can be opened");
    expect(await listVerificationSecrets(services.ctx, "woocommerce")).toEqual([]);
  });
});
