/**
 * Every operation of the API as the document describes it: which schema goes in, which comes out, what can be refused. Each has a handler
 * (routes.ts and the event API), and each handler an operation: a test compares them.
 */
import { deliveryOperations } from "./operations/deliveries.ts";
import { eventOperations } from "./operations/events.ts";
import { importOperations } from "./operations/imports.ts";
import { listOperations } from "./operations/lists.ts";
import type { Operation } from "./operations/operation.ts";
import { readOperations } from "./operations/reads.ts";
import { woocommerceOperations } from "./operations/woocommerce.ts";

export const OPERATIONS: readonly Operation[] = [
  ...eventOperations,
  ...readOperations,
  ...listOperations,
  ...deliveryOperations,
  ...importOperations,
  ...woocommerceOperations,
];
