/** Every hop of an order, newest first. */
import type { Row } from "#app/data/database.ts";
import type { OrderHops } from "#app/data/orders-timeline.server.ts";
import { type Stamp, stampOf } from "#app/lib/stamp.ts";
import { type ChangeLine, changeLines, type ValueContext } from "./changes.ts";
import { type AttemptItem, attemptItem, changeTitle } from "./delivery.server.ts";
import { messageInWords, statusSentence } from "./failure-words.server.ts";
import { actionName, entityName, topicName } from "./names.ts";

export interface TimelineEntry {
  key: string;
  kind: "delivery" | "fact" | "sync" | "command";
  at: Stamp;
  title: string;
  detail: string | null;
  status: string | null;
  /** The delivery it came from. */
  url: string | null;
  attempts: AttemptItem[];
  changes: { title: string; lines: ChangeLine[] }[];
}

export function presentTimeline(hops: OrderHops, facts: Row<"status_history">[], context: ValueContext): TimelineEntry[] {
  const deliveries = new Set(hops.deliveries.map((delivery) => delivery.id));
  const items = new Set(hops.syncItems.map((item) => item.id));
  const isShownBy = (entry: Row<"audit_log">) =>
    (entry.delivery_id !== null && deliveries.has(entry.delivery_id)) || (entry.sync_item_id !== null && items.has(entry.sync_item_id));
  const entries = [
    ...hops.deliveries.map((delivery) => deliveryEntry(delivery, hops, context)),
    ...facts.map((fact) => factEntry(fact, context)),
    ...hops.syncItems.map((item) => syncEntry(item, hops, context)),
    ...hops.changes.filter((entry) => !isShownBy(entry)).map((entry) => commandEntry(entry, context)),
  ];
  return entries
    .sort((a, b) => b.ms - a.ms || RANK[a.kind] - RANK[b.kind] || b.progress - a.progress)
    .map(({ ms: _, progress: __, ...entry }) => entry);
}

/** In the same moment: what followed stands above what caused it. */
const RANK = { command: 0, sync: 1, delivery: 2, fact: 3 };

/** Sources tell whole seconds: facts of the same second stand in the order in which an order goes its way. */
const PROGRESS = [
  ...["created", "authorized", "edited", "partially_paid", "paid", "partially_fulfilled", "shipped", "fulfilled", "completed"],
  ...["shipment_cancelled", "label_printed", "label_purchased", "confirmed", "ready_for_pickup", "picked_up", "in_transit", "delayed"],
  ...["out_for_delivery", "attempted_delivery", "failure", "delivered", "partially_refunded", "refunded", "cancelled", "closed"],
];

const OUTCOMES: Record<string, string> = {
  applied: "Applied.",
  unchanged: "Already known, nothing changed.",
  stale: "Older than what was known, nothing changed.",
  ignored: "Nothing in it is kept.",
};

/** A replay that changes nothing stands beside the changes that the first processing made: both are said. */
function sentenceOf(delivery: OrderHops["deliveries"][number], hasChanges: boolean): string {
  if (delivery.status !== "completed") return messageInWords(delivery.error_code, delivery.error_message) ?? statusSentence(delivery);
  if (hasChanges && delivery.outcome === "unchanged" && delivery.origin.startsWith("replay")) return "Applied before; the replay changed nothing.";
  return OUTCOMES[delivery.outcome ?? ""] ?? "Applied.";
}

type Dated = TimelineEntry & { ms: number; progress: number };
const url = (deliveryId: number | null) => (deliveryId === null ? null : `/app/deliveries/${deliveryId}`);

/** An entry of which only the kind, the time and the title are said; `more` says the rest. */
function entryAt(
  kind: TimelineEntry["kind"],
  id: number | string,
  ms: number,
  title: string,
  { timeZone, now }: ValueContext,
  more: Partial<Omit<Dated, "kind" | "ms" | "title">>,
): Dated {
  const at = stampOf(ms, timeZone, now);
  return { key: `${KEYS[kind]}-${id}`, kind, ms, progress: 0, at, title, detail: null, status: null, url: null, attempts: [], changes: [], ...more };
}
const KEYS = { delivery: "delivery", fact: "fact", sync: "sync", command: "audit" };

const attemptsWhere = (hops: OrderHops, { timeZone, now }: ValueContext, isOf: (attempt: Row<"attempts">) => boolean): AttemptItem[] =>
  hops.attempts.filter(isOf).map((attempt) => attemptItem(attempt, timeZone, now));
const changesWhere = (hops: OrderHops, context: ValueContext, isOf: (entry: Row<"audit_log">) => boolean): TimelineEntry["changes"] =>
  hops.changes
    .filter((entry) => entry.kind === "data_change" && isOf(entry))
    .map((entry) => ({ title: changeTitle(entry), lines: changeLines(entry.data, context) }));

function deliveryEntry(delivery: OrderHops["deliveries"][number], hops: OrderHops, context: ValueContext): Dated {
  const changes = changesWhere(hops, context, (entry) => entry.delivery_id === delivery.id);
  const title = `${topicName(delivery.topic)}${delivery.origin.startsWith("replay") ? " (replayed)" : ""}`;
  return entryAt("delivery", delivery.id, delivery.received_at, title, context, {
    detail: sentenceOf(delivery, changes.length > 0),
    status: delivery.status,
    url: url(delivery.id),
    attempts: attemptsWhere(hops, context, (attempt) => attempt.delivery_id === delivery.id),
    changes,
  });
}

const FACT_KINDS: Record<string, string> = { financial: "Payment", fulfillment: "Fulfilment", shipment: "Shipment", lifecycle: "Order" };

function factEntry(fact: Row<"status_history">, context: ValueContext): Dated {
  const title = `${FACT_KINDS[fact.kind] ?? entityName(fact.kind)}: ${fact.value.replace(/_/g, " ").toLowerCase()}`;
  return entryAt("fact", fact.id, fact.occurred_at, title, context, { progress: PROGRESS.indexOf(fact.value), url: url(fact.delivery_id) });
}

function syncEntry(item: Row<"sync_queue">, hops: OrderHops, context: ValueContext): Dated {
  const title = `${actionName(item.action)} ${item.direction === "outbound" ? "at the channel" : "from the source"}`;
  return entryAt("sync", item.id, item.created_at, title, context, {
    detail: messageInWords(item.error_code, item.error_message),
    status: item.status,
    url: url(Number(/^delivery:(\d+)$/.exec(item.cause)?.[1] ?? Number.NaN) || null),
    attempts: attemptsWhere(hops, context, (attempt) => attempt.sync_item_id === item.id),
    changes: changesWhere(hops, context, (entry) => entry.delivery_id === null && entry.sync_item_id === item.id),
  });
}

function commandEntry(entry: Row<"audit_log">, context: ValueContext): Dated {
  return entryAt("command", entry.id, entry.at, changeTitle(entry), context, {
    url: url(entry.delivery_id),
    changes: [{ title: "Changes", lines: changeLines(entry.data, context) }],
  });
}
