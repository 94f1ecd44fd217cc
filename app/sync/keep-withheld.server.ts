/**
 * A read of the source cannot see what the merchant did not grant, a webhook tells it all the same: what is stored of that stays, or the
 * two would contradict each other for ever.
 */
import { CHANNELS } from "#app/channels/all.ts";
import type { EntityKind } from "#app/channels/contract.ts";
import type { Row } from "#app/data/database.ts";
import { customerSchema, type Customer, type Order } from "#app/domain/events.ts";
import type { ApplyContext } from "./context.ts";

/** @param order as just read; @returns it with what the read could not see taken from the stored rows */
export async function keepWithheld(ctx: ApplyContext, stored: Row<"orders">, order: Order): Promise<Order> {
  const granted = ctx.connection.granted_scopes.split(",");
  const isWithheld = (entity: EntityKind) => (CHANNELS[ctx.connection.channel]?.missingScopes([entity], granted).length ?? 0) > 0;
  let kept = order;
  if (order.customer === null && stored.customer_id !== null && isWithheld("customers"))
    kept = { ...kept, customer: await storedCustomer(ctx, stored.customer_id) };
  if (isWithheld("products")) kept = { ...kept, lines: await linesWithProducts(ctx, stored.id, kept) };
  if (isWithheld("inventory")) kept = { ...kept, fulfillments: await fulfillmentsWithLocations(ctx, stored.id, kept) };
  return kept;
}

async function storedCustomer(ctx: ApplyContext, id: string): Promise<Customer | null> {
  const row = await ctx.tx.find("customers", { id });
  return row === undefined ? null : customerSchema.parse({ ...row, tags: JSON.parse(row.tags) as unknown });
}

async function linesWithProducts(ctx: ApplyContext, orderId: string, order: Order): Promise<Order["lines"]> {
  const rows = new Map((await ctx.tx.list("order_lines", { order_id: orderId })).map((row) => [row.external_id, row]));
  return order.lines.map((line) => ({
    ...line,
    product_external_id: line.product_external_id ?? rows.get(line.external_id)?.product_external_id ?? null,
    variant_external_id: line.variant_external_id ?? rows.get(line.external_id)?.variant_external_id ?? null,
  }));
}

async function fulfillmentsWithLocations(ctx: ApplyContext, orderId: string, order: Order): Promise<Order["fulfillments"]> {
  const rows = new Map((await ctx.tx.list("fulfillments", { order_id: orderId })).map((row) => [row.external_id, row]));
  return order.fulfillments.map((one) => ({
    ...one,
    location_external_id: one.location_external_id ?? rows.get(one.external_id)?.location_external_id ?? null,
  }));
}
