/**
 * What WooCommerce's own order statuses mean in the hub, and which one a hub status becomes there. A store may have more (plugins add some):
 * those are not guessed. https://woocommerce.com/document/managing-orders/order-statuses/
 */
import type { StatusMap } from "../contract.ts";

export const STATUSES: StatusMap = {
  in: {
    pending: "PENDING",
    processing: "PROCESSING",
    "on-hold": "PENDING",
    completed: "DELIVERED",
    cancelled: "CANCELLED",
    refunded: "RETURNED",
    failed: "CANCELLED",
  },
  out: {
    PENDING: "pending",
    CONFIRMED: "processing",
    PROCESSING: "processing",
    PICKED: "processing",
    PACKED: "processing",
    SHIPPED: "processing",
    OUT_FOR_DELIVERY: "processing",
    DELIVERED: "completed",
    CANCELLED: "cancelled",
    RETURNED: "refunded",
  },
};

/** An order that somebody is still filling in: a checkout that is open, an order an admin has not saved yet. It becomes one with its first real status. */
export const isDraft = (status: string): boolean => status === "checkout-draft" || status === "auto-draft" || status === "draft";
