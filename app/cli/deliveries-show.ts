/** `crossdock deliveries show <id>`: one delivery from its raw request to what it changed. */
import { deliveryJson, errorJson } from "#app/api/delivery-json.ts";
import { findDeliveryDetail, type DeliveryDetail } from "#app/data/deliveries-detail.server.ts";
import { findMerchantsOfDeliveries } from "#app/data/system/deliveries.server.ts";
import { headerLines } from "#app/presenters/delivery.server.ts";
import { failureWords, statusSentence } from "#app/presenters/failure-words.server.ts";
import { iso, isoOrNull } from "#app/lib/iso.ts";
import { command, CommandFailed } from "./command.ts";
import type { Io } from "./io.ts";
import { readDeliveryId } from "./options.ts";
import { withReading } from "./session.ts";
import { facts, relative, table } from "./table.ts";

export const deliveriesShow = command({
  about: "Shows a delivery with its headers (signatures hidden), its payload as received, its attempts and what it changed.",
  positional: { name: "<id>", min: 1, max: 1, parse: readDeliveryId },
  options: {},
  async run({ positionals, isJson }, io) {
    const id = Number(positionals[0]);
    const detail = await withReading(async (db) => {
      const merchantId = (await findMerchantsOfDeliveries(db, [id])).get(id);
      return merchantId === undefined ? null : findDeliveryDetail(db, merchantId, id);
    });
    if (detail === null) throw new CommandFailed(`There is no delivery ${id}. See: npx crossdock deliveries list`);
    if (isJson) io.json(detailJson(detail));
    else print(detail, io);
    return 0;
  },
});

const isErased = (detail: DeliveryDetail): boolean => detail.payload === null || detail.payload.erased_at !== null;
const payloadText = (detail: DeliveryDetail): string | null =>
  detail.payload === null || isErased(detail) ? null : Buffer.from(detail.payload.body).toString("utf8");
/** Signatures are proof of a secret: hidden, as on the page. */
const shownHeaders = (detail: DeliveryDetail) => (isErased(detail) ? [] : headerLines(detail.payload?.headers ?? "{}"));

function detailJson(detail: DeliveryDetail): object {
  const { delivery } = detail;
  return {
    ...deliveryJson(delivery),
    merchant_id: delivery.merchant_id,
    mode: delivery.mode,
    origin: delivery.origin,
    outcome: delivery.outcome,
    entity_type: delivery.entity_type,
    dedupe_key: delivery.dedupe_key,
    source_event_id: delivery.source_event_id,
    triggered_at: isoOrNull(delivery.triggered_at),
    completed_at: isoOrNull(delivery.completed_at),
    next_attempt_at: delivery.status === "failed" ? iso(delivery.next_attempt_at) : null,
    waits_for: delivery.hold_key,
    body_sha256: delivery.body_sha256,
    headers: Object.fromEntries(shownHeaders(detail).map((header) => [header.name, header.isHidden ? "[hidden]" : header.value])),
    payload: payloadText(detail),
    erased_at: isoOrNull(detail.payload?.erased_at),
    attempt_history: [...detail.attempts].reverse().map((attempt) => ({
      number: attempt.number,
      started_at: iso(attempt.started_at),
      duration_ms: attempt.duration_ms,
      outcome: attempt.outcome,
      error: errorJson(attempt),
    })),
    changes: [...detail.changes].reverse().map((change) => ({
      kind: change.kind,
      action: change.action,
      entity_type: change.entity_type,
      entity_id: change.entity_id,
      data: JSON.parse(change.data) as unknown,
      at: iso(change.at),
    })),
  };
}

function print(detail: DeliveryDetail, io: Io): void {
  const { delivery, connection } = detail;
  const now = io.clock();
  const at = (ms: number | null) => (ms === null ? null : `${iso(ms)} (${relative(ms, now)})`);
  const words = delivery.status === "completed" ? null : failureWords(delivery.error_code, delivery.error_class, delivery.error_message);
  const sections = [
    facts([
      ["Delivery", delivery.id],
      ["Topic", delivery.topic],
      ["Status", `${delivery.status}. ${statusSentence(delivery)}`],
      ...(words
        ? ([
            ["Error", `${delivery.error_class}/${delivery.error_code}: ${words.happened}`],
            ["Remedy", words.remedy],
          ] as const)
        : []),
      ["Connection", connection ? `${connection.name} (${connection.external_id}, ${connection.id})` : `${delivery.connection_id} (deleted)`],
      ["Order", detail.order?.order_ref ?? delivery.order_ref],
      ["Entity", delivery.external_id === null ? null : `${delivery.entity_type ?? ""} ${delivery.external_id}`],
      ["Triggered", at(delivery.triggered_at)],
      ["Received", at(delivery.received_at)],
      ["Finished", at(delivery.completed_at)],
      ["Delivery key", delivery.dedupe_key],
    ]),
    heading(
      "Headers",
      shownHeaders(detail).length === 0
        ? null
        : facts(shownHeaders(detail).map((header) => [header.name, header.isHidden ? "[hidden]" : header.value])),
    ),
    heading("Payload", isErased(detail) ? "Erased." : withoutControls(payloadText(detail) ?? "")),
    heading("Attempts", detail.attempts.length === 0 ? null : attemptTable(detail, now)),
    heading(
      "Changes",
      detail.changes.length === 0
        ? null
        : [...detail.changes]
            .reverse()
            .map((change) => `${change.entity_type ?? change.kind} ${change.entity_id ?? ""}: ${change.action}\n${changeLines(change.data)}`)
            .join("\n"),
    ),
  ];
  io.out(sections.join("\n\n"));
}

/** A body is what somebody sent: it must not move the cursor or colour the terminal. (--json escapes it.) */
const withoutControls = (text: string): string => text.replace(/[^\P{Cc}\n\t]|\p{Cf}/gu, "\uFFFD");

const heading = (title: string, text: string | null): string => `${title}\n${text ?? "None."}`;

const attemptTable = (detail: DeliveryDetail, now: number): string =>
  table([...detail.attempts].reverse(), [
    { title: "NUMBER", value: (row) => row.number },
    { title: "STARTED", value: (row) => relative(row.started_at, now) },
    { title: "TOOK", value: (row) => `${row.duration_ms} ms` },
    { title: "OUTCOME", value: (row) => row.outcome },
    { title: "ERROR", value: (row) => row.error_message },
  ]);

/** A data change is [{field, before, after}]; other entries are an object of facts. */
function changeLines(data: string): string {
  const read: unknown = JSON.parse(data);
  if (!Array.isArray(read))
    return Object.entries(read as Record<string, unknown>)
      .map(([name, value]) => `  ${name}: ${JSON.stringify(value)}`)
      .join("\n");
  return (read as { field: string; before: unknown; after: unknown }[])
    .map((change) => `  ${change.field}: ${JSON.stringify(change.before ?? null)} → ${JSON.stringify(change.after ?? null)}`)
    .join("\n");
}
