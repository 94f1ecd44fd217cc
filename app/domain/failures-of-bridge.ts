/** The failure catalogue's part for WordPress stores that the plugin pairs. */
import { entry } from "./failure-entry.ts";

export const FAILURES_OF_BRIDGE = {
  pairing_code_invalid: entry(
    "The pairing code is not good",
    "The code was mistyped, was used before, or its 15 minutes are over.",
    "Make a new code in Integrations, Connect WooCommerce, and enter it in the plugin.",
    "open_woocommerce",
  ),
  store_already_connected: entry(
    "The store is connected elsewhere",
    "Another account of Crossdock has connected this store.",
    "Disconnect it there first, or pair it from the store's own admin, where the plugin can prove that it is the same store.",
    "open_woocommerce",
  ),
  signup_not_allowed: entry(
    "An invitation is needed",
    "Whoever runs this installation lets nobody make an account without an invitation, or the invitation was used or is too old.",
    "Ask them for an invitation code, or pair the store with a code from the app.",
  ),
  managed_elsewhere: entry(
    "This is managed in the Shopify app",
    "The account has a Shopify store as well, so keys and integrations are looked after there and not in a WordPress site.",
    "Open Crossdock in your Shopify admin.",
    "connect",
  ),
  command_not_found: entry("There is no such command", "The store answered a command that it was not given.", "Nothing to do."),
  command_refused: entry(
    "The store refused the change",
    "The plugin could not carry out what it was asked to do; the message says why.",
    "Mend what the message names, then make the change again.",
    "connect",
  ),
  command_not_fetched: entry(
    "The store did not fetch the change",
    "A WordPress store fetches its changes itself, and it was not heard of for days.",
    "Open the store once, look at Last contact in Integrations, then make the change again.",
    "connect",
  ),
  command_outcome_unknown: entry(
    "The store did not say what became of the change",
    "The store fetched the change and was not heard of about it again. It may have been carried out.",
    "Look in the store whether it was done, and make the change again if not.",
    "connect",
  ),
} as const;
