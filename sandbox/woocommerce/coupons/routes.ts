import { gmtTime, localTime } from "../dates.ts";
import { formatDecimal, toNumber } from "../decimals.ts";
import { listWoo, readWoo, removeWoo, saveWoo } from "../entities.ts";
import { RestError } from "../rest/answer.ts";
import { LIST_PARAMS, isWanted, pageAnswer, sortThings } from "../rest/collection.ts";
import { CREATE, DELETE, READ } from "../rest/endpoint.ts";
import type { Endpoint, RestCall } from "../rest/endpoint.ts";
import { amount, boolean, oneOf, text } from "../rest/params.ts";
import { restUrl } from "../store.ts";
import type { StoreWork } from "../store.ts";
import { nextWooId } from "../tables.ts";
import type { WooCoupon } from "../types.ts";

export function createCoupon(work: StoreWork, given: { code: string; discount_type?: string; amount?: unknown; description?: string }): WooCoupon {
  const coupon: WooCoupon = {
    id: nextWooId(work.ctx, work.store.slug, "post"),
    code: given.code.trim().toLowerCase(),
    discount_type: given.discount_type ?? "fixed_cart",
    amount: toNumber(given.amount ?? 0),
    created_at: work.at,
    modified_at: work.at,
    description: given.description ?? "",
  };
  saveWoo(work.ctx, work.store.slug, "coupon", coupon);
  return coupon;
}

/** The part of a coupon that an order depends on; limits and restrictions are not played. */
function couponJson({ work }: RestCall, coupon: WooCoupon): object {
  const { ctx, store } = work;
  return {
    id: coupon.id,
    code: coupon.code,
    amount: formatDecimal(coupon.amount, 2),
    status: "publish",
    date_created: localTime(store, coupon.created_at),
    date_created_gmt: gmtTime(coupon.created_at),
    date_modified: localTime(store, coupon.modified_at),
    date_modified_gmt: gmtTime(coupon.modified_at),
    discount_type: coupon.discount_type,
    description: coupon.description,
    _links: {
      self: [{ href: restUrl(ctx, store, `coupons/${coupon.id}`) }],
      collection: [{ href: restUrl(ctx, store, "coupons") }],
    },
  };
}

function requireCoupon(call: RestCall): WooCoupon {
  const coupon = readWoo(call.work.ctx, call.work.store.slug, "coupon", call.ids["id"]!);
  if (!coupon) throw new RestError(404, "woocommerce_rest_shop_coupon_invalid_id", "Invalid ID.");
  return coupon;
}

export const couponEndpoints: Endpoint[] = [
  {
    methods: READ,
    path: "coupons",
    denied: "list",
    params: { ...LIST_PARAMS, code: text },
    handle(call) {
      const coupons = listWoo(call.work.ctx, call.work.store.slug, "coupon")
        .filter((coupon) => call.params["code"] === undefined || coupon.code === call.params["code"])
        .filter((coupon) => isWanted(call.work.store, call.params, coupon));
      return pageAnswer(call, "coupons", sortThings(coupons, call.params), (coupon) => couponJson(call, coupon), false);
    },
  },
  {
    methods: CREATE,
    path: "coupons",
    denied: "create",
    params: { code: text, amount, discount_type: oneOf(() => ["percent", "fixed_cart"]), description: text },
    required: ["code"],
    handle(call) {
      const coupon = createCoupon(call.work, call.params as { code: string });
      return { status: 201, headers: { location: restUrl(call.work.ctx, call.work.store, `coupons/${coupon.id}`) }, body: couponJson(call, coupon) };
    },
  },
  { methods: READ, path: "coupons/:id", denied: "view", handle: (call) => ({ status: 200, body: couponJson(call, requireCoupon(call)) }) },
  {
    methods: DELETE,
    path: "coupons/:id",
    denied: "delete",
    params: { force: boolean },
    handle(call) {
      const coupon = requireCoupon(call);
      removeWoo(call.work.ctx, call.work.store.slug, "coupon", coupon.id);
      return { status: 200, body: couponJson(call, coupon) };
    },
  },
];
