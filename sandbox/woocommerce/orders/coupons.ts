import { precisionOf, roundHalfDown, roundTo } from "../decimals.ts";
import { listWoo } from "../entities.ts";
import { RestError } from "../rest/answer.ts";
import type { StoreWork } from "../store.ts";
import { nextWooId } from "../tables.ts";
import type { CouponLine, WooCoupon, WooOrder } from "../types.ts";
import { calculateTotals } from "./totals.ts";
import { rateFor, roundTax, taxInside, taxOn } from "./taxes.ts";

/** Finds the coupons of a request. @throws RestError 400 for a code that does not exist */
export function findCoupons(work: StoreWork, codes: readonly unknown[]): WooCoupon[] {
  const known = listWoo(work.ctx, work.store.slug, "coupon");
  return codes.map((code) => {
    if (typeof code !== "string" || code.trim() === "") throw new RestError(400, "woocommerce_rest_invalid_coupon", "Coupon code is required.");
    const coupon = known.find((candidate) => candidate.code === code.trim().toLowerCase());
    if (coupon) return coupon;
    throw new RestError(400, "woocommerce_rest_invalid_coupon", `Coupon &quot;${code}&quot; cannot be applied because it does not exist.`);
  });
}

/** Takes the discounts off the lines and writes the coupon lines; then everything is summed up again. */
export function applyCoupons(work: StoreWork, order: WooOrder, coupons: readonly WooCoupon[]): void {
  const { store } = work;
  const rate = rateFor(store, order);
  for (const line of order.line_items) line.total = line.subtotal;
  order.coupon_lines = coupons.map((coupon) => {
    const shares = sharesOf(work, order, coupon);
    let discount = 0;
    let discountTax = 0;
    for (const [index, line] of order.line_items.entries()) {
      const share = shares[index]! / 10 ** store.decimals;
      const isGross = store.prices_include_tax && rate !== null;
      line.total = Math.max(0, roundTo(line.total - (isGross ? share - taxInside(share, rate) : share), precisionOf(store.decimals)));
      const tax = rate === null ? 0 : roundTax(store, isGross ? taxInside(share, rate) : taxOn(store, share, rate));
      discount += isGross ? share - tax : share;
      discountTax += tax;
    }
    return couponLine(work, coupon, roundTo(discount, store.decimals), roundTo(discountTax, store.decimals));
  });
  calculateTotals(work, order);
}

/** What falls on each line, in the smallest unit. */
function sharesOf(work: StoreWork, order: WooOrder, coupon: WooCoupon): number[] {
  const { store } = work;
  const unit = 10 ** store.decimals;
  const prices = order.line_items.map((line) => {
    const tax = store.prices_include_tax ? line.taxes.reduce((sum, each) => sum + (each.subtotal ?? 0), 0) : 0;
    return Math.round(roundTo((line.subtotal + tax) * unit, 4));
  });
  if (coupon.discount_type === "percent") {
    const round = store.prices_include_tax ? roundHalfDown : roundTo;
    return prices.map((price) => round((price * coupon.amount) / 100, 0));
  }
  return shareOut(
    Math.round(coupon.amount * unit),
    prices,
    order.line_items.map((line) => line.quantity),
  );
}

/** A fixed amount: the same for every piece, and what remains goes to the first pieces, a cent each. */
function shareOut(amount: number, prices: readonly number[], quantities: readonly number[]): number[] {
  const pieces = quantities.reduce((sum, quantity) => sum + quantity, 0);
  if (pieces === 0) return prices.map(() => 0);
  const each = Math.floor(amount / pieces);
  const shares = prices.map((price, index) => Math.min(price, each * quantities[index]!));
  let left =
    Math.min(
      amount,
      prices.reduce((sum, price) => sum + price, 0),
    ) - shares.reduce((sum, share) => sum + share, 0);
  while (left > 0)
    for (const [index, price] of prices.entries())
      for (let piece = 0; piece < quantities[index]! && left > 0 && shares[index]! < price; piece++) {
        shares[index]! += 1;
        left -= 1;
      }
  return shares;
}

function couponLine(work: StoreWork, coupon: WooCoupon, discount: number, discountTax: number): CouponLine {
  const { ctx, store } = work;
  const info = JSON.stringify([coupon.id, coupon.code, coupon.discount_type === "fixed_cart" ? null : coupon.discount_type, coupon.amount]);
  return {
    id: nextWooId(ctx, store.slug, "item"),
    code: coupon.code,
    discount,
    discount_tax: discountTax,
    meta: [{ id: nextWooId(ctx, store.slug, "item_meta"), key: "coupon_info", value: info }],
    discount_type: coupon.discount_type,
    nominal_amount: coupon.amount,
    free_shipping: false,
  };
}
