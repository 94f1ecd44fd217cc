/** One canonical event → the model. Runs inside the transaction that also completes the delivery. */
import type { CanonicalEvent } from "#app/domain/events.ts";
import { applyAppUninstalled } from "./apply-app-uninstalled.server.ts";
import { applyCustomerRedact } from "./apply-customer-redact.server.ts";
import { applyCustomer } from "./apply-customer.server.ts";
import { applyDataRequest } from "./apply-data-request.server.ts";
import { applyDeletion } from "./apply-deletion.server.ts";
import { applyInventoryLevel, applyLevels } from "./apply-inventory.server.ts";
import { applyMessageNews } from "./apply-message-news.server.ts";
import { applyFulfillment, applyRefund, applyShipmentEvent } from "./apply-order-parts.server.ts";
import { applyOrderNote, applyOrderNoteDeletion } from "./apply-order-note.server.ts";
import { applyOrder } from "./apply-order.server.ts";
import { applyProduct } from "./apply-product.server.ts";
import { applyScopesChanged } from "./apply-scopes-changed.server.ts";
import { applyShopChanged } from "./apply-shop-changed.server.ts";
import { applyShopRedact } from "./apply-shop-redact.server.ts";
import { applyToldOrder } from "./apply-told-order.server.ts";
import { applied, both, ignored, type Applied, type ApplyContext } from "./context.ts";
import { requestRead } from "./request-read.server.ts";
import { respectErasure } from "./respect-erasure.server.ts";

export async function applyEvent(ctx: ApplyContext, given: CanonicalEvent): Promise<Applied> {
  const event = await respectErasure(ctx, given);
  switch (event.type) {
    case "order_snapshot":
      return applyOrder(ctx, event.order, event.facts, "delivery", event.is_exact);
    case "order_told":
      return applyToldOrder(ctx, event.order, event.facts);
    case "refund_seen":
      return applyRefund(ctx, event.order_external_id, event.refund, event.facts);
    case "fulfillment_seen":
      return applyFulfillment(ctx, event.order_external_id, event.fulfillment, event.facts);
    case "shipment_event":
      return applyShipmentEvent(
        ctx,
        event.order_external_id,
        { fulfillmentExternalId: event.fulfillment_external_id, shipmentStatus: event.shipment_status, happenedAt: event.happened_at },
        event.facts,
      );
    case "read_again":
      await requestRead(ctx, event.entity, event.external_id, { reason: event.reason });
      return applied(0);
    case "customer_snapshot":
      return (await applyCustomer(ctx, event.customer, "delivery", event.is_exact)).result;
    case "product_snapshot":
      return both(await applyProduct(ctx, event.product, "delivery", event.is_exact), await applyLevels(ctx, event.levels ?? [], "delivery"));
    case "inventory_level":
      return applyInventoryLevel(ctx, event.level, "delivery");
    case "deleted":
      return applyDeletion(ctx, event.entity, event.external_id, event.version ?? null);
    case "order_note":
      return applyOrderNote(ctx, event.note);
    case "order_note_deleted":
      return applyOrderNoteDeletion(ctx, event.external_id, event.order_external_id);
    case "nothing_to_do":
      return ignored;
    case "app_uninstalled":
      return applyAppUninstalled(ctx);
    case "scopes_changed":
      return applyScopesChanged(ctx, event.scopes);
    case "shop_changed":
      return applyShopChanged(ctx, event);
    case "data_request":
      return applyDataRequest(ctx, event);
    case "customer_redact":
      return applyCustomerRedact(ctx, event);
    case "shop_redact":
      return applyShopRedact(ctx);
    case "message_news":
      return applyMessageNews(ctx, event);
  }
}
