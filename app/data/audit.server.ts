/** The audit trail. `data` must hold no personal data and no secrets, except the field diffs of `data_change`, which an erase rewrites. */
import type { Database, Tx } from "./database.ts";
import { writing } from "./either.ts";

export interface AuditEntry {
  connectionId: string | null;
  kind: "api_call" | "data_change" | "error" | "command" | "compliance";
  actor: "shopify" | "worker" | "merchant" | "customer" | "operator" | "watchdog";
  action: string;
  entityType?: string;
  entityId?: string;
  deliveryId?: number;
  syncItemId?: string;
  data?: Record<string, unknown> | unknown[];
}

export function writeAudit(db: Database | Tx, merchantId: string, entry: AuditEntry, at: number): Promise<void> {
  const row = {
    merchant_id: merchantId,
    connection_id: entry.connectionId,
    kind: entry.kind,
    actor: entry.actor,
    action: entry.action,
    entity_type: entry.entityType ?? null,
    entity_id: entry.entityId ?? null,
    delivery_id: entry.deliveryId ?? null,
    sync_item_id: entry.syncItemId ?? null,
    data: JSON.stringify(entry.data ?? {}),
    at,
  };
  return writing(db, (tx) => tx.insert("audit_log", row));
}
