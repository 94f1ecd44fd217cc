/** What services work with, for tests: a fresh database, a clock that stands still until moved, and a Shopify on 127.0.0.1. */
import type { JobId } from "#app/queue/lane.ts";
import type { Queue } from "#app/queue/queue.ts";
import type { ServiceContext } from "#app/services/context.server.ts";
import { sessionOf, sessionStorageOf } from "#app/services/access-token.server.ts";
import { findAppByClientId, rememberEnvironmentApp } from "#app/services/app-credentials.server.ts";
import type { Connection } from "#app/data/connections.server.ts";
import { findConnectionByAccount } from "#app/data/system/connections.server.ts";
import { readEnv } from "#app/lib/env.ts";
import { createLog } from "#app/lib/log.server.ts";
import { createSecretBox } from "#app/lib/secret-box.ts";
import { openTestDatabase, insertConnection } from "./open-test-database.ts";
import { startFakeShopify, type FakeShopify } from "./fake-shopify.ts";

export const TEST_APP = { clientId: "test-client-id", secret: "test-client-secret" };

export interface TestServices {
  ctx: ServiceContext;
  databaseUrl: string;
  shopify: FakeShopify;
  /** Epoch ms; add to it to let time pass. */
  time: { now: number };
  /** Ids that were announced to the queue. */
  scheduled: JobId[];
  /** A connected shop with a stored session that lives for `expiresIn` seconds. */
  connect(name: string, expiresIn?: number): Promise<Connection>;
  close(): Promise<void>;
}

export async function testServices(): Promise<TestServices> {
  const { db, close, test } = await openTestDatabase();
  const shopify = await startFakeShopify();
  const time = { now: Date.UTC(2026, 10, 21, 9, 0, 0) };
  const scheduled: JobId[] = [];
  const queue: Queue = {
    schedule: (_tx, _lane, ids) => Promise.resolve(void scheduled.push(...ids)),
    wake: () => undefined,
    start: () => Promise.resolve(),
    stop: () => Promise.resolve(),
  };
  const ctx: ServiceContext = {
    db,
    queue,
    box: createSecretBox([{ id: "k1", key: Buffer.alloc(32, 5) }]),
    clock: () => time.now,
    log: createLog("silent"),
    fetch: shopify.fetch,
    appUrl: "https://app.example.com",
  };
  const env = {
    ENCRYPTION_KEYS: `k1:${Buffer.alloc(32, 5).toString("base64")}`,
    SHOPIFY_API_KEY: TEST_APP.clientId,
    SHOPIFY_API_SECRET: TEST_APP.secret,
  };
  await rememberEnvironmentApp(ctx, readEnv(env));
  const app = (await findAppByClientId(ctx, TEST_APP.clientId))!;
  return {
    ctx,
    shopify,
    time,
    scheduled,
    databaseUrl: test.url,
    async connect(name, expiresIn = 3600) {
      const { connectionId, shop } = await insertConnection(db, name);
      await db.write((tx) => tx.update("connections", { credential_id: app.id }, { id: connectionId }));
      const grant = { accessToken: "shpat_first", scope: "read_orders", expiresIn, refreshToken: "shprt_first", refreshTokenExpiresIn: 7_776_000 };
      await sessionStorageOf(ctx, app.id).storeSession(sessionOf(shop, grant, time.now));
      return (await findConnectionByAccount(db, "shopify", shop))!;
    },
    async close() {
      await shopify.close();
      await close();
    },
  };
}
