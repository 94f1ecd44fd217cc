/**
 * Compares what the hub holds with what the store's own REST API answers, field by field. The mapping here is written from WooCommerce's
 * documentation and shares nothing with the channel's.
 */
import { readStoredOrder } from "../helpers/stored-order.ts";
import type { BridgeStand } from "./bridge-stand.ts";
import { eventsAbout, productRow } from "./hub-state.ts";
import type { Json } from "./store.ts";

const HUB_STATUS: Record<string, string> = {
  pending: "PENDING",
  processing: "PROCESSING",
  "on-hold": "PENDING",
  completed: "DELIVERED",
  cancelled: "CANCELLED",
  refunded: "RETURNED",
  failed: "CANCELLED",
};

const cents = (amount: unknown): number => Math.round(Number(amount) * 100);
const time = (gmt: unknown): number | null => (typeof gmt === "string" && gmt !== "" ? Date.parse(`${gmt}Z`) : null);

/** The parts of an answer that are about the reading, not the thing: related products are drawn by lot each time. */
export const OF_THE_READING: ReadonlySet<string> = new Set(["_links", "related_ids"]);
const withoutLinks = (object: unknown): unknown => {
  if (object === null || typeof object !== "object") return object;
  return Object.fromEntries(Object.entries(object).filter(([name]) => !OF_THE_READING.has(name)));
};

interface Faults {
  faults: string[];
  is(field: string, found: unknown, wanted: unknown): void;
}

function collect(): Faults {
  const faults: string[] = [];
  return {
    faults,
    is(field, found, wanted) {
      const [a, b] = [JSON.stringify(found), JSON.stringify(wanted)];
      if (a !== b) faults.push(`${field}: the hub has ${a}, the store says ${b}`);
    },
  };
}

/** Says, for each member of `wanted`, how `found` differs. */
function compareDeep(field: string, found: unknown, wanted: unknown, { is, faults }: Faults): void {
  if (wanted !== null && typeof wanted === "object" && found !== null && typeof found === "object") {
    for (const key of new Set([...Object.keys(wanted), ...Object.keys(found)]))
      compareDeep(`${field}.${key}`, (found as Json)[key], (wanted as Json)[key], { is, faults });
    return;
  }
  is(field, found, wanted);
}

/** Empty: the hub's order is the store's, in its columns and in the last event's own words. */
export async function orderFaults(stand: BridgeStand, id: number): Promise<string[]> {
  const rest = await stand.store.order(id);
  const refunds = await stand.store.list<Json>(`orders/${id}/refunds`);
  const all = collect();
  const { is } = all;
  const order = await readStoredOrder(stand.db, String(id)).catch((error: unknown) => String(error));
  if (typeof order === "string") return [`the hub has no order ${id}: ${order.slice(0, 300)}`];
  is("status", order.source_status, rest.status);
  is("hub status", order.hub_status, HUB_STATUS[rest.status]);
  is("currency", order.currency, rest.currency);
  is("total", order.total_minor, cents(rest.total));
  is("tax", order.tax_minor, cents(rest["total_tax"]));
  const given = refunds.reduce((sum, refund) => sum + Math.abs(cents(refund["amount"])), 0);
  is("refunded", order.refunded_minor, given);
  is("current total", order.current_total_minor, cents(rest.total) - given);
  is("refunds", order.refunds.map((refund) => refund.external_id).sort(), refunds.map((refund) => String(refund["id"])).sort());
  is("created", order.source_created_at, time(rest["date_created_gmt"]));
  is("paid", order.processed_at, time(rest["date_paid_gmt"]));
  is("completed", order.closed_at, time(rest["date_completed_gmt"]));
  is("note", order.note ?? "", rest["customer_note"]);
  const billing = rest["billing"] as Json;
  is("customer's address", order.billing_address?.address1 ?? "", billing["address_1"]);
  is("customer's city", order.billing_address?.city ?? "", billing["city"]);
  is(
    "lines",
    order.lines.map((line) => [line.external_id, line.product_external_id, line.sku ?? "", line.quantity]),
    [...rest.line_items].sort((a, b) => a.id - b.id).map((line) => [String(line.id), String(line["product_id"]), line["sku"] ?? "", line.quantity]),
  );
  is("quarantine", order.quarantine, null);
  const last = (await eventsAbout(stand, "order", id)).at(-1);
  compareDeep("event", withoutLinks(last?.event.data.object), withoutLinks(rest), all);
  compareDeep("event's refunds", (last?.event.data.refunds ?? []).map(withoutLinks), refunds.map(withoutLinks), all);
  return all.faults.slice(0, 30);
}

/** The same of a product, its variations and their stock. */
export async function productFaults(stand: BridgeStand, id: number): Promise<string[]> {
  const rest = await stand.store.rest(`GET`, `products/${id}`);
  const variations = rest["type"] === "variable" ? await stand.store.list<Json>(`products/${id}/variations`) : [];
  const all = collect();
  const { is } = all;
  const row = await productRow(stand, id);
  if (!row) return [`the hub has no product ${id}`];
  is("title", row.title, rest["name"]);
  is("deleted", row.deleted_at, null);
  const variants = await stand.db.read.selectFrom("variants").selectAll().where("product_id", "=", row.id).execute();
  const levels = await stand.db.read.selectFrom("inventory_levels").selectAll().execute();
  const stockOf = (externalId: string): number | null => levels.find((level) => level.inventory_item_external_id === externalId)?.available ?? null;
  const sold = variations.length > 0 ? variations : [rest];
  is("variants", variants.map((variant) => variant.external_id).sort(), sold.map((one) => String(one["id"])).sort());
  for (const one of sold) {
    const variant = variants.find((each) => each.external_id === String(one["id"]));
    is(`SKU of ${String(one["id"])}`, variant?.sku ?? "", one["sku"]);
    is(`price of ${String(one["id"])}`, variant?.price_minor, cents(one["price"]));
    if (one["manage_stock"] === true) is(`stock of ${String(one["id"])}`, stockOf(String(one["id"])), one["stock_quantity"]);
  }
  const last = (await eventsAbout(stand, "product", id)).at(-1);
  compareDeep("event", withoutLinks(last?.event.data.object), withoutLinks(rest), all);
  return all.faults.slice(0, 30);
}
