/** The failure catalogue's part for what WooCommerce stores tell. */
import { entry } from "./failure-entry.ts";

export const FAILURES_OF_WOOCOMMERCE = {
  status_not_mapped: entry(
    "A status that Crossdock does not know",
    "The store uses an order status of its own, and nobody has said what it means. Nothing is guessed: the order waits.",
    "Choose below what the status means. Everything that waits for it goes on at once; the choice can be changed in Integrations, under the store.",
    "connect",
  ),
  status_invalid: entry(
    "This is not a status",
    "A store's status consists of small letters, digits, - and _; Crossdock's are those in the list.",
    "Choose one from the list, or write the store's as it is called there.",
    "connect",
  ),
  store_sent_an_error: entry(
    "The store sent an error in place of the data",
    "WooCommerce writes a webhook when it sends it. By then the order, product or customer was deleted, or the user who owns the webhook may not see it, so the store signed and sent its own error message.",
    "If it was deleted, nothing to do. If it happens again and again: in WooCommerce, Settings, Advanced, Webhooks, let an administrator own the webhook.",
    "look_at_source",
  ),
};
