import { findOwner, readEntity } from "../store/entities.ts";
import { readLevel } from "../store/inventory.ts";
import { parseGid } from "../store/ids.ts";
import { readSubscription } from "../webhooks/subscriptions.ts";
import { checkScopes } from "./access.ts";
import { badRequest } from "./errors.ts";
import type { GraphqlRequest, View } from "./request.ts";
import { eventView, fulfillmentOrderView, fulfillmentView } from "./views/fulfillment.ts";
import { inventoryItemView, levelView } from "./views/inventory.ts";
import { lineView } from "./views/line.ts";
import { itemOf } from "./views/load-item.ts";
import { refundView, transactionView } from "./views/refund.ts";
import { shopView, subscriptionView } from "./views/shop.ts";

/** Any object by its gid; null for what is not there. `kind` refuses the gids of others. */
export function nodeByGid(request: GraphqlRequest, gid: string, kind?: string): View | null {
  const parsed = parseGid(gid);
  if (!parsed || (kind && parsed.kind !== kind)) throw badRequest(`Invalid global id '${gid}'`);
  checkScopes(parsed.kind, "node", request);
  const { id } = parsed;
  switch (parsed.kind) {
    case "Order":
      return request.views.orderById(id);
    case "Customer":
      return request.views.customerById(id);
    case "Product":
      return request.views.productById(id);
    case "ProductVariant":
      return request.views.variantById(id);
    case "Location":
      return request.views.locationById(id);
    case "Shop":
      return id === request.shop.id ? shopView(request) : null;
    case "InventoryItem": {
      const item = itemOf(request, id);
      return item && inventoryItemView(item.variant, item.product, request);
    }
    case "InventoryLevel": {
      const itemId = /inventory_item_id=(\d+)/.exec(gid)?.[1];
      const level = itemId ? readLevel(request.ctx, request.shop.domain, itemId, id) : null;
      return level && levelView(level, request);
    }
    case "WebhookSubscription": {
      const subscription = readSubscription(request.ctx, request.shop.domain, id);
      return subscription && subscriptionView(subscription);
    }
    default:
      return partOfOrder(request, parsed.kind, id);
  }
}

function partOfOrder(request: GraphqlRequest, kind: string, id: string): View | null {
  const owner = findOwner(request.ctx, request.shop.domain, kind, id);
  const order = owner && readEntity(request.ctx, request.shop.domain, "Order", owner.id);
  if (!order) return null;
  switch (kind) {
    case "LineItem":
      return lineView(
        order.lines.find((line) => line.id === id)!,
        order,
        request,
      );
    case "Refund":
      return refundView(
        order.refunds.find((refund) => refund.id === id)!,
        order,
        request,
      );
    case "Fulfillment":
      return fulfillmentView(
        order.fulfillments.find((fulfillment) => fulfillment.id === id)!,
        order,
        request,
      );
    case "FulfillmentOrder":
      return fulfillmentOrderView(order, request);
    case "FulfillmentEvent":
      return eventView(order.fulfillments.flatMap((fulfillment) => fulfillment.events).find((event) => event.id === id)!);
    case "OrderTransaction":
      return transactionView(
        order.transactions.find((transaction) => transaction.id === id)!,
        order,
        request,
      );
    default:
      return null;
  }
}
