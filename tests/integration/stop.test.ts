/** SIGTERM while a call to Shopify hangs: the process is gone in ten seconds, and what was in work is done by the next one. */
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, it } from "vitest";
import type { Database } from "#app/data/database.ts";
import { openDatabase } from "#app/data/open-database.server.ts";
import { readEnv } from "#app/lib/env.ts";
import { createLog } from "#app/lib/log.server.ts";
import { createSecretBox } from "#app/lib/secret-box.ts";
import { sessionOf, sessionStorageOf } from "#app/services/access-token.server.ts";
import type { ServiceContext } from "#app/services/context.server.ts";
import { insertConnection } from "../helpers/open-test-database.ts";
import { makeSecrets, startApp, type AppOptions, type RunningApp } from "../helpers/start-app.ts";
import { freshDataDir } from "../helpers/start-sandbox.ts";
import { createTestDatabase, type TestDatabase } from "../helpers/test-database.ts";
import { waitUntil } from "../helpers/wait-until.ts";

let test: TestDatabase;
let db: Database | undefined;
let app: RunningApp | undefined;
let shopify: Server | undefined;
afterEach(async () => {
  await app?.kill();
  shopify?.closeAllConnections();
  shopify?.close();
  await db?.close();
  await test.drop();
});

it("does not wait for a call that hangs, and loses nothing of it", async () => {
  let isHanging = true;
  const waiting: ServerResponse[] = [];
  const server = createServer((_request, response) => {
    if (isHanging) return void waiting.push(response);
    response
      .writeHead(200, { "content-type": "application/json" })
      .end('{"data":{"order":null,"locations":{"nodes":[],"pageInfo":{"hasNextPage":false,"endCursor":null}}}}');
  });
  shopify = server;
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const dataDir = freshDataDir();
  test = await createTestDatabase(dataDir);
  const options: AppOptions = {
    dataDir,
    databaseUrl: test.url,
    secrets: makeSecrets(),
    shopify: {
      apiKey: "stop-client-id",
      apiSecret: "stop-client-secret",
      sandboxOrigin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    },
  };
  app = await startApp(options);
  const stored = (db = openDatabase(test.url));
  const { connectionId, merchantId, shop } = await insertConnection(stored, "slow");
  const credential = await stored.read.selectFrom("app_credentials").select("id").executeTakeFirstOrThrow();
  const ctx = {
    db: stored,
    box: createSecretBox(readEnv({ ENCRYPTION_KEYS: options.secrets.ENCRYPTION_KEYS }).ENCRYPTION_KEYS),
    clock: Date.now,
    log: createLog("silent"),
  } as unknown as ServiceContext;
  await sessionStorageOf(ctx, credential.id).storeSession(
    sessionOf(
      shop,
      { accessToken: "shpat_of_the_stop_test", scope: "read_orders", expiresIn: 3600, refreshToken: null, refreshTokenExpiresIn: null },
      Date.now(),
    ),
  );
  const now = Date.now();
  await stored.write(async (tx) => {
    await tx.update("connections", { credential_id: credential.id, entities: "[]" }, { id: connectionId });
    await tx.insert("sync_queue", {
      id: "syn_slow",
      merchant_id: merchantId,
      connection_id: connectionId,
      entity_type: "order",
      entity_id: "1",
      action: "read",
      direction: "inbound",
      status: "pending",
      next_attempt_at: now - 60_000,
      cause: "delivery:1",
      dedupe_key: "slow",
      payload: "{}",
      created_at: now,
      updated_at: now,
    });
  });
  await waitUntil("the call hangs", () => waiting.length > 0, { timeoutMs: 60_000 });

  const asked = performance.now();
  expect(await app.stop()).toBe(0);
  expect(performance.now() - asked).toBeLessThan(10_000);
  await expect(fetch(`${app.url}/healthz`)).rejects.toThrow();

  isHanging = false;
  app = await startApp(options);
  const status = async () =>
    (await stored.read.selectFrom("sync_queue").select("status").where("id", "=", "syn_slow").executeTakeFirstOrThrow()).status;
  await waitUntil("the next process has done it", async () => (await status()) === "completed", { timeoutMs: 60_000 });
});
