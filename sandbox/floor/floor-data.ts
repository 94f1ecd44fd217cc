import { orderSummary } from "../api/views.ts";
import type { SandboxContext } from "../context.ts";
import { getInstall } from "../install/installs.ts";
import { formatMinor } from "../shop/money.ts";
import type { Customer, Order, Product } from "../shop/types.ts";
import { countEntities, listEntities } from "../store/entities.ts";
import { listLevels } from "../store/inventory.ts";
import { requireShop } from "../store/shops.ts";
import { readFaults } from "../webhooks/faults.ts";
import { listWebhooks } from "../webhooks/queue.ts";
import type { QueuedWebhook, WebhookAttempt } from "../webhooks/queue.ts";

const ORDERS_SHOWN = 40;
const WEBHOOKS_SHOWN = 100;

/** What changes seldom: customers, locations, products with their stock. */
export function catalogData(ctx: SandboxContext, shop: string): object {
  const { currency } = requireShop(ctx, shop);
  return {
    currency,
    customers: listEntities(ctx, shop, "Customer").map((customer) => ({ id: customer.id, name: nameOf(customer), email: customer.email })),
    locations: listEntities(ctx, shop, "Location").map(({ id, name }) => ({ id, name })),
    products: listEntities(ctx, shop, "Product").map((product) => productData(ctx, shop, currency, product)),
  };
}

/** What changes all the time: orders, webhooks and how they were received, faults in force. */
export function activityData(ctx: SandboxContext, shop: string): object {
  const orders = newestOrders(ctx, shop);
  const names = new Map(orders.map((order) => [order.id, order.name]));
  const customers = new Map(listEntities(ctx, shop, "Customer").map((customer) => [customer.id, nameOf(customer)]));
  return {
    installed: getInstall(ctx, shop)?.installed ?? false,
    order_count: countEntities(ctx, shop, "Order"),
    orders: orders.map((order) => ({
      ...orderSummary(shop, order),
      customer_name: order.customerId ? (customers.get(order.customerId) ?? "Unknown") : "No customer",
    })),
    webhooks: listWebhooks(ctx, { shop, limit: WEBHOOKS_SHOWN }).map((webhook) => webhookData(webhook, names)),
    faults: readFaults(ctx),
  };
}

/** By number, newest first; read with SQL, because the shop may hold many and the page asks every two seconds. */
function newestOrders(ctx: SandboxContext, shop: string): Order[] {
  const rows = ctx.db
    .prepare("SELECT data FROM entity WHERE shop = ? AND kind = 'Order' ORDER BY created_at DESC, length(id) DESC, id DESC LIMIT ?")
    .all(shop, ORDERS_SHOWN) as { data: string }[];
  return rows.map((row) => JSON.parse(row.data) as Order);
}

function productData(ctx: SandboxContext, shop: string, currency: string, product: Product): object {
  return {
    id: product.id,
    title: product.title,
    variants: product.variants.map((variant) => ({
      id: variant.id,
      title: variant.title,
      sku: variant.sku,
      price: formatMinor(variant.price, currency),
      tracked: variant.tracked,
      stock: listLevels(ctx, shop, { inventoryItemId: variant.inventoryItemId }).map((level) => ({
        location_id: level.locationId,
        available: level.available,
      })),
    })),
  };
}

function webhookData(webhook: QueuedWebhook & { attempt_list: WebhookAttempt[] }, orderNames: Map<string, string>): object {
  const last = webhook.attempt_list.at(-1);
  return {
    webhook_id: webhook.webhook_id,
    topic: webhook.topic,
    about: (webhook.entity_id && (orderNames.get(webhook.entity_id) ?? webhook.entity_id)) ?? "",
    state: webhook.state,
    attempts: webhook.attempt_list.length,
    status: last?.status ?? null,
    error: last?.error ?? null,
    duration_ms: last?.duration_ms ?? null,
    created_at: new Date(webhook.created_at).toISOString(),
    due_at: new Date(webhook.due_at).toISOString(),
  };
}

function nameOf(customer: Customer): string {
  return `${customer.firstName} ${customer.lastName}`.trim() || customer.email;
}
