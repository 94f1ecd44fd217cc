/** Connects the sandbox's demo shop to a running stand, as its merchant would by installing: token exchange and the choice of entities. */
import { openDatabase } from "#app/data/open-database.server.ts";
import type { Database } from "#app/data/database.ts";
import { systemClock } from "#app/lib/clock.ts";
import { readEnv } from "#app/lib/env.ts";
import { newId } from "#app/lib/ids.ts";
import { createLog } from "#app/lib/log.server.ts";
import { createSecretBox } from "#app/lib/secret-box.ts";
import { openQueue } from "#app/queue/open-queue.server.ts";
import { chooseEntities } from "#app/services/choose-entities.server.ts";
import { connectFromSessionToken } from "#app/services/connect-from-session-token.server.ts";
import type { ServiceContext } from "#app/services/context.server.ts";
import { registerAllWebhooks } from "#app/services/register-webhooks.server.ts";
import { redirectingFetch } from "../../sandbox/redirect.ts";
import type { Stand } from "./start-stand.ts";

export const DEMO_SHOP = "demo-shop.myshopify.com";

export interface ConnectedDemoShop {
  ctx: ServiceContext;
  db: Database;
  connectionId: string;
  merchantId: string;
  close(): Promise<void>;
}

/** @param register also register the webhooks, so that the sandbox delivers by itself */
export async function connectDemoShop(stand: Stand, { register = false } = {}): Promise<ConnectedDemoShop> {
  const db = openDatabase(stand.database.url);
  const queue = await openQueue({ db, clock: systemClock, workerId: newId("tst"), onError: () => undefined });
  const env = readEnv({ ...stand.secrets });
  const ctx: ServiceContext = {
    db,
    queue,
    box: createSecretBox(env.ENCRYPTION_KEYS),
    clock: systemClock,
    log: createLog("silent"),
    fetch: redirectingFetch(globalThis.fetch, stand.sandbox.origin),
    appUrl: stand.appUrl,
    reach: { loopback: true },
  };
  const { session_token } = await stand.sandbox.call<{ session_token: string }>("POST", "/sandbox/session-tokens", { shop: DEMO_SHOP });
  const connected = await connectFromSessionToken(ctx, session_token);
  if (!connected.ok) throw new Error(connected.error.message);
  const chosen = await chooseEntities(ctx, connected.value.connection, ["orders", "customers", "products", "inventory"]);
  if (!chosen.ok) throw new Error(chosen.error.message);
  if (register) {
    const registered = await registerAllWebhooks(ctx, chosen.value);
    if (!registered.ok) throw new Error(registered.error.map((topic) => topic.message).join("; "));
  }
  return { ctx, db, connectionId: chosen.value.id, merchantId: chosen.value.merchant_id, close: () => db.close() };
}
