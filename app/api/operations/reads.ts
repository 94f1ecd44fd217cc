/** Orders and figures. */
import { EXAMPLES } from "../example-values.ts";
import { orderDetailSchema, orderListSchema, orderQuerySchema, ordersQuerySchema } from "../schemas/orders.ts";
import { statsQuerySchema, statsSchema } from "../schemas/stats.ts";
import type { Operation } from "./operation.ts";

const ref = {
  ref: { description: "Our id, the number (`SH-#1001`, `#1001`, `1001`, `API-10045`) or the id at the platform.", example: "API-10045" },
};
export const readOperations: readonly Operation[] = [
  {
    id: "listOrders",
    method: "GET",
    path: "/api/v1/orders",
    tag: "Orders",
    summary: "List orders",
    description: "Newest first, of every channel.",
    auth: "token",
    scope: "read",
    query: ordersQuerySchema,
    answers: {
      200: {
        description: "A page of orders.",
        schema: orderListSchema,
        example: { orders: [EXAMPLES.order], next_cursor: null, previous_cursor: null },
      },
    },
    example: "list-orders",
  },
  {
    id: "getOrder",
    method: "GET",
    path: "/api/v1/orders/{ref}",
    tag: "Orders",
    summary: "Show an order",
    description: "With `include=timeline`: every delivery about it, every fact and every change, newest first.",
    auth: "token",
    scope: "read",
    query: orderQuerySchema,
    pathParameters: ref,
    answers: { 200: { description: "The order.", schema: orderDetailSchema, example: { order: EXAMPLES.orderDetail } } },
    refusals: { 404: ["order_not_found"], 409: ["order_ambiguous"] },
    example: "show-order",
  },
  {
    id: "getStats",
    method: "GET",
    path: "/api/v1/stats",
    tag: "Figures",
    summary: "Show figures",
    description: "What was finished in the window, what waits now, and, in `problems`, what keeps events from being processed.",
    auth: "token",
    scope: "read",
    query: statsQuerySchema,
    answers: { 200: { description: "The figures.", schema: statsSchema, example: EXAMPLES.stats } },
  },
];
