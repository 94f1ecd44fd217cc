/** The WooCommerce stores of a merchant, and what was done with one: its debug log. */
import type { Page, PageRequest } from "#app/lib/cursor.ts";
import type { Database, Row } from "./database.ts";
import { beyond, direction, pageOf } from "./keyset.ts";

export type StoreIntegration = Pick<Row<"connections">, "id" | "external_id" | "name" | "status" | "last_sync_at"> & {
  hasKeys: boolean;
  hasPlugin: boolean;
};

export async function listStoreIntegrations(db: Database, merchantId: string): Promise<StoreIntegration[]> {
  const rows = await db.read
    .selectFrom("connections")
    .leftJoin("bridge_sites", "bridge_sites.connection_id", "connections.id")
    .select([
      "connections.id",
      "connections.external_id",
      "connections.name",
      "connections.status",
      "connections.last_sync_at",
      "connections.secret_encrypted",
      "bridge_sites.connection_id as site",
    ])
    .where("connections.merchant_id", "=", merchantId)
    .where("connections.channel", "=", "woocommerce")
    .where("connections.deleted_at", "is", null)
    .orderBy("connections.created_at")
    .orderBy("connections.id")
    .execute();
  return rows.map(({ secret_encrypted: secret, site, ...row }) => ({ ...row, hasKeys: secret !== null, hasPlugin: site !== null }));
}

/** What a debug log is made of; changes of data have their own place. */
export const LOG_KINDS = ["api_call", "command", "error"] as const;
export type LogRow = Pick<Row<"audit_log">, "id" | "kind" | "actor" | "action" | "data" | "at">;

/** Newest first. Each kind is read by its index, and the newest of all make the page. */
export async function listConnectionLog(db: Database, merchantId: string, connectionId: string, page: PageRequest): Promise<Page<LogRow>> {
  const order = direction(page);
  const found = await Promise.all(
    LOG_KINDS.map((kind) =>
      db.read
        .selectFrom("audit_log")
        .select(["id", "kind", "actor", "action", "data", "at"])
        .where("merchant_id", "=", merchantId)
        .where("kind", "=", kind)
        .where("connection_id", "=", connectionId)
        .where(beyond(["id"], page))
        .orderBy("id", order)
        .limit(page.size + 1)
        .execute(),
    ),
  );
  const rows = found
    .flat()
    .sort((a, b) => (order === "desc" ? b.id - a.id : a.id - b.id))
    .slice(0, page.size + 1);
  return pageOf(rows, page, (row) => [row.id]);
}
