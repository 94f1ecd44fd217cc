/** The failure catalogue's part for whoever sends to the event API, calls REST v1 or fills in a file: requests and their fields. */
import { entry } from "./failure-entry.ts";

const SEND_AGAIN = "Correct it and send the request again.";

export const FAILURES_OF_API = {
  // Who calls
  invalid_api_key: entry(
    "API key not accepted",
    "The key is missing, unknown, expired or revoked, so nothing was stored.",
    "Make a key in Settings, API keys, and send it in the header X-Api-Key.",
    "open_keys",
  ),
  invalid_access_token: entry(
    "Access token not accepted",
    "The access token is missing, not one of ours, older than 15 minutes, or made with a key that was revoked.",
    "Get a new one with your API key at /api/v1/auth/token and send it as Authorization: Bearer.",
    "read_api",
  ),
  key_scope_missing: entry(
    "The key may not do this",
    "The API key was made without the right that this call needs.",
    "Make a key with this right in Settings, API keys.",
    "open_keys",
  ),
  api_not_configured: entry(
    "The API is not set up",
    "This installation has no JWT_SECRET, so no access token can be made or checked.",
    "Whoever runs this installation sets JWT_SECRET and starts again.",
    "contact_support",
  ),
  // The request
  validation_failed: entry(
    "The request has mistakes",
    "At least one field is missing or cannot be used, so nothing was stored.",
    "The list of errors names every field, what is wrong with it and its code. Correct all of them and send the request again.",
    "read_api",
  ),
  request_unreadable: entry("The request cannot be read", "The body is not JSON, or a header is not as documented.", SEND_AGAIN, "read_api"),
  method_not_allowed: entry("The address does not take this method", "The address exists, but not for this method.", SEND_AGAIN, "read_api"),
  unsupported_media_type: entry("The content type is not taken", "The address takes another kind of content.", SEND_AGAIN, "read_api"),
  payload_too_large: entry(
    "The request is too large",
    "The body is larger than what this address takes, so it was not stored.",
    "Send less at a time.",
    "read_api",
  ),
  store_unavailable: entry(
    "It cannot be stored just now",
    "The database did not take the request, so nothing was stored.",
    "Send the request again after the time in Retry-After.",
  ),
  not_found: entry(
    "There is nothing here",
    "No such address or record, or it belongs to somebody else.",
    "Check the address and the id.",
    "read_api",
  ),
  order_not_found: entry("Order not found", "None of your orders has this number or id.", "Look for it by its number in Orders.", "open_orders"),
  order_ambiguous: entry(
    "Several orders have this number",
    "Orders of more than one channel can have the same number, and nothing is guessed.",
    "Use the number with its channel's prefix, or the order's id.",
    "open_orders",
  ),
  too_many_found: entry(
    "Too many at once",
    "The request means more than 10,000 deliveries.",
    "Narrow it with since and until, and send several requests. The command npx crossdock deliveries replay has no such limit.",
    "read_api",
  ),
  selection_unclear: entry("It is not clear which are meant", "Either ids or a filter is needed, and not both.", SEND_AGAIN, "read_api"),
  // Fields
  required: entry("A field is missing", "The field is needed and was not given.", "Give it a value.", "read_api"),
  empty: entry("A field is empty", "The field was given without a value, and needs one.", "Give it a value.", "read_api"),
  type_wrong: entry(
    "A field has the wrong type",
    "The field holds another type of value than is needed, such as text in place of a number.",
    SEND_AGAIN,
    "read_api",
  ),
  value_unknown: entry(
    "A value is not known",
    "The field takes only certain values, and this is none of them.",
    "Use one of the values that the message names.",
    "read_api",
  ),
  value_invalid: entry("A value cannot be used", "The value is not of the form that the field needs.", SEND_AGAIN, "read_api"),
  too_long: entry("A value is too long", "The field holds more than it may.", "Shorten it.", "read_api"),
  number_out_of_range: entry("A number is out of range", "The number is smaller or larger than the field takes.", SEND_AGAIN, "read_api"),
  control_characters: entry(
    "Characters that cannot be shown",
    "The text contains control characters or a line break, which mostly come from another encoding or a copied cell.",
    "Remove them.",
    "read_api",
  ),
  phone_not_e164: entry(
    "Phone number invalid",
    "The phone number does not say which country it belongs to (it is not in the international form E.164), so it is not certain whose it is and no message could be sent to it.",
    "Write a plus sign, the country code and the number, digits only, such as +14155552671. In a CSV file you can correct the row in place; a customer of your store is corrected there.",
    "open_imports",
  ),
  email_invalid: entry("E-mail address invalid", "The text is not an e-mail address.", "Correct it, or leave the field out.", "read_api"),
  time_invalid: entry(
    "The time cannot be read",
    "The time is not in ISO 8601 form with its zone, or there is no such day.",
    "Write it like 2026-11-20T10:15:00Z.",
    "read_api",
  ),
  time_in_future: entry(
    "The time lies in the future",
    "The time is more than a day ahead of our clock. Taken as it is, it would outweigh everything told later.",
    "Check the sender's clock and the year, then send it again.",
    "read_api",
  ),
  currency_invalid: entry("The currency is not known", "A currency is three capital letters of ISO 4217.", "Write it like EUR or USD.", "read_api"),
  amount_invalid: entry(
    "The amount cannot be read",
    "An amount is digits with a point, with at most as many decimals as its currency has, and not negative.",
    "Write it like 129.90, without a currency sign or separators.",
    "read_api",
  ),
  status_unknown: entry(
    "The status is not known",
    "The order's status is none of those that are known, and nothing is guessed.",
    "Use one of the values that the message names.",
    "read_api",
  ),
  // Working
  events_not_processing: entry(
    "Events not processing",
    "What arrives is stored safely, but it has been waiting for longer than it should: no worker is running, or it cannot keep up.",
    "Nothing is lost. Look in the Sync monitor whether the numbers move. If they do not, whoever runs this installation starts the worker (npm run up) and runs npx crossdock doctor.",
    "open_monitor",
  ),
} as const;
