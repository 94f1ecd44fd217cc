/** The app's services in the test's own process, on the database and sandbox of a stand whose app runs in other processes. */
import { openDatabase } from "#app/data/open-database.server.ts";
import type { Connection } from "#app/data/connections.server.ts";
import { findConnectionByAccount } from "#app/data/system/connections.server.ts";
import { readEnv } from "#app/lib/env.ts";
import { createLog } from "#app/lib/log.server.ts";
import { createSecretBox } from "#app/lib/secret-box.ts";
import { openQueue } from "#app/queue/open-queue.server.ts";
import { connectFromSessionToken } from "#app/services/connect-from-session-token.server.ts";
import type { ConnectedShop } from "#app/services/connect-shop.server.ts";
import type { ServiceContext } from "#app/services/context.server.ts";
import { redirectingFetch } from "../../sandbox/redirect.ts";
import type { Stand } from "./start-stand.ts";

export interface StandServices {
  ctx: ServiceContext;
  /** Moves this process' clock on, in milliseconds; the sandbox's stays. */
  clock: { ahead: number };
  /** What the app does when a merchant opens it. */
  open(shop: string): Promise<ConnectedShop>;
  stored(shop: string): Promise<Connection>;
  /** The hub status and other columns of an order by its Shopify id. */
  hasOrder(externalId: string): Promise<boolean>;
  close(): Promise<void>;
}

export async function standServices(stand: Stand): Promise<StandServices> {
  const db = openDatabase(stand.database.url);
  const clock = { ahead: 0 };
  const now = () => Date.now() + clock.ahead;
  const queue = await openQueue({ db, clock: now, workerId: "test", onError: () => undefined });
  const { ENCRYPTION_KEYS: keys } = readEnv({ ...stand.secrets });
  const ctx: ServiceContext = {
    db,
    queue,
    box: createSecretBox(keys),
    clock: now,
    log: createLog("silent"),
    fetch: redirectingFetch(fetch, stand.sandbox.origin),
    appUrl: stand.appUrl,
    reach: { loopback: true },
  };
  return {
    ctx,
    clock,
    async open(shop) {
      const { session_token } = await stand.sandbox.call<{ session_token: string }>("POST", "/sandbox/session-tokens", { shop });
      const connected = await connectFromSessionToken(ctx, session_token);
      if (!connected.ok) throw new Error(connected.error.message);
      return connected.value;
    },
    async stored(shop) {
      const connection = await findConnectionByAccount(db, "shopify", shop);
      if (!connection) throw new Error(`no connection for ${shop}`);
      return connection;
    },
    async hasOrder(externalId) {
      return (await db.read.selectFrom("orders").select("id").where("external_id", "=", externalId).executeTakeFirst()) !== undefined;
    },
    close: () => db.close(),
  };
}
