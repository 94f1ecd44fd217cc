import { listSiteContacts } from "#app/data/bridge-sites.server.ts";
import { readSettings } from "#app/data/connections.server.ts";
import { type ConnectionRow, listConnections } from "#app/data/connections-list.server.ts";
import type { Database } from "#app/data/database.ts";
import { type Stamp, stampOrNull } from "#app/lib/stamp.ts";
import { type EntityChoice, entityChoices } from "./entities.server.ts";
import { channelName, connectionReason } from "./names.ts";

/** What a connection is to a merchant: a store, files they upload, events their own systems send, or a way to write to customers. */
export type IntegrationKind = "store" | "files" | "events" | "sender";

export interface IntegrationItem {
  id: string;
  kind: IntegrationKind;
  name: string;
  type: string;
  /** The store's address, or what comes in this way. */
  account: string;
  status: string;
  reason: string | null;
  lastSync: Stamp | null;
  /** When a paired WordPress store was last heard of; undefined for everything else. */
  lastContact?: Stamp | null;
  entities: EntityChoice[];
  /** Null where nothing is read: it is told. */
  reads: string | null;
  /** "" when the merchant has no such rule. */
  deliveredAfterDays: string;
  canEdit: boolean;
  /** Its name alone; `canEdit` has it among others. */
  canRename: boolean;
  canDisconnect: boolean;
  canReconnect: boolean;
  canDelete: boolean;
  /** The page on which it is used, for what is no store. */
  open: { label: string; url: string } | null;
}

export async function presentIntegrations(
  db: Database,
  merchantId: string,
  timeZone: string | null,
  now: number,
): Promise<{ integrations: IntegrationItem[] }> {
  const [rows, sites] = await Promise.all([listConnections(db, merchantId), listSiteContacts(db, merchantId)]);
  const contacts = new Map(sites.map((site) => [site.connection_id, site.last_contact_at]));
  return {
    integrations: rows.map((row) => ({
      ...integrationItem(row, timeZone, now),
      ...(row.channel === "woocommerce" && contacts.has(row.id) && { lastContact: stampOrNull(contacts.get(row.id), timeZone, now) }),
    })),
  };
}

const OPENS = {
  files: { label: "Open CSV import", url: "/app/imports" },
  events: { label: "Open API keys", url: "/app/settings/keys" },
  sender: { label: "Open message settings", url: "/app/settings/messages" },
} as const;

const KINDS: Record<string, IntegrationKind> = { csv: "files", api: "events", whatsapp: "sender", smtp: "sender" };
const kindOf = (channel: string): IntegrationKind => KINDS[channel] ?? "store";

function accountOf(row: ConnectionRow, kind: IntegrationKind): string {
  if (kind === "files") return "Orders from files that you upload";
  if (kind === "events")
    return row.external_id.endsWith(":test") ? "A space to try things out: sends no messages" : "Orders that your own systems report";
  return row.external_id;
}

export function integrationItem(row: ConnectionRow, timeZone: string | null, now: number): IntegrationItem {
  const kind = kindOf(row.channel);
  const isStore = kind === "store";
  // What a WordPress store sends is chosen in its plugin.
  const isWordPress = row.channel === "woocommerce";
  const entities = isStore && !isWordPress ? entityChoices(row) : [];
  const isGone = row.status_reason === "uninstalled" || row.status_reason === "unknown_shop";
  const canPause = isStore || kind === "events";
  return {
    id: row.id,
    kind,
    name: row.name,
    type: channelName(row.channel),
    account: accountOf(row, kind),
    status: row.status,
    reason: row.status === "active" ? null : row.status === "error" && row.last_error ? row.last_error : connectionReason(row.status_reason),
    lastSync: stampOrNull(row.last_sync_at, timeZone, now),
    entities,
    reads: isStore && !isWordPress ? readsOf(entities) : null,
    deliveredAfterDays: String(readSettings(row).delivered_after_days ?? ""),
    canEdit: isStore && !isWordPress,
    canRename: isWordPress || kind === "files" || kind === "events",
    canDisconnect: canPause && row.status !== "inactive",
    canReconnect: canPause && row.status !== "active" && !isGone,
    canDelete: kind !== "sender",
    open: isWordPress ? { label: "Open", url: `/app/integrations/${row.id}` } : isStore ? null : OPENS[kind],
  };
}

const readsOf = (entities: readonly EntityChoice[]): string =>
  entities
    .filter((one) => one.isChosen)
    .map((one) => one.label)
    .join(", ") || "Nothing chosen yet";
