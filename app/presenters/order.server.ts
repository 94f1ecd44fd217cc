/** The page of one order: what it is now, and how it came to be so. */
import type { Database, Row } from "#app/data/database.ts";
import { findOrderDetail, type OrderDetail } from "#app/data/orders-detail.server.ts";
import { listOrderNotes } from "#app/data/order-notes.server.ts";
import { readOrderHops, TIMELINE_DELIVERIES } from "#app/data/orders-timeline.server.ts";
import { formatMoney, toMinor } from "#app/domain/money.ts";
import { type Stamp, stampOf } from "#app/lib/stamp.ts";
import type { OrderItem } from "#app/lib/view-items.ts";
import { addressLines } from "./address.ts";
import { presentOrderMessages } from "./conversations.server.ts";
import type { MessageItem } from "./message-words.ts";
import { type MoneyLine, moneyLines } from "./order-money.server.ts";
import { statusToMapOf } from "./delivery.server.ts";
import { presentTimeline, type TimelineEntry } from "./order-timeline.server.ts";
import { orderItem } from "./orders.server.ts";

export interface OrderView {
  order: OrderItem;
  quarantine: { reason: string; difference: string } | null;
  lines: {
    key: string;
    title: string;
    variant: string | null;
    sku: string | null;
    quantity: string;
    unitPrice: string;
    discount: string | null;
    total: string;
    isTip: boolean;
  }[];
  money: MoneyLine[];
  discounts: { key: string; title: string; target: string; amount: string }[];
  /** Summed over items and shipping, by name and rate. */
  taxes: { key: string; title: string; amount: string }[];
  shippingLines: { key: string; title: string; price: string; isRemoved: boolean }[];
  refunds: {
    key: string;
    at: Stamp;
    amount: string;
    note: string | null;
    lines: { key: string; title: string; quantity: number; amount: string; restock: string }[];
  }[];
  fulfillments: {
    key: string;
    name: string;
    status: string;
    shipment: string | null;
    company: string | null;
    tracking: { number: string; url: string | null }[];
    items: string;
    at: Stamp;
  }[];
  customer: { id: string | null; name: string; email: string | null; phone: string | null; isErased: boolean };
  shippingAddress: string[];
  billingAddress: string[];
  note: string | null;
  /** Of the store's people and its programs, newest first. */
  storeNotes: { key: string; author: string | null; body: string; at: Stamp; isForCustomer: boolean }[];
  /** Something about it waits for somebody to say what this status of the store means. */
  statusToMap: { connectionId: string; status: string } | null;
  tags: string[];
  channelName: string;
  adminUrl: string | null;
  /** Outside of the Shopify admin. */
  isElsewhere: boolean;
  timeline: TimelineEntry[];
  timelineCut: number | null;
  /** What was written to the customer about it, and answered. */
  messages: MessageItem[];
}

/** Null when this merchant has no such order. */
export async function presentOrder(
  db: Database,
  merchantId: string,
  orderId: string,
  timeZone: string | null,
  now: number,
): Promise<OrderView | null> {
  const detail = await findOrderDetail(db, merchantId, orderId);
  if (!detail) return null;
  const hops = await readOrderHops(db, merchantId, detail.order);
  const { order, connection, customer } = detail;
  const money = (minor: number) => formatMoney(minor, order.currency);
  const titles = new Map([...detail.lines, ...detail.shippingLines].map((line) => [line.external_id, line.title]));
  for (const fulfillment of detail.fulfillments) titles.set(fulfillment.external_id, fulfillment.name ?? "");
  const context = { currency: order.currency, timeZone, now, titles };
  return {
    order: orderItem(order, timeZone, now),
    quarantine:
      order.quarantine_reason === null ? null : { reason: sumWords(order.quarantine_reason), difference: money(order.quarantine_minor ?? 0) },
    ...linesOf(detail, money),
    money: moneyLines(order),
    refunds: refundsOf(detail, money, timeZone, now),
    fulfillments: fulfillmentsOf(detail, timeZone, now),
    customer: {
      id: customer?.id ?? null,
      name: order.erased_at !== null ? "Erased on request" : (order.customer_name ?? customer?.name ?? "No customer"),
      email: order.email ?? customer?.email ?? null,
      phone: order.phone_e164 ?? order.phone_given ?? customer?.phone_e164 ?? customer?.phone_given ?? null,
      isErased: order.erased_at !== null || (customer !== null && customer.erased_at !== null),
    },
    shippingAddress: addressLines(order.shipping_address),
    billingAddress: addressLines(order.billing_address),
    note: order.note,
    tags: list(order.tags).map(String),
    channelName: connection?.name ?? "Deleted connection",
    adminUrl: adminUrlOf(connection, order.external_id),
    isElsewhere: connection?.channel !== "shopify",
    storeNotes: (await listOrderNotes(db, merchantId, order.connection_id, order.external_id)).map((note) => ({
      key: note.id,
      author: note.author,
      body: note.body,
      at: stampOf(note.source_created_at, timeZone, now),
      isForCustomer: note.is_customer_note === 1,
    })),
    statusToMap: statusToMapOf(hops.deliveries.find((delivery) => delivery.error_code === "status_not_mapped")),
    timeline: presentTimeline(hops, detail.facts, context),
    timelineCut: hops.isCut ? TIMELINE_DELIVERIES : null,
    messages: await presentOrderMessages(db, merchantId, order.id, timeZone, now),
  };
}

/** Where the order is in its store's own admin; null where that is not known. */
function adminUrlOf(connection: Pick<Row<"connections">, "channel" | "external_id"> | null | undefined, externalId: string): string | null {
  if (!connection || !/^\d+$/.test(externalId)) return null;
  if (connection.channel === "shopify") return `shopify://admin/orders/${externalId}`;
  // WordPress leads from here to wherever the store keeps its orders.
  if (connection.channel === "woocommerce") return `${connection.external_id}/wp-admin/post.php?post=${externalId}&action=edit`;
  return null;
}

/** "… come to 90.00 EUR, but …" → "… come to €90.00, but …": amounts as on the rest of the page, and no full stop, for the sentence goes on. */
export const sumWords = (reason: string): string =>
  reason.replace(/\.$/, "").replace(/(-?\d+(?:\.\d+)?) ([A-Z]{3})\b/g, (written: string, amount: string, currency: string) => {
    const minor = toMinor(amount, currency);
    return minor.ok ? formatMoney(minor.value, currency) : written;
  });

type Money = (minor: number) => string;

function linesOf(
  { lines, discounts, taxes, shippingLines }: OrderDetail,
  money: Money,
): Pick<OrderView, "lines" | "discounts" | "taxes" | "shippingLines"> {
  const titles = new Map([
    ...lines.map((line) => [line.external_id, line.title] as const),
    ...shippingLines.map((line) => [line.external_id, line.title] as const),
  ]);
  const targetOf = (target: { target: string; target_external_id: string }) =>
    titles.get(target.target_external_id) ?? (target.target === "shipping" ? "Shipping" : "Removed item");
  return {
    lines: lines.map((line) => ({
      key: line.id,
      title: line.title,
      variant: line.variant_title,
      sku: line.sku,
      isTip: line.kind === "tip",
      quantity: line.current_quantity === line.quantity ? String(line.quantity) : `${line.current_quantity} (was ${line.quantity})`,
      unitPrice: money(line.unit_price_minor),
      discount: line.discount_minor === 0 ? null : money(-line.discount_minor),
      total: money(line.unit_price_minor * line.quantity - line.discount_minor),
    })),
    discounts: discounts.map((discount) => ({
      key: discount.id,
      title: discount.code ?? discount.title ?? "Discount",
      target: targetOf(discount),
      amount: money(-discount.amount_minor),
    })),
    taxes: taxesOf(taxes, money),
    shippingLines: shippingLines.map((line) => ({
      key: line.id,
      title: line.title,
      price: money(line.discounted_minor),
      isRemoved: line.is_removed === 1,
    })),
  };
}

function taxesOf(taxes: OrderDetail["taxes"], money: Money): OrderView["taxes"] {
  const sums = new Map<string, number>();
  for (const tax of taxes) {
    const title = `${tax.title} ${rateText(tax.rate)}`;
    sums.set(title, (sums.get(title) ?? 0) + tax.amount_minor);
  }
  return [...sums].map(([title, minor]) => ({ key: title, title, amount: money(minor) }));
}

/** "0.0725" → "7.25%", by moving the point: no rounding. */
export function rateText(rate: string): string {
  const value = Number(rate) * 100;
  return Number.isFinite(value) ? `${Number(value.toFixed(6))}%` : rate;
}

const RESTOCK: Record<string, string> = {
  no_restock: "Not restocked",
  cancel: "Restocked",
  return: "Returned and restocked",
  legacy_restock: "Restocked",
  unknown: "Restocking not told",
};

function refundsOf({ refunds, refundLines, lines }: OrderDetail, money: Money, timeZone: string | null, now: number): OrderView["refunds"] {
  const titles = new Map(lines.map((line) => [line.external_id, line.title]));
  return refunds.map((refund) => ({
    key: refund.id,
    at: stampOf(refund.source_created_at, timeZone, now),
    amount: money(refund.amount_minor),
    note: refund.note,
    lines: refundLines
      .filter((line) => line.refund_id === refund.id)
      .map((line) => ({
        key: line.id,
        title: titles.get(line.line_external_id) ?? "Removed item",
        quantity: line.quantity,
        amount: money(line.subtotal_minor),
        restock: RESTOCK[line.restock_type] ?? line.restock_type,
      })),
  }));
}

function fulfillmentsOf({ fulfillments, lines }: OrderDetail, timeZone: string | null, now: number): OrderView["fulfillments"] {
  const titles = new Map(lines.map((line) => [line.external_id, line.title]));
  return fulfillments.map((fulfillment) => {
    const urls = list(fulfillment.tracking_urls).map(String);
    const items = list(fulfillment.lines) as { line_external_id: string; quantity: number }[];
    return {
      key: fulfillment.id,
      name: fulfillment.name ?? "Fulfilment",
      status: fulfillment.status,
      shipment: fulfillment.shipment_status,
      company: fulfillment.tracking_company,
      // Only https: a tracking link is somebody else's text.
      tracking: list(fulfillment.tracking_numbers).map((number, index) => ({
        number: String(number),
        url: urls[index]?.startsWith("https://") ? urls[index] : null,
      })),
      items: items.map((item) => `${item.quantity} × ${titles.get(item.line_external_id) ?? "item"}`).join(", "),
      at: stampOf(fulfillment.source_created_at, timeZone, now),
    };
  });
}

function list(json: string): unknown[] {
  try {
    const value: unknown = JSON.parse(json);
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}
