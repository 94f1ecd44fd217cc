/** What commands and work at a channel are called in the activity log: merchants' words, with how many it was. */
import { COUNTED_ORDERS } from "#app/domain/store-connection.ts";
import { countedUpTo } from "#app/lib/counted.ts";
import { capital, topicName } from "./names.ts";

/** Facts of the audit log; another version may have written others, so each is looked at before it is used. */
type Facts = Record<string, unknown>;

interface Words {
  title: string;
  /** How much it concerned; null where that says nothing. */
  extent?: (facts: Facts) => string | null;
}

const countOf = (value: unknown): number => (typeof value === "number" && Number.isFinite(value) ? value : 0);
const counted = (value: unknown, one: string, many: string): string =>
  `${countOf(value).toLocaleString("en-GB")} ${countOf(value) === 1 ? one : many}`;
const deliveries = (value: unknown) => counted(value, "delivery", "deliveries");
const listed = (value: unknown): string | null => (Array.isArray(value) && value.length > 0 ? capital(value.map(String).join(", ")) : null);
/** The parts that are there, such as "2 orders, 5 deliveries". */
const parts = (facts: Facts, names: Record<string, [one: string, many: string]>): string | null => {
  const found = Object.entries(names).filter(([name]) => countOf(facts[name]) > 0);
  return found.length === 0 ? null : found.map(([name, [one, many]]) => counted(facts[name], one, many)).join(", ");
};
const hubStatusWord = (status: string): string => capital(status.replace(/_/g, " ").toLowerCase());
const PEOPLE = { customers: ["customer", "customers"], orders: ["order", "orders"], deliveries: ["delivery", "deliveries"] } satisfies Record<
  string,
  [string, string]
>;

const CONSENT_WAYS: Record<string, string> = {
  unsubscribe_link: "By the link in an e-mail",
  whatsapp_stop: "Wrote STOP on WhatsApp",
  whatsapp_start: "Wrote START on WhatsApp",
  whatsapp_block: "Blocked in WhatsApp",
  merchant: "Set by you",
};

const COMMANDS: Record<string, Words> = {
  replay_deliveries: {
    title: "Deliveries processed again",
    extent: ({ replayed, skipped }) =>
      `${deliveries(replayed)}${countOf(skipped) > 0 ? `, ${countOf(skipped).toLocaleString("en-GB")} skipped` : ""}`,
  },
  retry_failed_deliveries: { title: "Failed deliveries tried again", extent: ({ count }) => deliveries(count) },
  retry_failed_sync_items: { title: "Failed calls to your store tried again", extent: ({ count }) => counted(count, "call", "calls") },
  webhooks_registered: {
    title: "Webhooks registered",
    extent: ({ active, expected }) =>
      countOf(active) < countOf(expected)
        ? `${countOf(active)} of ${counted(expected, "webhook", "webhooks")}`
        : counted(active, "webhook", "webhooks"),
  },
  subscription_repair_planned: { title: "Missing webhook found", extent: () => "1 webhook" },
  entities_chosen: { title: "Data to read chosen", extent: ({ after }) => listed(after) },
  scopes_changed: {
    title: "Permissions changed in Shopify",
    extent: ({ after }) => (Array.isArray(after) ? counted(after.length, "permission", "permissions") : null),
  },
  installed: { title: "App installed" },
  reinstalled: { title: "App installed again" },
  uninstalled: { title: "App uninstalled" },
  disconnected: { title: "Store disconnected" },
  reconnected: {
    title: "Store connected again",
    extent: ({ released }) => (countOf(released) > 0 ? `${deliveries(released)} had waited` : null),
  },
  renamed: { title: "Integration renamed", extent: ({ after }) => (typeof after === "string" ? `Now ${after}` : null) },
  deleted: { title: "Store removed from Crossdock" },
  delivery_rule_set: {
    title: "Rule for delivered orders changed",
    extent: ({ after }) => (typeof after === "number" ? `Delivered after ${counted(after, "day", "days")}` : "No longer assumed"),
  },
  store_connected: { title: "Store connected with REST keys" },
  store_keys_replaced: { title: "A store's REST keys replaced" },
  store_tested: {
    title: "Store tested",
    extent: ({ failed }) => (countOf(failed) === 0 ? "Everything works" : counted(failed, "check failed", "checks failed")),
  },
  store_synced: { title: "Store read", extent: ({ total }) => counted(total, "order", "orders") },
  sync_schedule_set: { title: "A store's schedule changed" },
  stock_set: { title: "Stock set in a store", extent: ({ sku, after }) => (typeof sku === "string" ? `${sku}: ${countOf(after)}` : null) },
  sender_connected: { title: "Message service connected" },
  test_message_sent: { title: "Test message sent" },
  change_message_settings: { title: "Message settings changed" },
  resend_message: { title: "Message planned again" },
  withdraw_message: { title: "Message withdrawn" },
  consent_refused: { title: "A customer wants no more messages", extent: ({ source }) => CONSENT_WAYS[String(source)] ?? null },
  consent_given: { title: "A customer wants messages", extent: ({ source }) => CONSENT_WAYS[String(source)] ?? null },
  retention_set: { title: "Data retention changed" },
  old_content_cleaned: { title: "Old data cleaned" },
  import_created: { title: "File read for import" },
  import_started: { title: "Import started" },
  import_undone: { title: "Import taken back" },
  status_meaning_set: {
    title: "Meaning of a store's status changed",
    extent: ({ direction, status, after, released }) => {
      if (countOf(released) > 0) return `${deliveries(released)} had waited`;
      if (typeof status !== "string") return null;
      const [from, to] = direction === "out" ? [hubStatusWord(status), after] : [status, typeof after === "string" ? hubStatusWord(after) : after];
      return `${from}: ${typeof to === "string" ? to : "as at first"}`;
    },
  },
  status_meaning_applied: {
    title: "Orders given the new meaning of their status",
    extent: ({ orders }) => `${countedUpTo(countOf(orders), COUNTED_ORDERS)} ${countOf(orders) === 1 ? "order" : "orders"}`,
  },
  merchant_created: { title: "Account created" },
  pairing_code_made: { title: "Pairing code made" },
  site_paired: { title: "WordPress store paired" },
  site_paired_again: { title: "WordPress store paired again" },
  site_moved: { title: "WordPress store moved to a new address" },
  site_joined: { title: "WordPress store joined to this account", extent: ({ rows }) => counted(rows, "record", "records") },
  site_left: { title: "WordPress store joined to another account" },
  site_secret_renewed: { title: "Secret of a WordPress store renewed" },
  store_command_done: { title: "Change carried out in your store" },
  store_command_failed: { title: "Change refused by your store" },
  store_command_expired: { title: "Change not answered by your store" },
  merchant_signed_up: { title: "Account made from WordPress" },
  customer_redact: { title: "Customer erased", extent: (facts) => parts(facts, PEOPLE) },
  shop_redact: { title: "Store's data erased" },
  data_request: { title: "A customer's data collected", extent: (facts) => parts(facts, PEOPLE) },
  data_export_downloaded: { title: "A customer's data downloaded" },
};

/** Whether a command has words of its own: the test beside this file asks for each that app/ writes. */
export const hasWords = (action: string): boolean => Object.hasOwn(COMMANDS, action);

/** @param data the audit entry's JSON */
export function commandWords(action: string, data: string): { title: string; extent: string | null } {
  const words = hasWords(action) ? COMMANDS[action] : undefined;
  return { title: words?.title ?? capital(action.replace(/[/_.:-]/g, " ")), extent: words?.extent?.(factsOf(data)) ?? null };
}

function factsOf(data: string): Facts {
  try {
    const facts: unknown = JSON.parse(data);
    return typeof facts === "object" && facts !== null && !Array.isArray(facts) ? (facts as Facts) : {};
  } catch {
    return {};
  }
}

const articled = (thing: string): string => (thing === "stock" ? thing : /^[aeiou]/.test(thing) ? `an ${thing}` : `a ${thing}`);
const THINGS: Record<string, string> = { inventory: "Stock" };

/** Work at a channel, done or still to do: what was read from there, or written to it. `about`: its own name for what the item speaks of; undefined, look it up. */
export function workWords(item: { entity_type: string; entity_id: string; action: string; status: string }): {
  title: string;
  about: string | undefined;
  extent: string | null;
} {
  const isDone = item.status === "completed";
  if (item.entity_type === "webhook_subscription")
    return {
      title: isDone ? "Webhook registered again" : "Registering a webhook again",
      about: topicName(item.entity_id),
      extent: isDone ? "1 webhook" : null,
    };
  if (item.action === "apply_meaning")
    return {
      title: isDone ? "Orders given the new meaning of their status" : "Giving orders the new meaning of their status",
      about: item.entity_id,
      extent: null,
    };
  if (item.action === "command") {
    const what = (THINGS[item.entity_type] ?? item.entity_type.replace(/_/g, " ")).toLowerCase();
    return {
      title: isDone ? `Change of ${articled(what)} carried out in your store` : `Changing ${articled(what)} in your store`,
      about: undefined,
      extent: isDone ? "1 record" : null,
    };
  }
  const thing = THINGS[item.entity_type] ?? capital(item.entity_type.replace(/_/g, " "));
  const title = isDone ? `${thing} read from your store` : `Reading the ${thing.toLowerCase()} from your store`;
  if (item.action === "read") return { title, about: undefined, extent: isDone ? "1 record read" : null };
  return { title: `${thing}: ${item.action.replace(/_/g, " ")} in your store`, about: undefined, extent: isDone ? "1 record" : null };
}

/** What a delivery changed. */
export const recordsWords = (records: number): string => (records === 0 ? "No records changed" : counted(records, "record", "records"));
