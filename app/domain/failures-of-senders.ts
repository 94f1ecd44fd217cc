/** The failure catalogue's part for the services that take messages to customers. */
import { entry } from "./failure-entry.ts";

const ITSELF = "Nothing to do: it is tried again by itself.";

export const FAILURES_OF_SENDERS = {
  sender_throttled: entry(
    "The service asked us to wait",
    "WhatsApp takes no more messages for the moment, from this number or to this person.",
    "Nothing to do: it is sent later by itself. If it says so often, look at the number's quality rating in WhatsApp Manager.",
  ),
  sender_customer_limited: entry(
    "WhatsApp holds messages back from this customer",
    "WhatsApp delivers only so many marketing messages to a person, from all businesses together, and this customer has had theirs for now.",
    "WhatsApp asks to wait at least a day: press Resend then, if it should still go out. Templates of the category Utility are not held back.",
  ),
  sender_busy: entry("The mail server asked us to wait", "The mail server did not take the message for the moment; the message says why.", ITSELF),
  sender_account_refused: entry(
    "The service refuses the account",
    "WhatsApp or the mail server does not accept the access that is entered in Settings, Messages, or wants something from you first.",
    "Look at the account there, enter new access in Settings, Messages, and press Send a test.",
    "open_messages",
  ),
  sender_settings_incomplete: entry(
    "The service is not set up completely",
    "Something is missing in Settings, Messages, so nothing can be sent.",
    "Fill in what the message names and press Send a test.",
    "open_messages",
  ),
  sender_address_not_public: entry(
    "The mail server is not on the internet",
    "The mail server's name leads into a private network, and Crossdock connects to none.",
    "Enter your provider's outgoing mail server in Settings, Messages.",
    "open_messages",
  ),
  sender_already_connected: entry(
    "The number is connected elsewhere",
    "Another account of Crossdock uses this WhatsApp number.",
    "Disconnect it there first, or use another number.",
    "open_messages",
  ),
  sender_template_missing: entry(
    "There is no template for it",
    "WhatsApp takes messages to customers only as templates, and none is named for this step and language.",
    "Name an approved template in Settings, Messages.",
    "open_messages",
  ),
  sender_template_refused: entry(
    "WhatsApp refuses the template",
    "The template is not approved in this language, was paused, or wants other variables than it was given.",
    "Compare the template in WhatsApp Manager with the one in Settings, Messages, then send the message again.",
    "open_messages",
  ),
  sender_recipient_refused: entry(
    "The customer cannot be reached there",
    "The number has no WhatsApp, the mailbox does not exist, or the customer wants nothing from you there.",
    "Ask the customer for another number or address.",
  ),
  sender_message_refused: entry(
    "The service refuses the message",
    "WhatsApp or the mail server will never take this message; the message says why.",
    "Mend what the message names, then send it again.",
    "open_messages",
  ),
} as const;
