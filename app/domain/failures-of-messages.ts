/** The failure catalogue's part for messages to customers: why one was withdrawn, skipped or not sent. */
import { entry } from "./failure-entry.ts";

const BY_ITSELF = "Nothing to do.";

export const FAILURES_OF_MESSAGES = {
  order_cancelled: entry("The order was cancelled", "The message was withdrawn because its order was cancelled.", BY_ITSELF),
  order_returned: entry("The order was returned", "The message was withdrawn because its order came back.", BY_ITSELF),
  order_refunded: entry("The order was refunded", "The message was withdrawn because all of the order's money was given back.", BY_ITSELF),
  order_deleted: entry("The order was deleted", "The message was withdrawn because its order no longer exists.", BY_ITSELF),
  order_not_delivered: entry(
    "The order is not delivered after all",
    "The message was withdrawn because its order no longer counts as delivered.",
    "Nothing to do: it is planned again when the order is delivered.",
  ),
  person_erased: entry("The customer was erased", "The customer asked for their data to be erased, so nothing is written to them.", BY_ITSELF),
  opted_out: entry("The customer wants no messages", "The customer said no: by the link in a message, by STOP, or to you.", BY_ITSELF),
  consent_missing: entry(
    "The customer has not agreed",
    "You chose to write only to customers who agreed, and this one has not.",
    "Nothing to do. To write to everybody who has not said no, change it in Settings, Messages.",
    "open_messages",
  ),
  withdrawn_by_merchant: entry("You withdrew it", "Somebody of your store withdrew this message before it was sent.", BY_ITSELF),
  messages_off: entry(
    "Messages are switched off",
    "When the message was due, messages were switched off.",
    "Switch them on in Settings, Messages, if you want later ones to be sent.",
    "open_messages",
  ),
  step_removed: entry("The step was removed", "When the message was due, its step was no longer among your messages.", BY_ITSELF),
  sender_not_connected: entry(
    "No service is connected for it",
    "The customer can be reached, but neither WhatsApp nor a mail server that fits is connected.",
    "Connect one in Settings, Messages, then press Resend.",
    "open_messages",
  ),
  template_missing: entry(
    "There is no text for it",
    "For this step there is no text in the customer's language or in your default one.",
    "Write one in Settings, Messages, then press Resend.",
    "open_messages",
  ),
  message_too_late: entry(
    "It came too late",
    "The message was more than a day overdue, so it was not sent.",
    "Nothing to do. Press Resend if it should go out all the same.",
  ),
  no_address: entry(
    "There is no address",
    "Neither a phone number with its country nor an e-mail address is known of the customer.",
    "Add one to the customer in your store, then press Resend.",
  ),
  message_not_found: entry("No such message", "The message was removed, or it never was.", "Reload the page."),
  message_moved_on: entry(
    "The message has moved on",
    "It is under way, has arrived or was withdrawn meanwhile, so this cannot be done any more.",
    "Reload the page.",
  ),
} as const;
