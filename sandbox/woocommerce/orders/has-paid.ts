import type { SandboxContext } from "../../context.ts";
import { listWoo } from "../entities.ts";
import type { WooStore } from "../types.ts";
import { isPaidStatus } from "./statuses.ts";

/** Whether the customer has paid for an order, other than `exceptId`. */
export function hasPaid(ctx: SandboxContext, store: WooStore, customerId: number, exceptId = 0): boolean {
  return listWoo(ctx, store.slug, "order").some(
    (order) => order.customer_id === customerId && order.id !== exceptId && (isPaidStatus(order.status) || order.paid_at !== null),
  );
}
