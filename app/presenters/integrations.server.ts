import { readSettings } from "#app/data/connections.server.ts";
import { type ConnectionRow, listConnections } from "#app/data/connections-list.server.ts";
import type { Database } from "#app/data/database.ts";
import { type Stamp, stampOrNull } from "#app/lib/stamp.ts";
import { type EntityChoice, entityChoices } from "./entities.server.ts";
import { channelName, connectionReason } from "./names.ts";

export interface IntegrationItem {
  id: string;
  name: string;
  type: string;
  account: string;
  status: string;
  reason: string | null;
  lastSync: Stamp | null;
  entities: EntityChoice[];
  reads: string;
  /** "" when the merchant has no such rule. */
  deliveredAfterDays: string;
  canDisconnect: boolean;
  canReconnect: boolean;
}

export async function presentIntegrations(
  db: Database,
  merchantId: string,
  timeZone: string | null,
  now: number,
): Promise<{ integrations: IntegrationItem[] }> {
  const rows = await listConnections(db, merchantId);
  return { integrations: rows.map((row) => integrationItem(row, timeZone, now)) };
}

function integrationItem(row: ConnectionRow, timeZone: string | null, now: number): IntegrationItem {
  const entities = entityChoices(row);
  const isGone = row.status_reason === "uninstalled" || row.status_reason === "unknown_shop";
  return {
    id: row.id,
    name: row.name,
    type: channelName(row.channel),
    account: row.external_id,
    status: row.status,
    reason: row.status === "active" ? null : row.status === "error" && row.last_error ? row.last_error : connectionReason(row.status_reason),
    lastSync: stampOrNull(row.last_sync_at, timeZone, now),
    entities,
    reads:
      entities
        .filter((one) => one.isChosen)
        .map((one) => one.label)
        .join(", ") || "Nothing chosen yet",
    deliveredAfterDays: String(readSettings(row).delivered_after_days ?? ""),
    canDisconnect: row.status !== "inactive",
    canReconnect: row.status !== "active" && !isGone,
  };
}
