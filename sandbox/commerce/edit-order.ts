import { Refusal } from "../http.ts";
import { convertToBag } from "../shop/money.ts";
import { fulfillableOf } from "../shop/statuses.ts";
import type { Order, Product, Variant } from "../shop/types.ts";
import { netOf, taxOn } from "./amounts.ts";
import { buildLine } from "./build-order.ts";
import { touch } from "./happening.ts";
import type { EditSummary, NewId, Outcome } from "./happening.ts";
import { restockOf, takeBack } from "./refund-order.ts";

export interface EditInput {
  add: { product: Product; variant: Variant; quantity: number }[];
  remove: { lineId: string; quantity: number; restock: boolean }[];
}

/**
 * Edits an order: added units become new lines, removed ones lower current_quantity and leave a refund record without money
 * (https://shopify.dev/docs/apps/build/orders-fulfillment/order-management-apps/edit-orders).
 */
export function editOrder(order: Order, input: EditInput, at: number, newId: NewId): Outcome {
  if (order.cancelledAt !== null) throw new Refusal(409, "id", `order ${order.name} is cancelled`, "edit another order");
  if (input.add.length + input.remove.length === 0) throw new Refusal(422, "add", "an edit adds or removes something", "give add or remove");
  for (const each of input.remove) {
    const line = order.lines.find((candidate) => candidate.id === each.lineId);
    if (!line || line.isTip)
      throw new Refusal(422, "remove", `order ${order.name} has no line ${each.lineId}`, "take line ids from GET /sandbox/orders/{id}");
    if (each.quantity > fulfillableOf(line))
      throw new Refusal(422, "remove", `line ${each.lineId} has ${fulfillableOf(line)} not fulfilled units`, "refund fulfilled units instead");
  }
  const edit: EditSummary = { id: newId("OrderEdit"), additions: [], removals: [] };
  const outcome: Outcome = { happenings: [], stock: [] };
  const rates = order.lines.find((line) => line.taxLines.length > 0)?.taxLines ?? [];
  for (const each of input.add) {
    const line = buildLine(each, (minor) => convertToBag(minor, order.currency, order.presentmentCurrency), newId);
    line.taxLines = line.taxable ? taxOn(netOf(line), rates, order.taxesIncluded) : [];
    order.lines.push(line);
    edit.additions.push({ lineId: line.id, delta: each.quantity });
    outcome.stock.push({ variantId: each.variant.id, locationId: null, delta: -each.quantity });
  }
  if (input.remove.length > 0) {
    const lines = input.remove.map((each) => ({
      lineId: each.lineId,
      quantity: each.quantity,
      restockType: each.restock ? ("cancel" as const) : ("no_restock" as const),
      locationId: null,
    }));
    const refund = takeBack(order, { lines, shipping: 0, note: null }, at, newId);
    refund.isEdit = true;
    edit.removals.push(...input.remove.map((each) => ({ lineId: each.lineId, delta: each.quantity })));
    outcome.stock.push(...restockOf(order, refund));
    // "refunds/create: independent from the movement of money" (shopify.dev, webhook topics).
    outcome.happenings.push({ topic: "refunds/create", refundId: refund.id });
  }
  order.isEdited = true;
  touch(order, at);
  outcome.happenings.unshift({ topic: "orders/edited", edit });
  outcome.happenings.push({ topic: "orders/updated" });
  return outcome;
}
