/** The failure catalogue's part for WooCommerce stores that are reached with REST keys. */
import { entry } from "./failure-entry.ts";

export const FAILURES_OF_STORES = {
  store_url_invalid: entry(
    "The store's address cannot be used",
    "The text is not the address of a store.",
    "Write it as it stands in the browser, like https://shop.example.com, without a user name or password.",
    "connect",
  ),
  store_http_unconfirmed: entry(
    "The store has no encryption",
    "The store's address begins with http://, so everything that is sent can be read on the way.",
    "Set up https in your store and enter the address with https://. If it must stay without, confirm it in the words that the form asks for.",
    "connect",
  ),
  store_address_not_public: entry(
    "The address is not on the internet",
    "The address leads into a private network, and Crossdock connects to none.",
    "Enter the address under which customers reach the store. For a store in a private network use the plugin: it calls Crossdock by itself.",
    "connect",
  ),
  store_name_unknown: entry(
    "There is no such name",
    "The name in the store's address is not known on the internet (DNS).",
    "Check the spelling. If the domain is new, wait until it is known everywhere.",
    "connect",
  ),
  store_tls_failed: entry(
    "The store's certificate is not trusted",
    "The certificate of the store's server has expired, is for another name, or was not given out by an authority that is known.",
    "Have your hosting provider renew it, for the very name in the store's address and with the certificates between. A connected store is tried again by itself.",
  ),
  store_moved: entry(
    "The store is at another address",
    "The store sends callers from this address to another one, such as with www. or with https.",
    "Connect the store under the address that the message names.",
    "connect",
  ),
  store_rest_missing: entry(
    "No WooCommerce at this address",
    "The REST API of WooCommerce does not answer there: WooCommerce is not active, or the store's permalinks are set to Plain.",
    "In the store's admin open Settings, Permalinks, choose anything but Plain and save. Check that WooCommerce is active, and that no security plugin switches off the REST API.",
    "connect",
  ),
  store_blocked: entry(
    "Something in front of the store turns us away",
    "A firewall, a security plugin or a page with a password answered instead of the store.",
    "Allow the address /wp-json/wc/v3/ and the user agent Crossdock there, or use the plugin: it calls Crossdock by itself.",
  ),
  store_keys_refused: entry(
    "The store does not accept the keys",
    "The keys are wrong or were revoked, or the store's server swallows the header in which they are sent.",
    "Make new keys in WooCommerce, Settings, Advanced, REST API, with the permission Read/Write, and enter them. If they are right: have your provider pass the Authorization header on to PHP.",
    "reconnect",
  ),
  store_key_read_only: entry(
    "The keys may only read",
    "The keys were made with the permission Read, so nothing can be written to the store.",
    "In WooCommerce, Settings, Advanced, REST API, change the permission to Read/Write.",
  ),
  store_permission_missing: entry(
    "The keys' user may not do this",
    "The keys belong to a user of the store who has no right to this.",
    "Make keys for a user who is administrator or shop manager.",
    "reconnect",
  ),
  store_refused: entry(
    "The store refused it",
    "WooCommerce did not accept what Crossdock sent; the message says why.",
    "Mend what the message names, then try again.",
    "look_at_source",
  ),
  store_answer_unreadable: entry(
    "The store's answer cannot be read",
    "The store answered with something else than data: a page for maintenance, a check for robots, or a warning of PHP in front of it.",
    "It is tried again by itself. If it stays, open the store's address with /wp-json/ in a browser: what is shown there must begin with a brace.",
  ),
  store_keys_missing: entry(
    "There are no REST keys for this store",
    "The store is connected by the plugin alone, and this call needs REST keys.",
    "Enter REST keys of the store in Integrations.",
    "connect",
  ),
  callback_needs_https: entry(
    "Connecting with one click needs https",
    "WooCommerce hands keys only to an address with https, and this installation is not reached by one.",
    "Make the keys in WooCommerce yourself and enter them, or set APP_URL to an address with https.",
    "connect",
  ),
  authorization_invalid: entry(
    "The approval is not one that was asked for",
    "It was used already, is older than an hour, or was never asked for here.",
    "Begin again in Integrations.",
    "connect",
  ),
  sku_not_found: entry(
    "The store has no such SKU",
    "No product or variation of the store has this SKU.",
    "Check the SKU in the store.",
    "look_at_source",
  ),
  sku_ambiguous: entry(
    "Several products have this SKU",
    "More than one product or variation of the store has this SKU, and nothing is guessed.",
    "Give each its own SKU in the store.",
    "look_at_source",
  ),
  stock_not_taken: entry(
    "The store did not keep the stock",
    "The store accepted the number, and then showed another one: the kind of product has no stock, or something in the store changed it at once.",
    "Look at the product in the store.",
    "look_at_source",
  ),
  delivery_url_not_ours: entry(
    "The address is not one of Crossdock",
    "Webhooks are made for Crossdock's own addresses only.",
    "Leave delivery_url out.",
    "read_api",
  ),
  idempotency_key_reused: entry(
    "The key belongs to another request",
    "The same Idempotency-Key was sent before with another body.",
    "Send each request with a key of its own, and repeat a request with its key unchanged.",
    "read_api",
  ),
  request_in_progress: entry(
    "The first of these requests is still under way",
    "A request with the same Idempotency-Key has not been answered yet.",
    "Send it again after the time in Retry-After.",
    "read_api",
  ),
} as const;
