/** Writes the webhook registry: one row per connection and topic. (Pages read it through webhooks-registry.server.ts.) */
import { newId } from "#app/lib/ids.ts";
import type { Database, Row, Tx } from "./database.ts";
import { reading, writing } from "./either.ts";

export interface RegistryState {
  topic: string;
  source: "api" | "toml";
  externalId: string | null;
  status: "active" | "inactive" | "error";
  /** What Shopify, or we, say about it; null when all is well. */
  message: string | null;
}

/** @param at epoch ms: when this was found out. registered_at keeps the first time it became active. */
export function saveSubscription(db: Database | Tx, merchantId: string, connectionId: string, state: RegistryState, at: number): Promise<void> {
  return writing(db, async (tx) => {
    const known = await tx.find("webhook_subscriptions", { merchant_id: merchantId, connection_id: connectionId, topic: state.topic });
    const registeredAt = state.status !== "active" ? null : known?.status === "active" && known.registered_at !== null ? known.registered_at : at;
    const columns = {
      source: state.source,
      external_id: state.externalId,
      status: state.status,
      error_message: state.message,
      registered_at: registeredAt,
      checked_at: at,
      updated_at: at,
    };
    if (known) await tx.update("webhook_subscriptions", columns, { id: known.id });
    else
      await tx.insert("webhook_subscriptions", {
        id: newId("sub", at),
        merchant_id: merchantId,
        connection_id: connectionId,
        topic: state.topic,
        last_triggered_at: null,
        ...columns,
      });
  });
}

export function listRegistry(db: Database | Tx, merchantId: string, connectionId: string): Promise<Row<"webhook_subscriptions">[]> {
  return reading(db)
    .selectFrom("webhook_subscriptions")
    .selectAll()
    .where("merchant_id", "=", merchantId)
    .where("connection_id", "=", connectionId)
    .orderBy("topic")
    .execute();
}
