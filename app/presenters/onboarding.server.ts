/** Onboarding: where the merchant is, and what that step shows. */
import type { Connection } from "#app/data/connections.server.ts";
import type { Database } from "#app/data/database.ts";
import { listOrders } from "#app/data/orders-list.server.ts";
import { listSubscriptions } from "#app/data/webhooks-registry.server.ts";
import type { OrderItem } from "#app/lib/view-items.ts";
import { contactProtection } from "./contact-protection.server.ts";
import { type EntityChoice, entityChoices, type Protection } from "./entities.server.ts";
import { orderItem } from "./orders.server.ts";
import { testOrderPlace, type TestOrderPlace } from "./test-order.ts";
import { type WebhookItem, webhookItems } from "./webhooks.server.ts";

export interface OnboardingView {
  step: "welcome" | "entities" | "webhooks" | "first_order" | "done";
  storeName: string;
  entities: EntityChoice[];
  /** The topics of what was chosen; those of the app's own settings are not shown: there is nothing to wait for. */
  webhooks: WebhookItem[];
  /** The newest order, once there is one. */
  order: OrderItem | null;
  /** Epoch ms on the server: what was checked before it belongs to an earlier try. */
  now: number;
  /** Where to place a test order. */
  testOrder: TestOrderPlace;
}

export async function presentOnboarding(
  db: Database,
  merchantId: string,
  connection: Connection,
  options: { now: number; sandboxOrigin: string | undefined },
): Promise<OnboardingView> {
  const { now, sandboxOrigin } = options;
  const nothingSeen: Protection = "unknown";
  const [rows, orders, contacts] = await Promise.all([
    listSubscriptions(db, merchantId, connection.id),
    listOrders(db, merchantId, {}, { size: 1 }),
    // Only this step shows it, and the others ask again every few seconds.
    connection.onboarding_step === "entities" ? contactProtection(db, merchantId, connection.id) : nothingSeen,
  ]);
  const [newest] = orders.rows;
  return {
    step: connection.onboarding_step as OnboardingView["step"],
    storeName: connection.name,
    entities: entityChoices(connection, contacts),
    webhooks: webhookItems(rows, connection, new Map(), now).filter((webhook) => !webhook.isDeclared && webhook.status !== "inactive"),
    order: newest ? orderItem(newest, connection.timezone, now) : null,
    now,
    testOrder: testOrderPlace(connection, sandboxOrigin),
  };
}
