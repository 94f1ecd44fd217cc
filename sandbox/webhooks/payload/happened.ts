import type { EditSummary, Happening } from "../../commerce/happening.ts";
import type { Customer, Order, Shop } from "../../shop/types.ts";
import { fulfillmentEventPayload, fulfillmentPayload } from "./fulfillment.ts";
import { addressPayload } from "./customer.ts";
import { orderPayload } from "./order.ts";
import { refundPayload } from "./refund.ts";
import { formatShopTime, idNumber } from "./scalars.ts";
import type { PayloadContext } from "./scalars.ts";

/** How a shop's payloads are written. */
export function payloadContextOf(shop: Shop): PayloadContext {
  return { timezone: shop.ianaTimezone, customerData: shop.protectedCustomerData, shopDomain: shop.domain };
}

/** The body of the webhook that tells one happening, from the order as it is now. */
export function happeningPayload(happening: Happening, order: Order, customer: Customer | null, shop: Shop): object {
  const context = payloadContextOf(shop);
  switch (happening.topic) {
    case "orders/delete":
      return { id: idNumber(order.id) };
    case "orders/edited":
      return { order_edit: editPayload(happening.edit, order, context) };
    case "refunds/create":
      return refundPayload(
        order.refunds.find((refund) => refund.id === happening.refundId)!,
        order,
        context,
      );
    case "fulfillments/create":
    case "fulfillments/update":
      return fulfillmentBody(happening.fulfillmentId, order, context);
    case "fulfillment_events/create": {
      const fulfillment = order.fulfillments.find((each) => each.id === happening.fulfillmentId)!;
      return fulfillmentEventPayload(fulfillment, happening.eventId, order, shop.id, context);
    }
    default:
      return orderPayload(order, customer, context);
  }
}

function fulfillmentBody(fulfillmentId: string, order: Order, context: PayloadContext): object {
  const fulfillment = order.fulfillments.find((each) => each.id === fulfillmentId)!;
  return {
    ...fulfillmentPayload(fulfillment, order, context),
    destination: order.shippingAddress ? addressPayload(order.shippingAddress, context) : null,
    ...(context.customerData ? { email: order.email } : {}),
  };
}

/** orders/edited tells only what changed; the order itself comes with orders/updated. */
function editPayload(edit: EditSummary, order: Order, context: PayloadContext): object {
  const changes = (list: EditSummary["additions"]) => list.map((change) => ({ id: idNumber(change.lineId), delta: change.delta }));
  const at = formatShopTime(order.updatedAt, context.timezone);
  return {
    id: idNumber(edit.id),
    app_id: null,
    created_at: at,
    committed_at: at,
    notify_customer: false,
    order_id: idNumber(order.id),
    staff_note: null,
    user_id: null,
    line_items: { additions: changes(edit.additions), removals: changes(edit.removals) },
    discounts: { line_item: { additions: [], removals: [] } },
    shipping_lines: { additions: [], removals: [] },
  };
}
