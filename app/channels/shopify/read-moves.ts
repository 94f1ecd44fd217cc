/** An order's refunds and fulfilments, all of them with all their lines. */
import type { Failure } from "#app/domain/failure.ts";
import { failure } from "#app/domain/failure.ts";
import { err, ok } from "#app/lib/result.ts";
import type { Result } from "#app/lib/result.ts";
import { z } from "zod";
import type { ApiCall } from "../contract.ts";
import { connection, gid } from "./answers/common.ts";
import { fulfillmentLineNode, fulfillmentNode, refundLineNode, refundNode } from "./answers/order.ts";
import type { FulfillmentNode, RefundNode } from "./answers/order.ts";
import { ask, readAllPages } from "./ask.ts";
import type { Granted } from "./ask.ts";
import {
  FULFILLMENT,
  FULFILLMENT_LINE_ITEMS,
  FULFILLMENTS_WITH_ORDER,
  ORDER_MOVE_IDS,
  ORDER_MOVES,
  REFUND,
  REFUND_LINE_ITEMS,
  REFUNDS_WITH_ORDER,
} from "./documents.ts";

export interface Moves {
  updatedAt: string;
  refunds: RefundNode[];
  fulfillments: FulfillmentNode[];
}

const moves = z.object({
  order: z.object({ updatedAt: z.string(), refunds: z.array(refundNode), fulfillments: z.array(fulfillmentNode) }).nullish(),
});
const ids = z.object({ order: z.object({ refunds: z.array(z.object({ id: gid })), fulfillments: z.array(z.object({ id: gid })) }).nullish() });
const oneRefund = z.object({ node: refundNode.nullish() });
const oneFulfillment = z.object({ node: fulfillmentNode.nullish() });
const refundLines = z.object({ node: z.object({ refundLineItems: connection(refundLineNode) }).nullish() });
const fulfillmentLines = z.object({ node: z.object({ fulfillmentLineItems: connection(fulfillmentLineNode) }).nullish() });

/** Null when the order is gone. */
export async function readMoves(call: ApiCall, id: string, granted: Granted): Promise<Result<Moves | null, Failure>> {
  const first = await ask(call, ORDER_MOVES, { id, withLocations: granted.withLocations }, moves);
  if (!first.ok) return first;
  if (!first.value.order) return ok(null);
  const found: Moves = { ...first.value.order };
  if (found.refunds.length >= REFUNDS_WITH_ORDER || found.fulfillments.length >= FULFILLMENTS_WITH_ORDER) {
    const rest = await addTheRest(call, id, granted, found);
    if (!rest.ok) return rest;
  }
  for (const [at, refund] of found.refunds.entries()) {
    const whole = await completeRefund(call, refund, granted);
    if (!whole.ok) return whole;
    found.refunds[at] = whole.value;
  }
  for (const fulfillment of found.fulfillments) {
    const lines = await readAllPages(fulfillment.fulfillmentLineItems, async (after) => {
      const page = await ask(call, FULFILLMENT_LINE_ITEMS, { id: fulfillment.id, after }, fulfillmentLines);
      return page.ok ? ok(page.value.node?.fulfillmentLineItems ?? null) : page;
    });
    if (!lines.ok) return lines;
    fulfillment.fulfillmentLineItems.nodes = lines.value ?? fulfillment.fulfillmentLineItems.nodes;
  }
  return ok(found);
}

/** The lists have no cursor: what did not come at once is read by id. */
async function addTheRest(call: ApiCall, id: string, granted: Granted, found: Moves): Promise<Result<null, Failure>> {
  const all = await ask(call, ORDER_MOVE_IDS, { id }, ids);
  if (!all.ok) return all;
  const { withLocations } = granted;
  const knownRefunds = new Set(found.refunds.map((refund) => refund.id));
  for (const refund of all.value.order?.refunds.filter((one) => !knownRefunds.has(one.id)) ?? []) {
    const one = await ask(call, REFUND, { id: refund.id, withLocations }, oneRefund);
    if (!one.ok) return one;
    if (one.value.node) found.refunds.push(one.value.node);
  }
  const knownFulfillments = new Set(found.fulfillments.map((fulfillment) => fulfillment.id));
  for (const fulfillment of all.value.order?.fulfillments.filter((one) => !knownFulfillments.has(one.id)) ?? []) {
    const one = await ask(call, FULFILLMENT, { id: fulfillment.id, withLocations }, oneFulfillment);
    if (!one.ok) return one;
    if (one.value.node) found.fulfillments.push(one.value.node);
  }
  return ok(null);
}

const hasMore = (refund: RefundNode): boolean =>
  refund.refundShippingLines.pageInfo.hasNextPage || refund.orderAdjustments.pageInfo.hasNextPage || refund.transactions.pageInfo.hasNextPage;

async function completeRefund(call: ApiCall, refund: RefundNode, granted: Granted): Promise<Result<RefundNode, Failure>> {
  const { withLocations } = granted;
  let whole = refund;
  if (hasMore(refund)) {
    const bigger = await ask(call, REFUND, { id: refund.id, withLocations }, oneRefund);
    if (!bigger.ok) return bigger;
    whole = bigger.value.node ?? refund;
    if (hasMore(whole))
      return err(failure("rejected", "answer_unreadable", "A refund has more than 50 transactions, adjustments or shipping lines."));
  }
  const lines = await readAllPages(whole.refundLineItems, async (after) => {
    const page = await ask(call, REFUND_LINE_ITEMS, { id: refund.id, after, withLocations }, refundLines);
    return page.ok ? ok(page.value.node?.refundLineItems ?? null) : page;
  });
  if (!lines.ok) return lines;
  return ok({ ...whole, refundLineItems: { ...whole.refundLineItems, nodes: lines.value ?? whole.refundLineItems.nodes } });
}
