import { listWoo, readWoo, removeWoo } from "../entities.ts";
import { RestError } from "../rest/answer.ts";
import { LIST_PARAMS, isWanted, pageAnswer, sortThings } from "../rest/collection.ts";
import { CREATE, DELETE, READ } from "../rest/endpoint.ts";
import type { Endpoint, RestCall } from "../rest/endpoint.ts";
import { boolean, integer, oneOf, text } from "../rest/params.ts";
import { restUrl } from "../store.ts";
import type { WooNote, WooOrder, WooRefund } from "../types.ts";
import { addNote, noteJson } from "./notes.ts";
import { refundParams } from "./params.ts";
import { createRefund, deleteRefund, refundJson } from "./refunds.ts";

const orderOf = (call: RestCall): WooOrder | null => readWoo(call.work.ctx, call.work.store.slug, "order", call.ids["order_id"]!);

function requireOrderOfNotes(call: RestCall): WooOrder {
  const order = orderOf(call);
  if (!order) throw new RestError(404, "woocommerce_rest_shop_order_invalid_id", "Invalid order ID.");
  return order;
}

function requireNote(call: RestCall): WooNote {
  const order = requireOrderOfNotes(call);
  const note = readWoo(call.work.ctx, call.work.store.slug, "note", call.ids["id"]!);
  if (!note || note.order_id !== order.id) throw new RestError(404, "woocommerce_rest_invalid_id", "Invalid resource ID.");
  return note;
}

const noteEndpoints: Endpoint[] = [
  {
    methods: READ,
    path: "orders/:order_id/notes",
    denied: "list",
    params: { type: oneOf(() => ["any", "customer", "internal"]) },
    handle(call) {
      const type = (call.params["type"] as string | undefined) ?? "any";
      const notes = listWoo(call.work.ctx, call.work.store.slug, "note", requireOrderOfNotes(call).id);
      const shown = notes
        .filter((note) => type === "any" || note.customer_note === (type === "customer"))
        // The newest second first, and the older of a second first.
        .sort((a, b) => b.created_at - a.created_at || a.id - b.id);
      return { status: 200, body: shown.map((note) => noteJson(call.work, note)) };
    },
  },
  {
    methods: CREATE,
    path: "orders/:order_id/notes",
    denied: "create",
    params: { note: text, customer_note: boolean, added_by_user: boolean },
    required: ["note"],
    handle(call) {
      const { work, params } = call;
      const author = params["added_by_user"] === true ? { author: "admin" } : {};
      const note = addNote(work, requireOrderOfNotes(call).id, params["note"] as string, {
        isForCustomer: params["customer_note"] === true,
        ...author,
      });
      const location = restUrl(work.ctx, work.store, `orders/${note.order_id}/notes/${note.id}`);
      return { status: 201, headers: { location }, body: noteJson(work, note) };
    },
  },
  {
    methods: READ,
    path: "orders/:order_id/notes/:id",
    denied: "view",
    handle: (call) => ({ status: 200, body: noteJson(call.work, requireNote(call)) }),
  },
  {
    methods: DELETE,
    path: "orders/:order_id/notes/:id",
    denied: "delete",
    params: { force: boolean },
    handle(call) {
      // The real one says "Webhooks" here.
      if (call.params["force"] !== true) throw new RestError(501, "woocommerce_rest_trash_not_supported", "Webhooks do not support trashing.");
      const note = requireNote(call);
      removeWoo(call.work.ctx, call.work.store.slug, "note", note.id);
      return { status: 200, body: noteJson(call.work, note) };
    },
  },
];

function requireRefund(call: RestCall): WooRefund {
  const order = orderOf(call);
  const refund = readWoo(call.work.ctx, call.work.store.slug, "refund", call.ids["id"]!);
  if (!order) throw new RestError(404, "woocommerce_rest_invalid_order_id", "Invalid order ID.");
  if (!refund || refund.order_id !== order.id) throw new RestError(404, "woocommerce_rest_shop_order_refund_invalid_id", "Invalid ID.");
  return refund;
}

const json = (call: RestCall, refund: WooRefund): Record<string, unknown> =>
  refundJson(call.work.ctx, call.work.store, refund, call.params["dp"] as number | undefined);

const listParams = { ...LIST_PARAMS, dp: integer };

const refundEndpoints: Endpoint[] = [
  {
    methods: READ,
    path: "orders/:order_id/refunds",
    denied: "list",
    params: listParams,
    handle(call) {
      const order = orderOf(call);
      if (!order) throw new RestError(404, "woocommerce_rest_invalid_order_id", "Invalid order ID.");
      const refunds = listWoo(call.work.ctx, call.work.store.slug, "refund", order.id).filter((refund) =>
        isWanted(call.work.store, call.params, refund),
      );
      return pageAnswer(call, `orders/${order.id}/refunds`, sortThings(refunds, call.params), (refund) => json(call, refund));
    },
  },
  {
    methods: CREATE,
    path: "orders/:order_id/refunds",
    denied: "create",
    params: refundParams,
    handle(call) {
      const order = orderOf(call);
      // A missing status in the real one's error: WordPress answers 500 with a bare number.
      if (!order) throw new RestError(500, "woocommerce_rest_invalid_order_id", "Invalid order ID.", 404);
      const refund = createRefund(call.work, order, call.params);
      // The real one forgets to fill in the order's number.
      const location = restUrl(call.work.ctx, call.work.store, `orders/(?P<order_id>[\\d]+)/refunds/${refund.id}`);
      return { status: 201, headers: { location }, body: json(call, refund) };
    },
  },
  {
    methods: READ,
    path: "orders/:order_id/refunds/:id",
    denied: "view",
    params: { dp: integer },
    handle: (call) => ({ status: 200, body: json(call, requireRefund(call)) }),
  },
  {
    methods: DELETE,
    path: "orders/:order_id/refunds/:id",
    denied: "delete",
    params: { force: boolean },
    handle(call) {
      const refund = requireRefund(call);
      // Refunds have no trash: also without `force` it is gone.
      const body = json(call, refund);
      deleteRefund(call.work, refund);
      return { status: 200, body };
    },
  },
  {
    methods: READ,
    path: "refunds",
    denied: "list",
    params: listParams,
    handle(call) {
      const refunds = listWoo(call.work.ctx, call.work.store.slug, "refund").filter((refund) => isWanted(call.work.store, call.params, refund));
      return pageAnswer(call, "refunds", sortThings(refunds, call.params), (refund) => {
        const { id, ...rest } = json(call, refund);
        return { id, parent_id: refund.order_id, ...rest };
      });
    },
  },
];

export const orderPartEndpoints: Endpoint[] = [...noteEndpoints, ...refundEndpoints];
