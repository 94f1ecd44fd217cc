/** The page of one delivery: what happened, the raw request, each attempt, what it changed. */
import type { Database, Row } from "#app/data/database.ts";
import { type DeliveryDetail, findDeliveryDetail } from "#app/data/deliveries-detail.server.ts";
import { seemsAbout } from "#app/channels/shopify/seems-about.ts";
import { prettyJson } from "#app/lib/pretty-json.ts";
import { type Stamp, stampOf, stampOrNull } from "#app/lib/stamp.ts";
import { type ChangeLine, changeLines } from "./changes.ts";
import { type DeliveryItem, deliveryItem } from "./delivery-row.server.ts";
import { type FailureWords, failureWords, messageInWords, statusSentence } from "./failure-words.server.ts";
import { actionName, channelName, entityName, midSentence } from "./names.ts";

export interface AttemptItem {
  number: number;
  outcome: string;
  startedAt: Stamp;
  duration: string;
  error: string | null;
}
export interface ChangeGroup {
  key: string;
  title: string;
  lines: ChangeLine[];
}
/** The changes of one processing: a replay's stand apart from those of the first time. */
export interface Processing {
  key: string;
  title: string;
  changes: ChangeGroup[];
}
export interface DeliveryView {
  delivery: DeliveryItem;
  sentence: string;
  failure: FailureWords | null;
  facts: { label: string; value: string; title?: string }[];
  headers: { name: string; value: string; isHidden: boolean }[];
  /** Null when it was erased; `isCut` when only the beginning is shown. */
  payload: { text: string; isCut: boolean; bytes: string } | null;
  erasedAt: Stamp | null;
  attempts: AttemptItem[];
  /** Newest first; none: it changed nothing. */
  processings: Processing[];
  order: { id: string; orderRef: string } | null;
  nextAttemptAt: Stamp | null;
  /** It waits for somebody to say what this status of the store means. */
  statusToMap: { connectionId: string; status: string } | null;
  canReplay: boolean;
}

/** A page stays quick to draw; the whole payload can be downloaded. */
const SHOWN_CHARACTERS = 100_000;

/** What has to be said before a delivery goes on; null: it waits for nothing of the kind. */
export const statusToMapOf = (
  delivery: Pick<Row<"deliveries">, "connection_id" | "status" | "error_code" | "hold_key"> | undefined,
): DeliveryView["statusToMap"] =>
  delivery?.status === "held" && delivery.error_code === "status_not_mapped"
    ? { connectionId: delivery.connection_id, status: (delivery.hold_key ?? "").replace(/^status:/, "") }
    : null;

/** Null when this merchant has no such delivery. */
export async function presentDelivery(
  db: Database,
  merchantId: string,
  deliveryId: number,
  timeZone: string | null,
  now: number,
): Promise<DeliveryView | null> {
  const detail = await findDeliveryDetail(db, merchantId, deliveryId);
  if (!detail) return null;
  const { delivery, payload, connection } = detail;
  const text = payload && payload.erased_at === null ? prettyJson(Buffer.from(payload.body).toString("utf8")) : null;
  const context = { currency: detail.order?.currency ?? connection?.currency ?? null, timeZone, now, titles: detail.titles };
  const nextAttempt =
    delivery.status === "failed"
      ? stampOf(delivery.next_attempt_at, timeZone, now)
      : delivery.status === "held" && delivery.error_code !== "status_not_mapped"
        ? stampOrNull(delivery.hold_until, timeZone, now)
        : null;
  return {
    delivery: deliveryItem(delivery, timeZone, now),
    sentence: sentenceOf(delivery, timeZone, now),
    statusToMap: statusToMapOf(delivery),
    failure: delivery.status === "completed" ? null : failureWords(delivery.error_code, delivery.error_class, delivery.error_message),
    facts: [...factsOf(delivery, connection, timeZone, now), ...seemingFacts(detail)],
    headers: payload && payload.erased_at === null ? headerLines(payload.headers) : [],
    payload:
      text === null ? null : { text: text.slice(0, SHOWN_CHARACTERS), isCut: text.length > SHOWN_CHARACTERS, bytes: byteText(delivery.body_bytes) },
    erasedAt: stampOrNull(payload?.erased_at, timeZone, now),
    attempts: detail.attempts.map((attempt) => attemptItem(attempt, timeZone, now)),
    processings: processingsOf(detail, (entry) => ({ key: String(entry.id), title: changeTitle(entry), lines: changeLines(entry.data, context) }), {
      timeZone,
      now,
    }),
    order: detail.order && { id: detail.order.id, orderRef: detail.order.order_ref },
    nextAttemptAt: nextAttempt && { ...nextAttempt, text: midSentence(nextAttempt) },
    canReplay: payload !== null && payload.erased_at === null && delivery.status !== "processing",
  };
}

const REPLAYED: Record<string, string> = {
  applied: "its changes were applied",
  unchanged: "everything in it was already known, so nothing changed",
  stale: "a newer version had already arrived, so nothing changed",
  ignored: "nothing in it is kept by Crossdock, so nothing changed",
};

/** What a replay found is said as the replay's: the changes of the first time stand below it. */
function sentenceOf(delivery: Row<"deliveries">, timeZone: string | null, now: number): string {
  const outcome = REPLAYED[delivery.outcome ?? ""];
  if (delivery.status !== "completed" || delivery.completed_at === null || outcome === undefined || !delivery.origin.startsWith("replay"))
    return statusSentence(delivery);
  return `Replayed ${midSentence(stampOf(delivery.completed_at, timeZone, now))}: ${outcome}.`;
}

/** Groups changes by the attempt that wrote them, newest first. */
function processingsOf(
  { attempts, changes }: Pick<DeliveryDetail, "attempts" | "changes">,
  show: (entry: Row<"audit_log">) => ChangeGroup,
  { timeZone, now }: { timeZone: string | null; now: number },
): Processing[] {
  const byTime = [...attempts].sort((a, b) => a.started_at - b.started_at || a.id - b.id);
  const completed = byTime.filter((attempt) => attempt.outcome === "completed");
  const groups = new Map<Row<"attempts"> | undefined, Row<"audit_log">[]>();
  for (const entry of changes) {
    const attempt = byTime.findLast((one) => one.started_at <= entry.at) ?? byTime[0];
    groups.set(attempt, [...(groups.get(attempt) ?? []), entry]);
  }
  return [...groups].map(([attempt, entries]) => ({
    key: String(attempt?.id ?? 0),
    title:
      attempt === undefined || completed.length < 2
        ? "Changes"
        : attempt.started_at <= completed[0]!.started_at
          ? "Changes when it was first processed"
          : `Changes when it was processed again, ${midSentence({ text: stampOf(attempt.started_at, timeZone, now).exact })}`,
    changes: entries.map(show),
  }));
}

export const attemptItem = (attempt: Row<"attempts">, timeZone: string | null, now: number): AttemptItem => ({
  number: attempt.number,
  outcome: attempt.outcome,
  startedAt: stampOf(attempt.started_at, timeZone, now),
  duration: durationText(attempt.duration_ms),
  error: messageInWords(attempt.error_code, attempt.error_message),
});

export const changeTitle = (entry: Pick<Row<"audit_log">, "kind" | "action" | "entity_type">): string =>
  entry.entity_type ? `${entityName(entry.entity_type)}: ${actionName(entry.action).toLowerCase()}` : actionName(entry.action);

export const durationText = (ms: number): string => (ms < 1000 ? `${ms} ms` : `${(ms / 1000).toFixed(1)} s`);
const byteText = (bytes: number): string =>
  bytes < 1024 ? `${bytes} bytes` : bytes < 1_048_576 ? `${(bytes / 1024).toFixed(1)} KB` : `${(bytes / 1_048_576).toFixed(1)} MB`;

const SECRET_HEADER = /hmac|signature|authorization|cookie|secret|token|api-?key|password/i;

/** Signatures and credentials are proof, not information: they are never shown. */
export function headerLines(json: string): DeliveryView["headers"] {
  let headers: Record<string, unknown>;
  try {
    headers = JSON.parse(json) as Record<string, unknown>;
  } catch {
    return [];
  }
  return Object.entries(headers)
    .map(([name, value]) => (SECRET_HEADER.test(name) ? { name, value: "Hidden", isHidden: true } : { name, value: String(value), isHidden: false }))
    .sort((a, b) => a.name.localeCompare(b.name));
}

const ORIGINS: Record<string, string> = {
  live: "Received from the channel",
  replay: "Replayed",
  replay_with_effects: "Replayed, with follow-up work",
  backfill: "Import of history",
};

/** Of a body that could not be read: what it seems to be about, so that a person knows where to look at the source. */
function seemingFacts({ delivery, payload, connection }: DeliveryDetail): DeliveryView["facts"] {
  if (delivery.external_id !== null || payload === null || payload.erased_at !== null || connection?.channel !== "shopify") return [];
  const subject = seemsAbout(delivery.topic, payload.body);
  if (subject === null) return [];
  const name = subject.orderRef ?? `${entityName(subject.entityType)} ${subject.externalId}`;
  return [
    {
      label: "Seems to be about",
      value: name,
      ...(subject.externalId === null ? {} : { title: `${entityName(subject.entityType)} id ${subject.externalId}` }),
    },
  ];
}

function factsOf(
  delivery: Row<"deliveries">,
  connection: { name: string; channel: string } | null,
  timeZone: string | null,
  now: number,
): DeliveryView["facts"] {
  const time = (ms: number) => stampOf(ms, timeZone, now);
  const stamped = (label: string, ms: number | null) => (ms === null ? [] : [{ label, value: time(ms).exact, title: time(ms).full }]);
  return [
    { label: "Store", value: connection ? `${connection.name} (${channelName(connection.channel)})` : "Deleted connection" },
    ...stamped("Happened", delivery.triggered_at),
    ...stamped("Received", delivery.received_at),
    ...stamped("Finished", delivery.completed_at),
    { label: "How it came", value: `${ORIGINS[delivery.origin] ?? delivery.origin}${delivery.mode === "test" ? ", test mode" : ""}` },
    ...(delivery.entity_type && delivery.external_id ? [{ label: `${entityName(delivery.entity_type)} id`, value: delivery.external_id }] : []),
    { label: "Delivery id", value: delivery.dedupe_key },
  ];
}
