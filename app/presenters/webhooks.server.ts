/** The webhook registry: what each topic tells us, and whether Shopify still tells it. */
import { TOPICS } from "#app/channels/shopify/topics.ts";
import type { Connection } from "#app/data/connections.server.ts";
import type { Database, Row } from "#app/data/database.ts";
import { HOUR_MS, hourOf, readTopicFigures } from "#app/data/statistics-window.server.ts";
import { listSubscriptions } from "#app/data/webhooks-registry.server.ts";
import { type Stamp, stampOrNull } from "#app/lib/stamp.ts";
import { presentRefusedSignatures, type RefusedSignatures } from "./refused-signatures.server.ts";

export interface WebhookItem {
  topic: string;
  label: string;
  status: "active" | "inactive" | "error" | "waiting";
  error: string | null;
  /** Registered by us, or declared in the app's own settings at Shopify. */
  isDeclared: boolean;
  lastTriggered: Stamp | null;
  processed: number;
  checkedAt: number | null;
}
export interface WebhooksView {
  webhooks: WebhookItem[];
  counts: { active: number; error: number; inactive: number };
  checkedAt: Stamp | null;
  isActive: boolean;
  hasChosen: boolean;
  /** What came in the store's name, but unsigned. */
  refused: RefusedSignatures | null;
}

export async function presentWebhooks(db: Database, merchantId: string, connection: Connection, now: number): Promise<WebhooksView> {
  const from = hourOf(now) - 23 * HOUR_MS;
  const [rows, figures, refused] = await Promise.all([
    listSubscriptions(db, merchantId, connection.id),
    readTopicFigures(db, merchantId, from),
    presentRefusedSignatures(db, merchantId, connection.id, now, "shopify"),
  ]);
  const processed = new Map(figures.filter((figure) => figure.connectionId === connection.id).map((figure) => [figure.topic, figure.finished]));
  const webhooks = webhookItems(rows, connection, processed, now);
  const checked = rows.reduce<number | null>(
    (latest, row) => (row.checked_at !== null && (latest === null || row.checked_at > latest) ? row.checked_at : latest),
    null,
  );
  const count = (status: string) => webhooks.filter((webhook) => webhook.status === status).length;
  return {
    webhooks,
    counts: { active: count("active"), error: count("error"), inactive: count("inactive") },
    checkedAt: stampOrNull(checked, connection.timezone, now),
    isActive: connection.status === "active",
    hasChosen: (JSON.parse(connection.entities) as string[]).length > 0,
    refused,
  };
}

/** Every declared topic has a line: one that was never registered is inactive, or waiting when it was chosen. */
export function webhookItems(
  rows: Row<"webhook_subscriptions">[],
  connection: Pick<Connection, "entities" | "timezone">,
  processed: ReadonlyMap<string, number>,
  now: number,
): WebhookItem[] {
  const chosen = JSON.parse(connection.entities) as string[];
  return TOPICS.map((declared) => {
    const row = rows.find((one) => one.topic === declared.topic);
    const isWanted = declared.source === "toml" || (chosen.length > 0 && (declared.entity === null || chosen.includes(declared.entity)));
    return {
      topic: declared.topic,
      label: declared.label,
      status: row ? (row.status as WebhookItem["status"]) : declared.source === "toml" ? "active" : isWanted ? "waiting" : "inactive",
      error: row?.error_message ?? null,
      isDeclared: declared.source === "toml",
      lastTriggered: stampOrNull(row?.last_triggered_at, connection.timezone, now),
      processed: processed.get(declared.topic) ?? 0,
      checkedAt: row?.checked_at ?? null,
    };
  });
}
