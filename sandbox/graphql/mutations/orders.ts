import { randomUUID } from "node:crypto";
import { cancelOrder } from "../../commerce/cancel-order.ts";
import { changeOrder } from "../../commerce/commit.ts";
import { payOrder } from "../../commerce/pay-order.ts";
import { refundOrder } from "../../commerce/refund-order.ts";
import type { RefundInput } from "../../commerce/refund-order.ts";
import { Refusal } from "../../http.ts";
import { parseMinor } from "../../shop/money.ts";
import type { Order } from "../../shop/types.ts";
import { readEntity } from "../../store/entities.ts";
import { idOf } from "../gids.ts";
import type { GraphqlRequest } from "../request.ts";
import { refundView } from "../views/refund.ts";
import type { MutationDefinition, MutationRecord } from "./define.ts";

/** The order of a gid, else the user error that Shopify gives. */
export function orderIdOf(request: GraphqlRequest, gid: unknown, field: string): string {
  const id = idOf(gid, "Order");
  if (!readEntity(request.ctx, request.shop.domain, "Order", id)) throw new Refusal(404, field, "Order does not exist", "");
  return id;
}

export function presentOrder(request: GraphqlRequest, record: MutationRecord): Record<string, unknown> {
  return { order: request.views.orderById(record.ids?.["order"] ?? null) };
}

const markAsPaid: MutationDefinition = {
  name: "orderMarkAsPaid",
  run(request, args) {
    const id = orderIdOf(request, (args["input"] as { id: string }).id, "id");
    changeOrder(request.ctx, request.shop.domain, id, (order, at, newId) => payOrder(order, at, newId));
    return { ids: { order: id }, userErrors: [] };
  },
  present: presentOrder,
};

/** Shopify cancels in a job; here it is done at once, and the job that is answered says done when asked for. */
const cancel: MutationDefinition = {
  name: "orderCancel",
  run(request, args) {
    const id = orderIdOf(request, args["orderId"], "orderId");
    const method = args["refundMethod"] as { originalPaymentMethodsRefund?: boolean | null; storeCreditRefund?: unknown } | null | undefined;
    if (method?.storeCreditRefund) throw new Refusal(422, "refundMethod", "Store credit is not supported by the sandbox", "");
    const refund = method?.originalPaymentMethodsRefund ?? args["refund"] === true;
    const reason = String(args["reason"]) as NonNullable<Order["cancelReason"]>;
    changeOrder(request.ctx, request.shop.domain, id, (order, at, newId) =>
      cancelOrder(order, { reason, refund, restock: args["restock"] === true }, at, newId),
    );
    return { ids: { order: id }, values: { job: `gid://shopify/Job/${randomUUID()}` }, userErrors: [] };
  },
  present(_request, record) {
    const errors = record.userErrors.map((error) => ({
      __typename: "OrderCancelUserError",
      field: error.field,
      message: error.message,
      code: /exist/.test(error.message) ? "NOT_FOUND" : "INVALID",
    }));
    const job = record.values?.["job"];
    return { job: job ? { __typename: "Job", id: job, done: false } : null, orderCancelUserErrors: errors };
  },
};

interface RefundArgument {
  orderId: string;
  note?: string | null;
  refundLineItems?: { lineItemId: string; quantity: number; restockType?: string | null; locationId?: string | null }[] | null;
  shipping?: { fullRefund?: boolean | null; amount?: string | null } | null;
  transactions?: { amount: string; kind: string }[] | null;
  refundDuties?: unknown[] | null;
  refundMethods?: unknown[] | null;
}

const refund: MutationDefinition = {
  name: "refundCreate",
  run(request, args) {
    const input = args["input"] as RefundArgument;
    const id = orderIdOf(request, input.orderId, "orderId");
    if (input.refundDuties?.length || input.refundMethods?.length)
      throw new Refusal(422, "input", "Duties and refund methods are not supported by the sandbox", "");
    const { outcome } = changeOrder(request.ctx, request.shop.domain, id, (order, at, newId) =>
      refundOrder(order, toRefundInput(input, order), at, newId),
    );
    return { ids: { order: id, refund: outcome.refundId }, userErrors: [] };
  },
  present(request, record) {
    const order = record.ids ? readEntity(request.ctx, request.shop.domain, "Order", record.ids["order"]!) : null;
    const made = order?.refunds.find((each) => each.id === record.ids?.["refund"]);
    return { ...presentOrder(request, record), refund: order && made ? refundView(made, order, request) : null };
  },
};

/** Shopify pays back exactly the transactions given; without any, a refund moves no money. */
function toRefundInput(input: RefundArgument, order: Order): RefundInput {
  const amount = (text: string, field: string) => {
    const minor = parseMinor(String(text), order.currency);
    if (minor === null) throw new Refusal(422, field, `${text} is not an amount`, "");
    return minor;
  };
  return {
    lines: (input.refundLineItems ?? []).map((line) => ({
      lineId: idOf(line.lineItemId, "LineItem"),
      quantity: line.quantity,
      restockType: toRestockType(line.restockType ?? "NO_RESTOCK"),
      locationId: line.locationId ? idOf(line.locationId, "Location") : null,
    })),
    shipping: input.shipping?.fullRefund ? "full" : input.shipping?.amount ? amount(input.shipping.amount, "shipping") : 0,
    amount: (input.transactions ?? [])
      .filter((transaction) => transaction.kind === "REFUND")
      .reduce((sum, transaction) => sum + amount(transaction.amount, "transactions"), 0),
    note: input.note ?? null,
  };
}

function toRestockType(value: string): RefundInput["lines"][number]["restockType"] {
  if (value === "RETURN") return "return";
  return value === "CANCEL" ? "cancel" : "no_restock";
}

export const orderMutations: MutationDefinition[] = [markAsPaid, cancel, refund];
