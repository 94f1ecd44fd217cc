import type { SandboxContext } from "../context.ts";
import { financialStatusOf, fulfillmentStateOf } from "../shop/statuses.ts";
import { computeTotals } from "../shop/totals.ts";
import type { Customer, Location, Order, Product } from "../shop/types.ts";
import { readSettings } from "./settings.ts";

/** What search knows of one entity: values by Shopify's own search field names; times in milliseconds. */
export type SearchFields = Record<string, string | number | boolean | string[] | null>;

/**
 * Queues what search will know of an entity once the lag is over (null: gone).
 * Shopify's search is eventually consistent, its look-up by id is not: https://shopify.dev/docs/api/usage/search-syntax
 */
export function enqueueSearchWrite(ctx: SandboxContext, shop: string, kind: string, id: string, value: unknown, atOnce: boolean): void {
  const fields = value === null ? null : JSON.stringify(toSearchFields(kind, value));
  const visibleAt = atOnce ? 0 : ctx.now() + readSettings(ctx).search_lag_ms;
  ctx.db.prepare("INSERT INTO search_write (shop, kind, id, visible_at, fields) VALUES (?, ?, ?, ?, ?)").run(shop, kind, id, visibleAt, fields);
}

/** Everything search knows of a kind at this moment. */
export function readSearchIndex(ctx: SandboxContext, shop: string, kind: string): SearchFields[] {
  applyVisibleWrites(ctx);
  const rows = ctx.db.prepare("SELECT fields FROM search_index WHERE shop = ? AND kind = ?").all(shop, kind) as { fields: string }[];
  return rows.map((row) => JSON.parse(row.fields) as SearchFields);
}

function applyVisibleWrites(ctx: SandboxContext): void {
  ctx.db.transaction(() => {
    const due = ctx.db.prepare("SELECT seq, shop, kind, id, fields FROM search_write WHERE visible_at <= ? ORDER BY seq").all(ctx.now()) as {
      seq: number;
      shop: string;
      kind: string;
      id: string;
      fields: string | null;
    }[];
    const put = ctx.db.prepare("INSERT OR REPLACE INTO search_index (shop, kind, id, fields) VALUES (?, ?, ?, ?)");
    const drop = ctx.db.prepare("DELETE FROM search_index WHERE shop = ? AND kind = ? AND id = ?");
    const done = ctx.db.prepare("DELETE FROM search_write WHERE seq = ?");
    for (const write of due) {
      if (write.fields === null) drop.run(write.shop, write.kind, write.id);
      else put.run(write.shop, write.kind, write.id, write.fields);
      done.run(write.seq);
    }
  })();
}

function toSearchFields(kind: string, value: unknown): SearchFields {
  if (kind === "Order") return orderFields(value as Order);
  if (kind === "Customer") return customerFields(value as Customer);
  if (kind === "Product") return productFields(value as Product);
  const location = value as Location;
  return { id: location.id, name: location.name, created_at: location.createdAt, updated_at: location.updatedAt, active: location.isActive };
}

/** https://shopify.dev/docs/api/admin-graphql/2026-10/queries/orders#argument-query */
function orderFields(order: Order): SearchFields {
  return {
    id: order.id,
    name: order.name,
    order_number: order.number,
    email: order.email,
    customer_id: order.customerId,
    created_at: order.createdAt,
    updated_at: order.updatedAt,
    processed_at: order.processedAt,
    status: order.cancelledAt !== null ? "cancelled" : order.closedAt !== null ? "closed" : "open",
    financial_status: financialStatusOf(order).toLowerCase(),
    fulfillment_status: { UNFULFILLED: "unfulfilled", PARTIALLY_FULFILLED: "partial", FULFILLED: "fulfilled" }[fulfillmentStateOf(order)],
    tag: order.tags,
    test: order.test,
    sku: order.lines.flatMap((line) => (line.sku ? [line.sku] : [])),
    current_total_price: computeTotals(order).currentTotal.shop,
    default: [order.name, order.email ?? "", ...order.lines.map((line) => line.title)],
  };
}

function customerFields(customer: Customer): SearchFields {
  return {
    id: customer.id,
    first_name: customer.firstName,
    last_name: customer.lastName,
    email: customer.email,
    phone: customer.phone,
    customer_date: customer.createdAt,
    created_at: customer.createdAt,
    updated_at: customer.updatedAt,
    tag: customer.tags,
    default: [customer.firstName, customer.lastName, customer.email, customer.phone ?? ""],
  };
}

function productFields(product: Product): SearchFields {
  return {
    id: product.id,
    title: product.title,
    handle: product.handle,
    vendor: product.vendor,
    product_type: product.productType,
    status: product.status.toLowerCase(),
    gift_card: product.isGiftCard,
    tag: product.tags,
    sku: product.variants.map((variant) => variant.sku),
    barcode: product.variants.flatMap((variant) => (variant.barcode ? [variant.barcode] : [])),
    created_at: product.createdAt,
    updated_at: product.updatedAt,
    published_at: product.publishedAt,
    default: [product.title, product.vendor, product.productType],
  };
}
