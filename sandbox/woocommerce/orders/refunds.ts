import type { SandboxContext } from "../../context.ts";
import { gmtTime, localTime } from "../dates.ts";
import { formatDecimal, precisionOf, roundTo, toNumber } from "../decimals.ts";
import { listWoo, removeWoo, saveWoo } from "../entities.ts";
import { RestError } from "../rest/answer.ts";
import type { Params } from "../rest/params.ts";
import { restUrl } from "../store.ts";
import type { StoreWork } from "../store.ts";
import { nextWooId } from "../tables.ts";
import type { LineTax, TaxLine, WooOrder, WooRefund, WooStore } from "../types.ts";
import { changeStatus, saveOrder } from "./change-status.ts";
import { feeLineJson, productLineJson, shippingLineJson, taxLineJson } from "./line-json.ts";
import { mergeMeta } from "./given.ts";
import { restockRefunded } from "./order-stock.ts";

export const refundedSoFar = (ctx: SandboxContext, store: WooStore, order: WooOrder): number =>
  listWoo(ctx, store.slug, "refund", order.id).reduce((sum, refund) => sum + refund.amount, 0);

interface Back {
  quantity: number;
  total: number;
  taxes: LineTax[];
}

/** POST /orders/{id}/refunds. @throws RestError 500, as WooCommerce answers an amount that is too much */
export function createRefund(work: StoreWork, order: WooOrder, given: Params): WooRefund {
  const { ctx, store } = work;
  const lines = (given["line_items"] ?? []) as Params[];
  const backs = new Map(lines.map((line) => [Number(line["id"]), readBack(store, line)]));
  const summed = [...backs.values()].reduce((sum, back) => sum + back.total + back.taxes.reduce((tax, each) => tax + each.total, 0), 0);
  const amount = given["amount"] === undefined ? roundTo(summed, store.decimals) : toNumber(given["amount"]);
  if (amount < 0) throw new RestError(500, "woocommerce_rest_invalid_order_refund", "Refund amount must be greater than zero.", 400);
  const left = roundTo(order.total - refundedSoFar(ctx, store, order), store.decimals);
  if (amount > left) throw new RestError(500, "woocommerce_rest_cannot_create_order_refund", "Invalid refund amount.", 500);
  const isFull = roundTo(left - amount, store.decimals) <= 0;
  const refund = buildRefund(work, order, backs, amount, given);
  refund.meta = [{ id: nextWooId(ctx, store.slug, "meta"), key: "_refund_type", value: isFull ? "full" : "partial" }];
  if (Array.isArray(given["meta_data"])) refund.meta = mergeMeta(work, refund.meta, given["meta_data"], "meta");
  saveWoo(ctx, store.slug, "refund", refund);
  if (given["api_restock"] !== false)
    for (const line of order.line_items) if (backs.has(line.id)) restockRefunded(work, order, line, backs.get(line.id)!.quantity);
  if (isFull) changeStatus(work, order, "refunded");
  saveOrder(work, order);
  return refund;
}

function readBack(store: WooStore, line: Params): Back {
  const taxes = ((line["refund_tax"] ?? []) as Params[]).map((tax) => ({
    id: Number(tax["id"]),
    total: toNumber(tax["refund_total"]),
    subtotal: toNumber(tax["refund_total"]),
  }));
  return { quantity: Number(line["quantity"] ?? 0), total: roundTo(toNumber(line["refund_total"]), precisionOf(store.decimals)), taxes };
}

/** The lines that come back, negative. */
function buildRefund(work: StoreWork, order: WooOrder, backs: Map<number, Back>, amount: number, given: Params): WooRefund {
  const { ctx, store, at } = work;
  const copy = <T extends { id: number }>(lines: readonly T[], isPlain: boolean): T[] =>
    lines.flatMap((line) => {
      const back = backs.get(line.id);
      if (!back) return [];
      const taxes = back.taxes.map((tax) => ({ id: tax.id, total: -tax.total, subtotal: isPlain ? -tax.total : null }));
      const meta = [{ id: nextWooId(ctx, store.slug, "item_meta"), key: "_refunded_item_id", value: String(line.id) }];
      const total = back.total === 0 ? 0 : -back.total;
      return [
        { ...line, id: nextWooId(ctx, store.slug, "item"), total, taxes, meta, ...(isPlain ? { quantity: -back.quantity, subtotal: total } : {}) },
      ];
    });
  const refund: WooRefund = {
    id: nextWooId(ctx, store.slug, "post"),
    order_id: order.id,
    created_at: at,
    amount,
    reason: typeof given["reason"] === "string" ? given["reason"] : "",
    refunded_payment: false,
    meta: [],
    line_items: copy(order.line_items, true),
    shipping_lines: copy(order.shipping_lines, false),
    fee_lines: copy(order.fee_lines, false),
    tax_lines: [],
  };
  refund.tax_lines = refundTaxLines(work, order, refund);
  return refund;
}

function refundTaxLines(work: StoreWork, order: WooOrder, refund: WooRefund): TaxLine[] {
  const sum = (taxes: LineTax[], id: number): number => taxes.filter((tax) => tax.id === id).reduce((total, tax) => total + tax.total, 0);
  const cart = [...refund.line_items, ...refund.fee_lines].flatMap((line) => line.taxes);
  const shipping = refund.shipping_lines.flatMap((line) => line.taxes);
  return order.tax_lines
    .filter(({ rate }) => [...cart, ...shipping].some((tax) => tax.id === rate.id))
    .map(({ rate }) => ({
      id: nextWooId(work.ctx, work.store.slug, "item"),
      rate,
      tax_total: sum(cart, rate.id),
      shipping_tax_total: sum(shipping, rate.id),
    }));
}

/** Deleting a refund gives the money back to the order's total, and tells nobody. */
export function deleteRefund(work: StoreWork, refund: WooRefund): void {
  removeWoo(work.ctx, work.store.slug, "refund", refund.id);
}

export function refundJson(ctx: SandboxContext, store: WooStore, refund: WooRefund, digits = store.decimals): Record<string, unknown> {
  const order = restUrl(ctx, store, `orders/${refund.order_id}`);
  return {
    id: refund.id,
    date_created: localTime(store, refund.created_at),
    date_created_gmt: gmtTime(refund.created_at),
    amount: formatDecimal(refund.amount, digits),
    reason: refund.reason,
    refunded_by: 1,
    refunded_payment: refund.refunded_payment,
    meta_data: refund.meta,
    line_items: refund.line_items.map((line) => productLineJson(ctx, store, line, digits)),
    shipping_lines: refund.shipping_lines.map((line) => shippingLineJson(store, line, digits)),
    tax_lines: refund.tax_lines.map((line) => taxLineJson(line, digits)),
    fee_lines: refund.fee_lines.map((line) => feeLineJson(store, line, digits)),
    _links: { self: [{ href: `${order}/refunds/${refund.id}` }], collection: [{ href: `${order}/refunds` }], up: [{ href: order }] },
  };
}
