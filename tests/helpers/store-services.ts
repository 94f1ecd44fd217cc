/** The services of WooCommerce stores on a fresh database, with one merchant and a store on this machine. */
import type { Connection } from "#app/data/connections.server.ts";
import { createIntegration, type NewIntegration } from "#app/services/woocommerce/create-integration.server.ts";
import { testServices, type TestServices } from "./service-context.ts";
import { STORE_KEYS, startStoreServer, type StoreServer } from "./store-server.ts";

export const STORE_MERCHANT = "mer_store";

export interface StoreServices extends TestServices {
  store: StoreServer;
  wish(change?: Partial<NewIntegration>): NewIntegration;
  /** A connected store. */
  connected(change?: Partial<NewIntegration>): Promise<Connection>;
  reload(connection: Connection): Promise<Connection>;
  audit(connection: Connection): Promise<{ kind: string; actor: string; action: string; data: Record<string, unknown> }[]>;
}

export async function storeServices(): Promise<StoreServices> {
  const services = await testServices();
  const store = await startStoreServer();
  const { ctx } = services;
  ctx.reach = { loopback: true };
  await ctx.db.write((tx) =>
    tx.insert("merchants", {
      id: STORE_MERCHANT,
      name: "Store",
      country: "DE",
      currency: "EUR",
      timezone: "Europe/Berlin",
      created_at: 1,
      updated_at: 1,
    }),
  );
  const wish = (change: Partial<NewIntegration> = {}): NewIntegration => ({
    storeUrl: store.url,
    consumerKey: STORE_KEYS.consumer_key,
    consumerSecret: STORE_KEYS.consumer_secret,
    ...change,
  });
  return {
    ...services,
    store,
    wish,
    async connected(change) {
      const made = await createIntegration(ctx, STORE_MERCHANT, wish(change));
      if (!made.ok) throw new Error(`${made.error.code}: ${made.error.message}`);
      return made.value;
    },
    reload: async (connection) => (await ctx.db.write((tx) => tx.find("connections", { id: connection.id })))!,
    async audit(connection) {
      const rows = await ctx.db.write((tx) => tx.list("audit_log", { connection_id: connection.id }));
      return rows
        .sort((a, b) => a.id - b.id)
        .map(({ kind, actor, action, data }) => ({ kind, actor, action, data: JSON.parse(data) as Record<string, unknown> }));
    },
    async close() {
      await store.close();
      await services.close();
    },
  };
}
