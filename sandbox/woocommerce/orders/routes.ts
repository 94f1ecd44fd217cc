import { readWoo } from "../entities.ts";
import { RestError } from "../rest/answer.ts";
import type { RestAnswer } from "../rest/answer.ts";
import { batchEndpoint } from "../rest/batch.ts";
import { pageAnswer } from "../rest/collection.ts";
import { CREATE, DELETE, EDIT, READ } from "../rest/endpoint.ts";
import type { Endpoint, RestCall } from "../rest/endpoint.ts";
import { boolean, integer } from "../rest/params.ts";
import type { Params } from "../rest/params.ts";
import { restUrl } from "../store.ts";
import type { WooOrder, WooStore } from "../types.ts";
import { findOrders, requireOrder } from "./find-orders.ts";
import { orderJson } from "./order-json.ts";
import { orderListParams, orderParams } from "./params.ts";
import { createOrder, deleteOrder, trashOrder, updateOrder } from "./write-order.ts";

const json = (call: RestCall, order: WooOrder): Record<string, unknown> => {
  const { ctx, store } = call.work;
  // Read again: what followed (stock, refunds) may have been written meanwhile.
  return orderJson(ctx, store, readWoo(ctx, store.slug, "order", order.id) ?? order, call.params["dp"] as number | undefined);
};

/** DELETE: into the trash, or for good with `force`. Answers the order as it was before. */
function removeOrder(call: RestCall, order: WooOrder, isForced: boolean): Record<string, unknown> {
  const before = json(call, order);
  if (isForced) deleteOrder(call.work, order);
  else if (order.status === "trash") throw new RestError(410, "woocommerce_rest_already_trashed", "The shop_order has already been deleted.");
  else trashOrder(call.work, order);
  return before;
}

export const orderEndpoints = (store: WooStore): Endpoint[] => [
  {
    methods: READ,
    path: "orders",
    denied: "list",
    params: orderListParams(store),
    handle: (call) => pageAnswer(call, "orders", findOrders(call), (order) => json(call, order)),
  },
  {
    methods: CREATE,
    path: "orders",
    denied: "create",
    params: orderParams(store),
    handle: (call) => created(call, createOrder(call.work, call.params)),
  },
  {
    methods: READ,
    path: "orders/:id",
    denied: "view",
    params: { dp: integer },
    handle: (call) => ({ status: 200, body: json(call, requireOrder(call, 404)) }),
  },
  {
    methods: EDIT,
    path: "orders/:id",
    denied: "edit",
    params: orderParams(store),
    handle: (call) => ({ status: 200, body: json(call, updateOrder(call.work, requireOrder(call, 400), call.params)) }),
  },
  {
    methods: DELETE,
    path: "orders/:id",
    denied: "delete",
    params: { force: boolean },
    handle: (call) => ({ status: 200, body: removeOrder(call, requireOrder(call, 404), call.params["force"] === true) }),
  },
  batchEndpoint("orders", {
    params: orderParams(store),
    create: (call, given) => json(call, createOrder(call.work, given)),
    update: (call, given) => json(call, updateOrder(call.work, requireOrder(call, 400, idOf(given)), given)),
    // A batch deletes for good.
    remove: (call, given) => removeOrder(call, requireOrder(call, 404, idOf(given)), true),
  }),
];

const idOf = (given: Params): number => Number(given["id"] ?? 0);

function created(call: RestCall, order: WooOrder): RestAnswer {
  return { status: 201, headers: { location: restUrl(call.work.ctx, call.work.store, `orders/${order.id}`) }, body: json(call, order) };
}
