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
  ...["created", "authorized", "edited", "partially_paid", "paid", "partially_fulfilled", "shipped", "fulfilled"],
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

function deliveryEntry(delivery: OrderHops["deliveries"][number], hops: OrderHops, context: ValueContext): Dated {
  const changes = hops.changes.filter((entry) => entry.delivery_id === delivery.id && entry.kind === "data_change");
  return {
    key: `delivery-${delivery.id}`,
    kind: "delivery",
    ms: delivery.received_at,
    progress: 0,
    at: stampOf(delivery.received_at, context.timeZone, context.now),
    title: `${topicName(delivery.topic)}${delivery.origin.startsWith("replay") ? " (replayed)" : ""}`,
    detail: sentenceOf(delivery, changes.length > 0),
    status: delivery.status,
    url: url(delivery.id),
    attempts: hops.attempts
      .filter((attempt) => attempt.delivery_id === delivery.id)
      .map((attempt) => attemptItem(attempt, context.timeZone, context.now)),
    changes: changes.map((entry) => ({ title: changeTitle(entry), lines: changeLines(entry.data, context) })),
  };
}

const FACT_KINDS: Record<string, string> = { financial: "Payment", fulfillment: "Fulfilment", shipment: "Shipment", lifecycle: "Order" };

function factEntry(fact: Row<"status_history">, context: ValueContext): Dated {
  return {
    key: `fact-${fact.id}`,
    kind: "fact",
    ms: fact.occurred_at,
    progress: PROGRESS.indexOf(fact.value),
    at: stampOf(fact.occurred_at, context.timeZone, context.now),
    title: `${FACT_KINDS[fact.kind] ?? entityName(fact.kind)}: ${fact.value.replace(/_/g, " ").toLowerCase()}`,
    detail: null,
    status: null,
    url: url(fact.delivery_id),
    attempts: [],
    changes: [],
  };
}

function syncEntry(item: Row<"sync_queue">, hops: OrderHops, context: ValueContext): Dated {
  return {
    key: `sync-${item.id}`,
    kind: "sync",
    ms: item.created_at,
    progress: 0,
    at: stampOf(item.created_at, context.timeZone, context.now),
    title: `${actionName(item.action)} ${item.direction === "outbound" ? "at the channel" : "from the source"}`,
    detail: messageInWords(item.error_code, item.error_message),
    status: item.status,
    url: url(Number(/^delivery:(\d+)$/.exec(item.cause)?.[1] ?? Number.NaN) || null),
    attempts: hops.attempts
      .filter((attempt) => attempt.sync_item_id === item.id)
      .map((attempt) => attemptItem(attempt, context.timeZone, context.now)),
    changes: hops.changes
      .filter((entry) => entry.delivery_id === null && entry.sync_item_id === item.id && entry.kind === "data_change")
      .map((entry) => ({ title: changeTitle(entry), lines: changeLines(entry.data, context) })),
  };
}

function commandEntry(entry: Row<"audit_log">, context: ValueContext): Dated {
  return {
    key: `audit-${entry.id}`,
    kind: "command",
    ms: entry.at,
    progress: 0,
    at: stampOf(entry.at, context.timeZone, context.now),
    title: changeTitle(entry),
    detail: null,
    status: null,
    url: url(entry.delivery_id),
    attempts: [],
    changes: [{ title: "Changes", lines: changeLines(entry.data, context) }],
  };
}
