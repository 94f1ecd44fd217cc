import type { SandboxContext } from "../context.ts";
import { nextId } from "../store/ids.ts";

/** A subscription made by the Admin API. What shopify.app.toml declares is never among them. */
export interface WebhookSubscription {
  id: string;
  shop: string;
  topic: string;
  uri: string;
  format: "JSON";
  includeFields: string[];
  name: string | null;
  createdAt: number;
  updatedAt: number;
}

interface Row {
  id: string;
  shop: string;
  topic: string;
  uri: string;
  include_fields: string;
  name: string | null;
  created_at: number;
  updated_at: number;
}

function toSubscription(row: Row): WebhookSubscription {
  return {
    id: row.id,
    shop: row.shop,
    topic: row.topic,
    uri: row.uri,
    format: "JSON",
    name: row.name,
    includeFields: JSON.parse(row.include_fields) as string[],
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

export function listSubscriptionsOf(ctx: SandboxContext, shop: string): WebhookSubscription[] {
  const rows = ctx.db.prepare("SELECT * FROM webhook_subscription WHERE shop = ? ORDER BY length(id), id").all(shop) as Row[];
  return rows.map(toSubscription);
}

export function readSubscription(ctx: SandboxContext, shop: string, id: string): WebhookSubscription | null {
  return listSubscriptionsOf(ctx, shop).find((subscription) => subscription.id === id) ?? null;
}

export function createSubscription(
  ctx: SandboxContext,
  input: Pick<WebhookSubscription, "shop" | "topic" | "uri" | "includeFields" | "name">,
): WebhookSubscription {
  const at = Math.floor(ctx.now() / 1000) * 1000;
  const subscription: WebhookSubscription = { ...input, id: nextId(ctx, "WebhookSubscription"), format: "JSON", createdAt: at, updatedAt: at };
  writeSubscription(ctx, subscription);
  return subscription;
}

export function writeSubscription(ctx: SandboxContext, subscription: WebhookSubscription): void {
  ctx.db
    .prepare(
      `INSERT OR REPLACE INTO webhook_subscription (id, shop, topic, uri, format, include_fields, name, created_at, updated_at)
       VALUES (?, ?, ?, ?, 'JSON', ?, ?, ?, ?)`,
    )
    .run(
      subscription.id,
      subscription.shop,
      subscription.topic,
      subscription.uri,
      JSON.stringify(subscription.includeFields),
      subscription.name,
      subscription.createdAt,
      subscription.updatedAt,
    );
}

export function deleteSubscription(ctx: SandboxContext, shop: string, id: string): boolean {
  return ctx.db.prepare("DELETE FROM webhook_subscription WHERE shop = ? AND id = ?").run(shop, id).changes > 0;
}
