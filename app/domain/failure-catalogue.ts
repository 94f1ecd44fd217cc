/**
 * What a merchant reads about a failure: one entry per error code, in their words. The failure's own `message` says what happened this time;
 * the entry says what that means and what to do. tests beside this file find every code that app/ uses and miss none here.
 */
import type { FailureClass } from "./failure.ts";
import { entry, type CatalogueEntry } from "./failure-entry.ts";
import { FAILURES_OF_API } from "./failures-of-api.ts";
import { FAILURES_OF_BRIDGE } from "./failures-of-bridge.ts";
import { FAILURES_OF_CSV } from "./failures-of-csv.ts";
import { FAILURES_OF_MESSAGES } from "./failures-of-messages.ts";
import { FAILURES_OF_SENDERS } from "./failures-of-senders.ts";
import { FAILURES_OF_STORES } from "./failures-of-stores.ts";
import { FAILURES_OF_WOOCOMMERCE } from "./failures-of-woocommerce.ts";

const ITSELF = "Nothing to do: it is tried again by itself.";
const SUPPORT = "Replay it. If it fails again, write to support with the delivery's number.";

export const FAILURE_CATALOGUE = {
  // Receiving
  webhook_verification_failed: entry(
    "Webhook verification failed",
    "Something arrived that was not signed with your store's secret, so it was not stored.",
    "Shopify: if the app's client secret was changed there, whoever runs this installation sets it as SHOPIFY_API_SECRET and starts again, then you register the webhooks again. WooCommerce: delete the webhook in the store (WooCommerce, Settings, Advanced, Webhooks); Crossdock makes it again, with the right secret. If you sent nothing: nothing to do, strangers try this.",
    "register_again",
  ),
  integration_not_found: entry(
    "Integration not found",
    "There is no integration of this store or under this id: it was never connected here, or it was deleted.",
    "Connect the store in Integrations, or remove the webhook at the sender.",
    "connect",
  ),
  integration_inactive: entry(
    "The integration is disconnected",
    "The store was disconnected, so nothing new is processed.",
    "Reconnect the store in Integrations if you want to go on.",
    "reconnect",
  ),
  same_id_other_content: entry(
    "The same delivery with other content",
    "A delivery came a second time under the same id but with another body. The first one counts; both are kept.",
    "Compare the two below. Replay the second one if it is the right one.",
    "replay",
  ),
  // Reading
  body_unreadable: entry(
    "It cannot be read",
    "The data does not have the form that the sender documents.",
    "Look at the payload below; the message names the field. Replay it once the cause is mended.",
    "replay",
  ),
  topic_unknown: entry(
    "An unknown kind of message",
    "Crossdock does not know this topic, so nothing was changed.",
    "Remove the webhook at the sender if you made it yourself; otherwise write to support.",
    "contact_support",
  ),
  source_cannot_be_asked: entry(
    "There is nobody to ask",
    "This order came by file or by the event API, so its source cannot be read again.",
    "Send the event again, or import the file again, with what is right.",
  ),
  order_not_seen_yet: entry(
    "It waits for its order",
    "This belongs to an order that has not arrived yet.",
    "Nothing to do: it continues by itself when the order arrives. After the deadline it is shown here with Replay.",
    "replay",
  ),
  shop_not_read_yet: entry("The store's details are not known yet", "Prices are in your store's currency, which has not been read yet.", ITSELF),
  order_keeps_changing: entry("The order was changing", "The order changed each time while it was being read.", ITSELF),
  product_keeps_changing: entry("The product was changing", "The product changed each time while it was being read.", ITSELF),
  source_gone: entry(
    "It no longer exists",
    "What this speaks of is not in your store any more.",
    "If you deleted it, nothing to do.",
    "look_at_source",
  ),
  order_too_old: entry(
    "The order is too old to be read again",
    "Shopify shows apps the orders of the last 60 days only, so this order could not be compared with your store. What is stored of it stays.",
    "Look at the order in Shopify. Older orders can be read when Shopify has approved this app for all orders (read_all_orders) and you have allowed it.",
    "look_at_source",
  ),
  // API keys
  key_not_found: entry("No such API key", "The key does not exist any more.", "Reload the page.", "open_keys"),
  too_many_keys: entry("Too many API keys", "A merchant can have fifty keys that work.", "Revoke those that are not used any more.", "open_keys"),
  scopes_invalid: entry(
    "The key's rights cannot be used",
    "A key needs at least one right, and a test key can only send events.",
    "Choose what the key may do.",
    "open_keys",
  ),
  expiry_invalid: entry(
    "The end of the key cannot be used",
    "A key ends in the future, within five years, or never.",
    "Choose another date, or none.",
    "open_keys",
  ),
  // Access
  token_invalid: entry(
    "Access was withdrawn",
    "Your store no longer accepts the access it once gave.",
    "Open Crossdock in your Shopify admin once; that renews it. Then replay what failed.",
    "reconnect",
  ),
  refresh_token_expired: entry(
    "Access has expired",
    "The access could not be renewed because it was unused for too long.",
    "Open Crossdock in your Shopify admin once; that renews it.",
    "reconnect",
  ),
  session_token_invalid: entry(
    "The sign-in was not accepted",
    "Shopify's proof of who you are was missing or too old.",
    "Reload the page from your Shopify admin.",
    "reconnect",
  ),
  scope_missing: entry(
    "A permission is missing",
    "Your store has not allowed Crossdock to read this kind of data.",
    "Allow it in Onboarding under the kind of data, then replay what failed.",
    "grant_access",
  ),
  protected_data: entry(
    "Shopify withholds customer data",
    "Shopify has not approved this app for protected customer data, so names, addresses or phone numbers are left out.",
    "Ask for the approval in the Partner Dashboard. Orders are kept without it.",
    "grant_access",
  ),
  app_not_installed: entry(
    "The app is not installed",
    "Crossdock is not installed in this store any more.",
    "Install it again from your Shopify admin.",
    "reconnect",
  ),
  app_unknown: entry("Unknown app", "The request names an app that is not set up here.", "Check the app's client id in Settings."),
  app_secret_wrong: entry(
    "The app's secret is wrong",
    "Shopify does not accept the client secret that is set up here.",
    "Enter the app's current secret in Settings.",
    "reconnect",
  ),
  shop_unavailable: entry(
    "The store cannot be reached",
    "Shopify says that this store is closed to apps at present: frozen, closed or moved.",
    "Check the store's plan in Shopify, then reconnect.",
    "reconnect",
  ),
  // Calling
  rate_limited: entry(
    "Too many calls at once",
    "More calls were made than are allowed in this time.",
    "What Crossdock does itself continues by itself. Send your own calls again after the time in Retry-After.",
  ),
  unreachable: entry("The other side did not answer", "The connection failed.", ITSELF),
  timeout: entry("The other side took too long", "No answer came in time.", ITSELF),
  server_error: entry("An error at the other side", "The other side reported an error of its own.", ITSELF),
  shop_busy: entry("The store is busy with us", "Another piece of work for this store is renewing its access.", ITSELF),
  query_refused: entry("The question was refused", "Shopify did not accept what Crossdock asked.", SUPPORT, "contact_support"),
  request_refused: entry("The request was refused", "Shopify did not accept the request.", SUPPORT, "contact_support"),
  user_errors: entry("Shopify refused the change", "Shopify says why in the message.", "Mend what the message names, then try again.", "replay"),
  answer_unreadable: entry("The answer cannot be read", "The other side answered in a form it does not document.", SUPPORT, "replay"),
  // Settings
  days_invalid: entry(
    "The number of days cannot be used",
    "Days are a whole number from 1 to 60, or nothing.",
    "Enter a number of days, or leave the field empty.",
  ),
  entities_invalid: entry("Nothing to read was chosen", "At least one kind of data must be chosen.", "Choose what Crossdock may read."),
  name_invalid: entry(
    "The name cannot be used",
    "A name needs between 1 and 100 characters, none of them a control character.",
    "Enter another name.",
  ),
  integration_changed: entry("Somebody else changed it", "The integration was changed in between.", "Reload the page and try again."),
  changed_meanwhile: entry("Two changes at once", "Another change was made at the same moment.", ITSELF),
  erasure_in_progress: entry(
    "The data is being erased",
    "This store's data is being erased at this moment, so nothing can be changed.",
    "Wait until the erasure is done, then connect the store again if you want to go on.",
  ),
  export_not_found: entry("No such export", "The export was never made, or it was removed after its time.", "Ask for a new export."),
  // Giving up
  too_many_attempts: entry(
    "It was tried too often",
    "Every attempt failed, so it will not be tried again by itself.",
    "Mend what the last attempt's message names, then replay it.",
    "replay",
  ),
  outcome_unknown: entry(
    "It is not certain what happened",
    "The call was cut off before its answer arrived.",
    "Check the record at the other side before you send it again.",
    "look_at_source",
  ),
  unexpected_error: entry("A fault on our side", "Crossdock could not process it.", SUPPORT, "contact_support"),
  ...FAILURES_OF_API,
  ...FAILURES_OF_BRIDGE,
  ...FAILURES_OF_CSV,
  ...FAILURES_OF_MESSAGES,
  ...FAILURES_OF_SENDERS,
  ...FAILURES_OF_STORES,
  ...FAILURES_OF_WOOCOMMERCE,
} as const satisfies Record<string, CatalogueEntry>;

export type FailureCode = keyof typeof FAILURE_CATALOGUE;

/** For a code that is not in the catalogue (a newer version wrote it), what its class means. */
const BY_CLASS: Record<FailureClass, FailureCode> = {
  transient: "unreachable",
  throttled: "rate_limited",
  auth: "token_invalid",
  rejected: "body_unreadable",
  not_found: "source_gone",
  conflict: "changed_meanwhile",
  outcome_unknown: "outcome_unknown",
  bug: "unexpected_error",
};

/** The entry for a code; falls back to what the class means. */
export function explainFailure(code: string, cls: FailureClass = "bug"): CatalogueEntry {
  // An order hidden for its age was once written down as a missing permission, and alone of those not as `auth`. Such rows stay.
  if (code === "scope_missing" && cls === "rejected") return FAILURE_CATALOGUE.order_too_old;
  return Object.hasOwn(FAILURE_CATALOGUE, code) ? FAILURE_CATALOGUE[code as FailureCode] : FAILURE_CATALOGUE[BY_CLASS[cls]];
}
