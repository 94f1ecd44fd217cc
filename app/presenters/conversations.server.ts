/** Conversations: the list, and one of them. */
import { listConsentHistory, listConsentsOf } from "#app/data/consents.server.ts";
import { countMessages, findConversation, listConversations, type Conversation, type ConversationRow } from "#app/data/conversations.server.ts";
import type { Database, Row } from "#app/data/database.ts";
import { findMessageSettings } from "#app/data/merchant-settings.server.ts";
import { listMessagesOfOrder } from "#app/data/messages.server.ts";
import { DEFAULT_MESSAGE_SETTINGS } from "#app/domain/messages/settings.ts";
import { pageRequestOf } from "#app/lib/cursor.ts";
import { searchTextOf } from "#app/lib/search-text.ts";
import { type Stamp, stampOf } from "#app/lib/stamp.ts";
import { type MessageItem, messageFate, messageItem, stepName } from "./message-words.ts";

/** What the merchant looks for: everything, what waits for their decision, what is still to come, what customers answered. */
export const CONVERSATION_TABS = ["all", "attention", "planned", "answers"] as const;
export type ConversationTab = (typeof CONVERSATION_TABS)[number];
const STATUSES: Record<ConversationTab, readonly string[] | undefined> = {
  all: undefined,
  attention: ["failed", "outcome_unknown"],
  planned: ["planned", "sending"],
  answers: ["received"],
};

export interface ConversationItem {
  id: string;
  name: string;
  contact: string | null;
  what: string;
  snippet: string | null;
  status: string;
  order: { id: string; ref: string } | null;
  at: Stamp;
}
export interface ConversationsView {
  conversations: ConversationItem[];
  next: string | null;
  previous: string | null;
  search: string;
  tab: ConversationTab;
  attention: string | null;
  /** Whether messages are planned at all. */
  isOn: boolean;
}

const COUNTED = 100;
const SNIPPET = 90;

export async function presentConversations(
  db: Database,
  merchantId: string,
  timeZone: string | null,
  params: URLSearchParams,
  now: number,
): Promise<ConversationsView> {
  const search = searchTextOf(params.get("q"));
  const tab = CONVERSATION_TABS.find((one) => one === params.get("show")) ?? "all";
  const [found, waiting, settings] = await Promise.all([
    listConversations(db, merchantId, { search: search || undefined, statuses: STATUSES[tab] }, pageRequestOf(params, 50, ["time", "text"])),
    countMessages(db, merchantId, STATUSES.attention ?? [], COUNTED),
    findMessageSettings(db, merchantId),
  ]);
  const { steps } = settings ?? DEFAULT_MESSAGE_SETTINGS;
  return {
    conversations: found.rows.map((row) => ({
      id: row.customer_id ?? row.id,
      ...personOf(row),
      what: row.direction === "in" ? "Answer" : stepName(row.step, steps),
      snippet: snippetOf(row, timeZone, now),
      status: row.status,
      order: row.order_id !== null && row.order_ref !== null ? { id: row.order_id, ref: row.order_ref } : null,
      at: stampOf(row.created_at, timeZone, now),
    })),
    next: found.next,
    previous: found.previous,
    search,
    tab,
    attention: waiting === 0 ? null : waiting >= COUNTED ? `${COUNTED} or more` : String(waiting),
    isOn: settings?.is_enabled ?? false,
  };
}

function personOf(row: ConversationRow): Pick<ConversationItem, "name" | "contact"> {
  if (row.customer_erased_at !== null || row.erased_at !== null) return { name: "Erased on request", contact: null };
  const name = row.customer_name ?? row.order_customer_name;
  return { name: name ?? row.address ?? "Unknown customer", contact: name === null ? null : row.address };
}

function snippetOf(row: ConversationRow, timeZone: string | null, now: number): string {
  const text = row.direction === "in" ? row.body?.replace(/\s+/g, " ").trim() : null;
  if (text) return `“${text.length > SNIPPET ? `${text.slice(0, SNIPPET).trimEnd()}…` : text}”`;
  return messageFate({ ...row, error_message: null }, timeZone, now).text;
}

export interface ConversationView {
  id: string;
  name: string;
  addresses: { label: string; value: string }[];
  isErased: boolean;
  consent: { address: string; state: "granted" | "refused"; text: string; at: Stamp }[];
  /** What they said before, the newest first; without what stands in `consent`. */
  consentBefore: { address: string; text: string; at: Stamp }[];
  /** Where "no more messages" and "messages again" apply; empty: nobody to ask. */
  canRefuse: string[];
  canGrant: string[];
  messages: MessageItem[];
  isCut: boolean;
  orders: { id: string; ref: string; status: string }[];
}

const SOURCES: Record<string, Record<string, string>> = {
  refused: {
    unsubscribe_link: "No more messages, by the link in an e-mail",
    whatsapp_stop: "No more messages, wrote STOP on WhatsApp",
    whatsapp_block: "No more messages, blocked in WhatsApp",
    merchant: "No more messages, set by you",
    source: "No messages, as your store says",
  },
  granted: {
    unsubscribe_link: "Messages wanted",
    whatsapp_start: "Messages wanted, wrote START on WhatsApp",
    merchant: "Messages wanted, set by you",
    source: "Messages wanted, as your store says",
  },
};

/** Null when this merchant has no such conversation. */
export async function presentConversation(
  db: Database,
  merchantId: string,
  id: string,
  timeZone: string | null,
  now: number,
): Promise<ConversationView | null> {
  const found = await findConversation(db, merchantId, id);
  if (!found) return null;
  const { customer, messages, orders } = found;
  const isErased = customer !== null && customer.erased_at !== null;
  const addresses = isErased ? [] : addressesOf(found);
  const theirs = addresses.map((one) => one.value);
  const [consents, history, settings] = await Promise.all([
    listConsentsOf(db, merchantId, theirs),
    listConsentHistory(db, merchantId, theirs, MOST_CHANGES),
    findMessageSettings(db, merchantId),
  ]);
  const isNow = (one: (typeof history)[number]) =>
    consents.some((now) => now.address === one.address && now.state === one.state && now.source === one.source && saidAt(now) === one.at);
  const orderRefs = new Map(orders.map((order) => [order.id, order.order_ref]));
  const context = { steps: (settings ?? DEFAULT_MESSAGE_SETTINGS).steps, orderRefs, timeZone, now };
  const hasRefused = consents.some((one) => one.state === "refused");
  return {
    id: customer?.id ?? id,
    name: isErased ? "Erased on request" : (customer?.name ?? orders[0]?.customer_name ?? addresses[0]?.value ?? "Unknown customer"),
    addresses,
    isErased,
    consent: consents.map((one) => ({
      address: one.address,
      state: one.state === "refused" ? "refused" : "granted",
      text: SOURCES[one.state]?.[one.source] ?? one.state,
      at: stampOf(saidAt(one), timeZone, now),
    })),
    consentBefore: history
      .filter((one) => !isNow(one))
      .map((one) => ({ address: one.address, text: SOURCES[one.state]?.[one.source] ?? one.state, at: stampOf(one.at, timeZone, now) })),
    canRefuse: hasRefused ? [] : addresses.map((one) => one.value),
    canGrant: consents.filter((one) => one.state === "refused").map((one) => one.address),
    messages: [...messages].sort((a, b) => timeOf(a) - timeOf(b)).map((message) => messageItem(message, context)),
    isCut: found.isCut,
    orders: orders.map((order) => ({ id: order.id, ref: order.order_ref, status: order.hub_status })),
  };
}

/** Older changes of mind are in the activity log. */
const MOST_CHANGES = 10;
const saidAt = (consent: Row<"consents">): number => consent.said_at ?? consent.updated_at;

/** When it happened, or is to happen: the order in which a person reads them. */
const timeOf = (message: Row<"messages">): number =>
  message.sent_at ?? (message.status === "planned" ? message.send_after : null) ?? message.created_at;

function addressesOf({ customer, messages, orders }: Conversation): ConversationView["addresses"] {
  const phones = [
    customer?.phone_e164,
    ...messages.filter((one) => one.channel === "whatsapp").map((one) => one.address),
    ...(customer ? [] : orders.map((one) => one.phone_e164)),
  ];
  const emails = [
    customer?.email,
    ...messages.filter((one) => one.channel === "email").map((one) => one.address),
    ...(customer ? [] : orders.map((one) => one.email)),
  ];
  const list = (label: string, values: (string | null | undefined)[]) =>
    [...new Set(values.filter((value) => typeof value === "string" && value !== "").map((value) => value!.toLowerCase()))].map((value) => ({
      label,
      value,
    }));
  return [...list("Phone", phones), ...list("E-mail", emails)];
}

/** An order's messages, oldest first, for its own page. */
export async function presentOrderMessages(
  db: Database,
  merchantId: string,
  orderId: string,
  timeZone: string | null,
  now: number,
): Promise<MessageItem[]> {
  const [messages, settings] = await Promise.all([listMessagesOfOrder(db, merchantId, orderId), findMessageSettings(db, merchantId)]);
  const context = { steps: (settings ?? DEFAULT_MESSAGE_SETTINGS).steps, orderRefs: new Map<string, string>(), timeZone, now };
  return messages.sort((a, b) => timeOf(a) - timeOf(b)).map((message) => messageItem(message, context));
}
