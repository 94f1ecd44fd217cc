/**
 * The whole of the bridge as merchants have it: a real WordPress with the real WooCommerce and our plugin, a real hub process, paired by
 * a code, with a line between them that tests can cut. WP-Cron is off: what happens, happens on visits.
 */
import type { Database } from "#app/data/database.ts";
import { openDatabase } from "#app/data/open-database.server.ts";
import { systemClock } from "#app/lib/clock.ts";
import { readEnv } from "#app/lib/env.ts";
import { newId } from "#app/lib/ids.ts";
import { createLog } from "#app/lib/log.server.ts";
import { createSecretBox } from "#app/lib/secret-box.ts";
import { openQueue } from "#app/queue/open-queue.server.ts";
import { createPairingCode } from "#app/services/bridge/pairing-code.server.ts";
import type { ServiceContext } from "#app/services/context.server.ts";
import { freePort } from "../helpers/free-port.ts";
import { makeSecrets, startApp } from "../helpers/start-app.ts";
import type { AppOptions, RunningApp } from "../helpers/start-app.ts";
import { freshDataDir } from "../helpers/start-sandbox.ts";
import { createTestDatabase } from "../helpers/test-database.ts";
import { waitUntil } from "../helpers/wait-until.ts";
import { startWordPress } from "../wordpress/start-wordpress.ts";
import type { WordPressOptions, WordPressSite } from "../wordpress/start-wordpress.ts";
import { isHpos } from "./hpos.ts";
import { openStore } from "./store.ts";
import type { Store } from "./store.ts";
import { startWire } from "./wire.ts";
import type { Wire } from "./wire.ts";

export const MERCHANT = "mer_example";

export interface BridgeStand {
  site: WordPressSite;
  store: Store;
  wire: Wire;
  db: Database;
  ctx: ServiceContext;
  connectionId: string;
  hub: { start(): Promise<void>; stop(): Promise<void> };
  /** Visits the shop until all that happened there is with the hub, and the hub has worked it off. Nothing else moves it. */
  settle(timeoutMs?: number): Promise<void>;
  /** One visit by a customer. */
  visit(): Promise<void>;
  close(): Promise<void>;
}

export async function startBridgeStand(options: WordPressOptions = {}): Promise<BridgeStand> {
  const dataDir = freshDataDir();
  const hubPort = await freePort();
  const wire = await startWire(`http://127.0.0.1:${hubPort}`);
  const database = await createTestDatabase(dataDir);
  const db = openDatabase(database.url);
  const secrets = makeSecrets();
  const app: AppOptions = {
    dataDir,
    port: hubPort,
    appUrl: wire.url,
    databaseUrl: database.url,
    secrets,
    // Nobody is there: the bridge needs no Shopify.
    shopify: { apiKey: "bridge-client-id", apiSecret: "bridge-client-secret", sandboxOrigin: "http://127.0.0.1:9" },
  };
  const ctx: ServiceContext = {
    db,
    queue: await openQueue({ db, clock: systemClock, workerId: newId("tst"), onError: () => undefined }),
    box: createSecretBox(readEnv({ ...secrets }).ENCRYPTION_KEYS),
    clock: systemClock,
    log: createLog("silent"),
    fetch: globalThis.fetch,
    appUrl: wire.url,
  };
  let running: RunningApp | undefined;
  const site = await startWordPress({ database: "mariadb", woocommerce: true, hpos: isHpos, plugin: true, wpCron: false, ...options });
  const close = async (): Promise<void> => {
    await site.stop();
    await running?.kill();
    await wire.close();
    await db.close();
    await database.drop();
  };
  try {
    await db.write((tx) =>
      tx.insert("merchants", { id: MERCHANT, name: "Example", country: "US", currency: "USD", timezone: "UTC", created_at: 1, updated_at: 1 }),
    );
    running = await startApp(app);
    const { code } = await createPairingCode(ctx, MERCHANT);
    const paired = await site.php(PAIR, { env: { PAIRING_CODE: code, HUB_URL: wire.url } });
    const connection = await db.read.selectFrom("connections").selectAll().where("channel", "=", "woocommerce").executeTakeFirst();
    if (!connection) throw new Error(`The site was not paired: ${paired}\n${site.logs().slice(-2000)}`);
    const store = await openStore(site);
    const visit = async (): Promise<void> => {
      const response = await fetch(`${site.url}/?visit=${newId("tst")}`);
      await response.body?.cancel();
    };
    return {
      site,
      store,
      wire,
      db,
      ctx,
      connectionId: connection.id,
      hub: {
        async start() {
          running = await startApp(app);
        },
        async stop() {
          await running?.stop();
          running = undefined;
        },
      },
      visit,
      settle: (timeoutMs = 60_000) => settle({ site, db, visit }, timeoutMs),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** As the admin page does it: the yes first, then the code. */
const PAIR = `\\Crossdock\\Site\\Consent::give(1);
  $result = \\Crossdock\\Plugin::instance()->get(\\Crossdock\\Bridge\\Pairing::class)->pair(getenv("PAIRING_CODE"), getenv("HUB_URL"));
  echo wp_json_encode($result);`;

const OPEN = ["pending", "processing", "failed"];

/** What to look at when events stay in the shop. */
const TRACES = [
  "SELECT entity, entity_id, kind, origin, attempts, ready_at, UNIX_TIMESTAMP() AS now, last_error FROM wp_crossdock_dirty LIMIT 5",
  "SELECT seq, topic, status, attempts, last_error FROM wp_crossdock_outbox WHERE status <> 'sent' LIMIT 5",
  "SELECT name, value FROM wp_crossdock_state",
];

async function settle({ site, db, visit }: Pick<BridgeStand, "site" | "db" | "visit">, timeoutMs: number): Promise<void> {
  const waiting = (): { dirty: number; pending: number } => {
    const [row] = site.query(
      "SELECT (SELECT COUNT(*) FROM wp_crossdock_dirty) AS dirty, (SELECT COUNT(*) FROM wp_crossdock_outbox WHERE status <> 'sent') AS pending",
    );
    return { dirty: Number(row?.["dirty"]), pending: Number(row?.["pending"]) };
  };
  const openOnHub = async (): Promise<number> =>
    Number((await db.read.selectFrom("deliveries").select(db.read.fn.countAll().as("n")).where("status", "in", OPEN).executeTakeFirstOrThrow()).n);
  await waitUntil(
    "everything that happened in the shop is with the hub",
    async () => {
      const { dirty, pending } = waiting();
      if (dirty + pending === 0) return true;
      await visit();
      return false;
    },
    {
      timeoutMs,
      everyMs: 100,
      explain: () => [waiting(), ...TRACES.map((sql) => site.query(sql))].map((rows) => JSON.stringify(rows)).join("\n") + site.logs().slice(-2000),
    },
  );
  await waitUntil("the hub has worked off its inbox", async () => (await openOnHub()) === 0, {
    timeoutMs,
    explain: async () => `${await openOnHub()} deliveries are open`,
  });
}
