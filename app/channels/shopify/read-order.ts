/** Reads an order again from Shopify: field by field what the webhook of the same state says. */
import type { Order } from "#app/domain/events.ts";
import type { Failure } from "#app/domain/failure.ts";
import { failure } from "#app/domain/failure.ts";
import { err, ok } from "#app/lib/result.ts";
import type { Result } from "#app/lib/result.ts";
import { z } from "zod";
import type { ApiCall, ConnectionFacts } from "../contract.ts";
import { connection } from "./answers/common.ts";
import { lineNode, orderNode, shippingLineNode } from "./answers/order.ts";
import type { OrderNode } from "./answers/order.ts";
import { ask, grantedBy, readAllPages } from "./ask.ts";
import type { Granted } from "./ask.ts";
import { buildOrder } from "./build-order.ts";
import { ORDER, ORDER_LINES, ORDER_SHIPPING_LINES } from "./documents.ts";
import { orderNodeParts } from "./order-node-parts.ts";
import { readMoves } from "./read-moves.ts";
import { readOrFail } from "#app/domain/unreadable.ts";

/** An order is read by several calls; when it changes in between, everything is read again, this often. */
const TRIES = 3;

const one = z.object({ order: orderNode.nullish() });
const moreLines = z.object({ order: z.object({ updatedAt: z.string(), lineItems: connection(lineNode) }).nullish() });
const moreShippingLines = z.object({ order: z.object({ updatedAt: z.string(), shippingLines: connection(shippingLineNode) }).nullish() });

/** Null: Shopify no longer has the order. Fields behind a scope that the shop did not grant come as null (see README, withheld). */
export async function readOrder(
  call: ApiCall,
  externalId: string,
  connectionFacts: ConnectionFacts,
  scopes: readonly string[],
): Promise<Result<Order | null, Failure>> {
  const id = `gid://shopify/Order/${externalId}`;
  const granted = grantedBy(scopes);
  for (let attempt = 1; attempt <= TRIES; attempt++) {
    const head = await readHead(call, id, granted);
    if (!head.ok) return head;
    if (head.value === null) return ok(null);
    const moves = await readMoves(call, id, granted);
    if (!moves.ok) return moves;
    if (moves.value === null) return ok(null);
    const { node } = head.value;
    const { updatedAt, refunds, fulfillments } = moves.value;
    if (updatedAt !== node.updatedAt || head.value.hasChanged) continue;
    return readOrFail(() => buildOrder(orderNodeParts(node, refunds, fulfillments), connectionFacts));
  }
  return err(failure("transient", "order_keeps_changing", "The order changed each time while it was being read; it will be read again."));
}

/** The order with all its lines; `hasChanged` when a later page belongs to a newer state. */
async function readHead(call: ApiCall, id: string, granted: Granted): Promise<Result<{ node: OrderNode; hasChanged: boolean } | null, Failure>> {
  const first = await ask(call, ORDER, { id, withCustomer: granted.withCustomer, withProducts: granted.withProducts }, one);
  if (!first.ok) return first;
  const node = first.value.order;
  if (!node) return ok(null);
  let hasChanged = false;
  const lines = await readAllPages(node.lineItems, async (after) => {
    const page = await ask(call, ORDER_LINES, { id, after, withProducts: granted.withProducts }, moreLines);
    if (!page.ok) return page;
    if (page.value.order && page.value.order.updatedAt !== node.updatedAt) hasChanged = true;
    return ok(page.value.order?.lineItems ?? null);
  });
  if (!lines.ok) return lines;
  const shippingLines = await readAllPages(node.shippingLines, async (after) => {
    const page = await ask(call, ORDER_SHIPPING_LINES, { id, after }, moreShippingLines);
    if (!page.ok) return page;
    if (page.value.order && page.value.order.updatedAt !== node.updatedAt) hasChanged = true;
    return ok(page.value.order?.shippingLines ?? null);
  });
  if (!shippingLines.ok) return shippingLines;
  if (lines.value === null || shippingLines.value === null) return ok(null);
  node.lineItems.nodes = lines.value;
  node.shippingLines.nodes = shippingLines.value;
  return ok({ node, hasChanged });
}
