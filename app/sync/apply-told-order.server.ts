/** Applies what is told of an order field by field (CSV rows, the event API): each field as told last, whatever came in which order. */
import type { NewRow, Row } from "#app/data/database.ts";
import { TOLD_EVENTS, type OrderFact, type ToldOrder } from "#app/domain/events.ts";
import type { HubStatus } from "#app/domain/hub-status.ts";
import { newId } from "#app/lib/ids.ts";
import { applyToldCustomer, type ToldPerson } from "./apply-told-customer.server.ts";
import { writeChildren } from "./children.server.ts";
import { contentSha256 } from "./content-hash.ts";
import { applied, stale, unchanged, type Applied, type ApplyContext } from "./context.ts";
import { diffRow, type Change } from "./diff.ts";
import { mergeTold, type Stamp, type Stamps } from "./merge-told.ts";
import { followDelivery } from "./plan-messages.server.ts";
import { recordChange } from "./record-change.server.ts";
import { recordFacts } from "./record-facts.server.ts";
import { releaseHeld } from "./release-held.server.ts";

/** What is not known of money has a currency all the same: ISO 4217's "no currency". */
const NO_CURRENCY = "XXX";

type Fields = {
  name: string | null;
  customer_external_id: string | null;
  customer_name: string | null;
  email: string | null;
  phone_given: string | null;
  phone_e164: string | null;
  ordered_at: number | null;
  delivered_at: number | null;
  cancelled_at: number | null;
  hub_status: HubStatus | null;
  total: { currency: string; minor: number } | null;
};

/** What stands there after the telling. */
export interface Told {
  outcome: Applied;
  /** null: it is deleted at its source. */
  order: (Partial<Row<"orders">> & { id: string }) | null;
  isNew: boolean;
  customer: ToldPerson | null;
}

export const applyToldOrder = async (ctx: ApplyContext, order: ToldOrder, facts: readonly OrderFact[]): Promise<Applied> =>
  (await applyTold(ctx, order, facts)).outcome;

/** The same, and answers what stands there now. */
export async function applyTold(ctx: ApplyContext, order: ToldOrder, facts: readonly OrderFact[]): Promise<Told> {
  const { tx, connection } = ctx;
  await tx.lock(`${connection.id}|order|${order.external_id}`);
  if (await tx.find("tombstones", { connection_id: connection.id, entity_type: "order", external_id: order.external_id }))
    return { outcome: stale, order: null, isNew: false, customer: null };
  const stored = await tx.find("orders", { connection_id: connection.id, external_id: order.external_id });
  const stamp: Stamp = [order.told_at, TOLD_EVENTS.indexOf(order.happened)];
  const isErased = stored?.erased_at != null;
  const customer = order.customer === null || isErased ? null : await applyToldCustomer(ctx, order.customer, stamp);
  const told: Fields = {
    name: order.name,
    customer_external_id: customer?.externalId ?? null,
    customer_name: isErased ? null : (order.customer?.name ?? null),
    email: isErased ? null : (order.customer?.email ?? null),
    phone_given: isErased ? null : (order.customer?.phone_given ?? null),
    phone_e164: isErased ? null : (order.customer?.phone_e164 ?? null),
    ordered_at: order.ordered_at,
    delivered_at: order.delivered_at,
    cancelled_at: order.happened === "cancelled" ? order.told_at : null,
    hub_status: order.hub_status,
    total: order.total_minor === null || order.currency === null ? null : { currency: order.currency, minor: order.total_minor },
  };
  const known = stored === undefined ? { values: {} as Fields, stamps: {} } : { values: fieldsOf(stored), stamps: stampsOf(stored) };
  const merged = mergeTold<Fields>(known, told, stamp);
  const lines = order.lines !== null && isLatest(merged.stamps, "lines", stamp) ? order.lines : null;
  const { stamps } = lines === null ? merged : mergeTold({ values: {}, stamps: merged.stamps }, { lines: true }, stamp);
  const firstToldAt = Math.min(order.told_at, stored === undefined ? Infinity : (toldAtOf(stored).first ?? stored.source_created_at));
  const isTheirs = merged.values.customer_external_id === customer?.externalId;
  const row = rowOf(ctx, order, merged.values, { stamps, firstToldAt, customerId: (isTheirs ? customer?.id : stored?.customer_id) ?? null });
  if (stored === undefined) {
    const orderId = newId("ord", ctx.now);
    const inserted = { ...row, id: orderId, created_at: ctx.now };
    await tx.insert("orders", inserted);
    await recordFacts(ctx, orderId, facts);
    await writeLines(ctx, orderId, lines, true);
    await recordChange(ctx, "created", "order", orderId, [{ field: "status", before: null, after: row.hub_status }]);
    if (row.hub_status === "DELIVERED") await followDelivery(ctx, orderId, false);
    await releaseHeld(tx, ctx.queue, connection.id, `order:${order.external_id}`, ctx.now);
    return { outcome: applied(1 + (lines?.length ?? 0)), order: inserted, isNew: true, customer };
  }
  await recordFacts(ctx, stored.id, facts);
  if (stored.content_sha256 === row.content_sha256 && stored.told_at === row.told_at)
    return { outcome: unchanged, order: stored, isNew: false, customer };
  await tx.update("orders", row, { id: stored.id });
  const changes: Change[] = diffRow(stored, row).filter((change) => change.field !== "told_at");
  changes.push(...(await writeLines(ctx, stored.id, lines, false)));
  await recordChange(ctx, "updated", "order", stored.id, changes);
  const wasDelivered = stored.hub_status === "DELIVERED";
  if (wasDelivered || row.hub_status === "DELIVERED") await followDelivery(ctx, stored.id, wasDelivered);
  return { outcome: changes.length === 0 ? unchanged : applied(), order: { ...stored, ...row }, isNew: false, customer };
}

const isLatest = (stamps: Stamps, field: string, stamp: Stamp): boolean => {
  const before = stamps[field];
  return before === undefined || stamp[0] > before[0] || (stamp[0] === before[0] && stamp[1] >= before[1]);
};

interface ToldAt {
  /** The earliest moment anything was told of: when the order was made, where nobody says so. Epoch ms. */
  first?: number;
  stamps: Stamps;
}

const toldAtOf = (row: Pick<Row<"orders">, "told_at">): ToldAt => (row.told_at === null ? { stamps: {} } : (JSON.parse(row.told_at) as ToldAt));
const stampsOf = (row: Row<"orders">): Stamps => toldAtOf(row).stamps;

function fieldsOf(row: Row<"orders">): Fields {
  return {
    name: row.name,
    customer_external_id: row.customer_external_id,
    customer_name: row.customer_name,
    email: row.email,
    phone_given: row.phone_given,
    phone_e164: row.phone_e164,
    ordered_at: row.source_created_at,
    delivered_at: row.delivered_at,
    cancelled_at: row.cancelled_at,
    hub_status: row.hub_status as HubStatus,
    total: row.has_totals === 1 ? { currency: row.currency, minor: row.total_minor } : null,
  };
}

function rowOf(
  ctx: ApplyContext,
  order: ToldOrder,
  fields: Fields,
  { stamps, firstToldAt, customerId }: { stamps: Stamps; firstToldAt: number; customerId: string | null },
): Omit<NewRow<"orders">, "id" | "created_at"> {
  const total = fields.total?.minor ?? 0;
  const currency = fields.total?.currency ?? ctx.connection.currency ?? NO_CURRENCY;
  const content = {
    name: fields.name ?? order.name,
    customer_external_id: fields.customer_external_id ?? null,
    customer_name: fields.customer_name ?? null,
    email: fields.email ?? null,
    phone_given: fields.phone_given ?? null,
    phone_e164: fields.phone_e164 ?? null,
    currency,
    presentment_currency: currency,
    has_totals: fields.total == null ? 0 : 1,
    total_minor: total,
    current_total_minor: total,
    presentment_total_minor: total,
    hub_status: fields.hub_status ?? "PENDING",
    delivered_at: fields.delivered_at ?? null,
    cancelled_at: fields.cancelled_at ?? null,
    source_created_at: stamps.ordered_at === undefined ? firstToldAt : (fields.ordered_at ?? firstToldAt),
    is_test: order.is_test ? 1 : 0,
  };
  return {
    merchant_id: ctx.connection.merchant_id,
    connection_id: ctx.connection.id,
    external_id: order.external_id,
    order_ref: order.order_ref,
    ...content,
    customer_id: customerId,
    subtotal_minor: 0,
    discount_minor: 0,
    shipping_minor: 0,
    tax_minor: 0,
    tip_minor: 0,
    duties_minor: 0,
    fees_minor: 0,
    rounding_minor: 0,
    refunded_minor: 0,
    outstanding_minor: 0,
    taxes_included: 0,
    tags: "[]",
    told_at: JSON.stringify({ first: firstToldAt, stamps } satisfies ToldAt),
    source_updated_at: Math.max(...Object.values(stamps).map(([at]) => at)),
    triggered_at: ctx.triggeredAt,
    content_sha256: contentSha256(content),
    updated_at: ctx.now,
  };
}

async function writeLines(ctx: ApplyContext, orderId: string, lines: ToldOrder["lines"], isNew: boolean): Promise<Change[]> {
  if (lines === null) return [];
  return writeChildren(ctx.tx, {
    table: "order_lines",
    of: { order_id: orderId },
    label: "lines",
    missing: "remove",
    isNew,
    desired: lines.map((line, position) => ({
      id: `${orderId}/line/${line.external_id}`,
      merchant_id: ctx.connection.merchant_id,
      order_id: orderId,
      external_id: line.external_id,
      position,
      kind: "item",
      product_external_id: null,
      variant_external_id: null,
      sku: line.sku,
      title: line.title,
      variant_title: null,
      quantity: line.quantity,
      current_quantity: line.quantity,
      unit_price_minor: line.unit_price_minor ?? 0,
      discount_minor: 0,
      requires_shipping: 1,
      is_taxable: 0,
      is_gift_card: 0,
    })),
  });
}
