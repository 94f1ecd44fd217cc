/** A fresh database, opened the way the app opens it, with a merchant and a connection to hang rows on. */
import type { Database } from "#app/data/database.ts";
import { openDatabase } from "#app/data/open-database.server.ts";
import { createTestDatabase, type TestDatabase } from "./test-database.ts";

export interface OpenTestDatabase {
  db: Database;
  test: TestDatabase;
  close(): Promise<void>;
}

export async function openTestDatabase(): Promise<OpenTestDatabase> {
  const test = await createTestDatabase();
  const db = openDatabase(test.url);
  return {
    db,
    test,
    async close() {
      await db.close();
      await test.drop();
    },
  };
}

/** Inserts a merchant `mer_<name>` with an active Shopify connection `con_<name>` of shop `<name>.myshopify.com`. */
export async function insertConnection(
  db: Database,
  name: string,
  patch: Partial<{ status: string; deleted_at: number | null }> = {},
): Promise<{ merchantId: string; connectionId: string; shop: string }> {
  const at = 1_700_000_000_000;
  const ids = { merchantId: `mer_${name}`, connectionId: `con_${name}`, shop: `${name}.myshopify.com` };
  await db.write(async (tx) => {
    await tx.insert("merchants", { id: ids.merchantId, name, created_at: at, updated_at: at });
    await tx.insert("connections", {
      id: ids.connectionId,
      merchant_id: ids.merchantId,
      channel: "shopify",
      external_id: ids.shop,
      name,
      status: "active",
      entities: '["orders","customers","products","inventory"]',
      granted_scopes: "read_orders,read_fulfillments,read_customers,read_products,read_inventory,read_locations",
      settings: "{}",
      onboarding_step: "done",
      currency: "USD",
      country: "US",
      timezone: "America/New_York",
      created_at: at,
      updated_at: at,
      ...patch,
    });
  });
  return ids;
}
