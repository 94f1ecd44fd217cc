import { listWoo } from "../entities.ts";
import { RestError } from "../rest/answer.ts";
import { batchEndpoint } from "../rest/batch.ts";
import { isWanted, LIST_PARAMS, pageAnswer, sortThings } from "../rest/collection.ts";
import { CREATE, DELETE, EDIT, READ } from "../rest/endpoint.ts";
import type { Endpoint, RestCall } from "../rest/endpoint.ts";
import { boolean, integer, listOf, oneOf, shape, text } from "../rest/params.ts";
import type { Param } from "../rest/params.ts";
import { restUrl } from "../store.ts";
import type { WooProduct, WooVariation } from "../types.ts";
import { variationJson } from "./product-json.ts";
import { removeVariation, sellableParams } from "./routes.ts";
import { createVariation, readProduct, readVariation, trashVariation, updateVariation } from "./write-product.ts";

const PATH = "products/:product_id/variations";

const params: Record<string, Param> = {
  ...sellableParams,
  attributes: listOf(shape({ id: integer, name: text, option: text })),
};

function requireParent(call: RestCall): WooProduct {
  const parent = readProduct(call.work, call.ids["product_id"]!);
  if (!parent) throw new RestError(404, "woocommerce_rest_product_variation_invalid_parent_id", "Parent product does not exist.");
  return parent;
}

function requireVariation(call: RestCall, id = call.ids["id"] ?? 0): WooVariation {
  const variation = readVariation(call.work, id);
  if (!variation || variation.product_id !== call.ids["product_id"])
    throw new RestError(404, "woocommerce_rest_product_variation_invalid_id", "Invalid ID.");
  return variation;
}

const json = (call: RestCall, variation: WooVariation, isEdited = false): Record<string, unknown> =>
  variationJson(call.work.ctx, call.work.store, variation, isEdited);

function remove(call: RestCall, variation: WooVariation, isForced: boolean): Record<string, unknown> {
  const before = json(call, variation, true);
  if (isForced) removeVariation(call, variation.id);
  else trashVariation(call.work, variation);
  return before;
}

export const variationEndpoints: Endpoint[] = [
  {
    methods: READ,
    path: PATH,
    denied: "list",
    params: { ...LIST_PARAMS, sku: text, status: oneOf(() => ["any", "draft", "pending", "private", "publish", "trash"]) },
    handle(call) {
      const { work, params: given } = call;
      const found = listWoo(work.ctx, work.store.slug, "variation", call.ids["product_id"]!)
        .filter((variation) => given["sku"] === undefined || variation.sku === given["sku"])
        .filter((variation) => isWanted(work.store, given, variation));
      return pageAnswer(call, `products/${call.ids["product_id"]}/variations`, sortThings(found, given), (each) => json(call, each), false);
    },
  },
  {
    methods: CREATE,
    path: PATH,
    denied: "create",
    params,
    handle(call) {
      const variation = createVariation(call.work, requireParent(call), call.params);
      // The real one forgets to fill in the product's number.
      const location = restUrl(call.work.ctx, call.work.store, `products/(?P<product_id>[\\d]+)/variations/${variation.id}`);
      return { status: 201, headers: { location }, body: json(call, variation, true) };
    },
  },
  { methods: READ, path: `${PATH}/:id`, denied: "view", handle: (call) => ({ status: 200, body: json(call, requireVariation(call)) }) },
  {
    methods: EDIT,
    path: `${PATH}/:id`,
    denied: "edit",
    params,
    handle: (call) => ({ status: 200, body: json(call, updateVariation(call.work, requireParent(call), requireVariation(call), call.params), true) }),
  },
  {
    methods: DELETE,
    path: `${PATH}/:id`,
    denied: "delete",
    params: { force: boolean },
    handle: (call) => ({ status: 200, body: remove(call, requireVariation(call), call.params["force"] === true) }),
  },
  batchEndpoint(PATH, {
    params,
    create: (call, given) => json(call, createVariation(call.work, requireParent(call), given), true),
    update: (call, given) =>
      json(call, updateVariation(call.work, requireParent(call), requireVariation(call, Number(given["id"] ?? 0)), given), true),
    remove: (call, given) => remove(call, requireVariation(call, Number(given["id"] ?? 0)), true),
    // As the real one does.
    nameFailedDeletion: (call, id) => ({ id, product_id: call.ids["product_id"], force: true }),
  }),
];
