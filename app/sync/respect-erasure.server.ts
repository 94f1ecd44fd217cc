/** Erased stays erased: what arrives late about an erased person or order is applied without what is personal, and its body is erased too. */
import type { CanonicalEvent } from "#app/domain/events.ts";
import { eraseDeliveries } from "#app/data/erase-deliveries.server.ts";
import type { ApplyContext } from "./context.ts";
import { customerWithoutPersonalData, fulfillmentWithoutPersonalData, orderWithoutPersonalData } from "./personal-data.ts";

/** @returns the event to apply: as given, or without personal data */
export async function respectErasure(ctx: ApplyContext, event: CanonicalEvent): Promise<CanonicalEvent> {
  const stripped = await withoutErased(ctx, event);
  if (stripped !== event && ctx.deliveryId !== null) await eraseDeliveries(ctx.tx, ctx.connection.merchant_id, [ctx.deliveryId], ctx.now);
  return stripped;
}

async function withoutErased(ctx: ApplyContext, event: CanonicalEvent): Promise<CanonicalEvent> {
  switch (event.type) {
    case "order_snapshot": {
      const isErased = (await isCustomerErased(ctx, event.order.customer?.external_id)) || (await isOrderErased(ctx, event.order.external_id));
      return isErased ? { ...event, order: orderWithoutPersonalData(event.order) } : event;
    }
    case "customer_snapshot":
      return (await isCustomerErased(ctx, event.customer.external_id)) ? { ...event, customer: customerWithoutPersonalData(event.customer) } : event;
    case "refund_seen":
      return (await isOrderErased(ctx, event.order_external_id)) ? { ...event, refund: { ...event.refund, note: null } } : event;
    case "fulfillment_seen":
      return (await isOrderErased(ctx, event.order_external_id))
        ? { ...event, fulfillment: fulfillmentWithoutPersonalData(event.fulfillment) }
        : event;
    default:
      return event;
  }
}

async function isCustomerErased({ tx, connection }: ApplyContext, externalId: string | null | undefined): Promise<boolean> {
  if (externalId === null || externalId === undefined) return false;
  const customer = await tx.find("customers", { connection_id: connection.id, external_id: externalId }, ["erased_at"]);
  return customer !== undefined && customer.erased_at !== null;
}

/** An order is erased by itself, or because its customer is: one that was not known yet when they were erased. */
async function isOrderErased(ctx: ApplyContext, externalId: string): Promise<boolean> {
  const order = await ctx.tx.find("orders", { connection_id: ctx.connection.id, external_id: externalId }, ["erased_at", "customer_external_id"]);
  if (order === undefined) return false;
  return order.erased_at !== null || isCustomerErased(ctx, order.customer_external_id);
}
