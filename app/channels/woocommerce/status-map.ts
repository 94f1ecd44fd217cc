/**
 * What WooCommerce's own order statuses mean in the hub, and which one a hub status becomes there. A store may have more (plugins add some):
 * those are not guessed. https://woocommerce.com/document/managing-orders/order-statuses/
 */
import type { StatusMap } from "../contract.ts";

/** WordPress keeps a status in 20 characters, and WooCommerce puts "wc-" before its own. https://developer.wordpress.org/reference/functions/register_post_status/ */
const LONGEST = 17;

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
  problemOf(word) {
    if (!/^[a-z0-9_-]+$/.test(word) || word.length > LONGEST)
      return `A store's status consists of small letters, digits, - and _, ${LONGEST} at most, such as ready-to-ship.`;
    return isDraft(word) || word === "trash" ? `With “${word}” an order is none in the store.` : null;
  },
};

/** An order that somebody is still filling in: a checkout that is open, an order an admin has not saved yet. It becomes one with its first real status. */
export const isDraft = (status: string): boolean => status === "checkout-draft" || status === "auto-draft" || status === "draft";
