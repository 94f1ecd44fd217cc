/** POST events: a batch of what happened in a store. Everything is looked at before anything is stored, and stored before it is answered. */
import { setImmediate as nextTurn } from "node:timers/promises";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { problem, type ApiAnswer } from "#app/api/answer.ts";
import type { FieldError } from "#app/api/schemas/common.ts";
import { countWaitingCommands } from "#app/data/bridge-commands.server.ts";
import type { Receipt, StoreOutcome } from "#app/inbox/receipt.ts";
import { parseJson } from "#app/lib/lossless-json.ts";
import { err, ok, type Result } from "#app/lib/result.ts";
import { noteEvents } from "#app/services/bridge/note-numbers.server.ts";
import { WOOCOMMERCE } from "#app/services/bridge/pair-site.server.ts";
import type { SiteCaller } from "./authenticate.server.ts";
import type { BridgeRequest } from "./bridge.server.ts";
import { eventSchema, readBridge, type BridgeEvent } from "./schemas.ts";
import { splitEvents } from "./split-events.ts";

const MOST_EVENTS = 100;
const MAX_UNPACKED_BYTES = 32 * 1024 * 1024;
/** Reading a large batch is done in turns, so that other requests come in between. */
const TURN_BYTES = 512 * 1024;
const MOST_ERRORS = 100;

export interface ReadEvent {
  event: BridgeEvent;
  /** The event's own bytes, as they were sent. */
  bytes: Buffer;
}

export async function events(request: BridgeRequest, caller: SiteCaller): Promise<ApiAnswer> {
  if (caller.connection.status === "inactive") return inactive();
  const body = await unpack(request);
  if (!body.ok) return body.error;
  const read = await readEvents(body.value);
  if (!read.ok) return read.error;
  const outcomes = await storeAll(request, caller, read.value);
  if (outcomes.some(({ kind }) => kind === "inactive")) return inactive();
  if (outcomes.some(({ kind }) => kind === "unknown_account")) return problem("integration_not_found", { message: "This connection was deleted." });
  const { ctx, now } = request;
  const seqs = read.value.map(({ event }) => event.seq);
  // A site whose clock is wrong does not tell of the future.
  const latest = Math.min(now, Math.max(...read.value.map(({ event }) => Date.parse(event.occurred_at))));
  const numbers = await noteEvents(ctx.db, caller, seqs, latest, now);
  // The site went to another merchant in this very moment: the batch comes again, and is known then.
  if (numbers === null) return problem("store_unavailable", { headers: { "retry-after": "5" } });
  const accepted = outcomes.filter(({ kind }) => kind === "stored").length;
  return {
    status: 200,
    body: {
      accepted,
      duplicates: outcomes.length - accepted,
      last_seq: numbers.lastSeq,
      max_seq: numbers.maxSeq,
      wanted: numbers.wanted,
      commands_waiting: await countWaitingCommands(ctx.db, caller.merchantId, caller.connectionId, now),
    },
  };
}

export const inactive = (): ApiAnswer =>
  problem("integration_inactive", { message: "The store was disconnected. Pair it again, or reconnect it in the app." });

async function unpack({ headers, bytes }: BridgeRequest): Promise<Result<Buffer, ApiAnswer>> {
  if (!/^application\/json\b/i.test(headers["content-type"] ?? ""))
    return err(problem("unsupported_media_type", { message: "Send the body as application/json." }));
  const encoding = (headers["content-encoding"] ?? "identity").trim().toLowerCase();
  if (encoding === "identity" || encoding === "") return ok(bytes);
  if (encoding !== "gzip") return err(problem("unsupported_media_type", { message: "Send the body as it is, or packed with gzip." }));
  try {
    return ok(await promisify(gunzip)(bytes, { maxOutputLength: MAX_UNPACKED_BYTES }));
  } catch (error) {
    return err(
      (error as { code?: string }).code === "ERR_BUFFER_TOO_LARGE"
        ? problem("payload_too_large", { message: `The body is larger than ${MAX_UNPACKED_BYTES} bytes when it is unpacked.` })
        : problem("request_unreadable", { message: "The body is not packed with gzip as its header says." }),
    );
  }
}

/** All that is wrong with any of them, at once. */
export async function readEvents(body: Buffer): Promise<Result<ReadEvent[], ApiAnswer>> {
  const parts = splitEvents(body);
  if (parts === null) {
    const parsed = parseJson(body);
    if (!parsed.ok) return err(problem("request_unreadable", { message: parsed.error.message }));
    return err(invalid([{ path: "events", code: "required", message: "Expected an object with a list of events." }]));
  }
  if (parts.length === 0) return err(invalid([{ path: "events", code: "empty", message: "Is empty." }]));
  if (parts.length > MOST_EVENTS) return err(invalid([{ path: "events", code: "too_long", message: `Has more than ${MOST_EVENTS} members.` }]));
  const read: ReadEvent[] = [];
  const errors: FieldError[] = [];
  let sinceTurn = 0;
  for (const [at, part] of parts.entries()) {
    sinceTurn += part.length;
    if (sinceTurn > TURN_BYTES) {
      sinceTurn = 0;
      await nextTurn();
    }
    const parsed = parseJson(part);
    const event = parsed.ok ? readBridge(eventSchema, parsed.value, `events.${at}`) : null;
    if (event === null) errors.push({ path: `events.${at}`, code: "value_invalid", message: parsed.ok ? "" : parsed.error.message });
    else if (event.ok) read.push({ event: event.value, bytes: part });
    else errors.push(...event.error);
  }
  return errors.length > 0 ? err(invalid(errors.slice(0, MOST_ERRORS))) : ok(read);
}

const invalid = (errors: FieldError[]): ApiAnswer => problem("validation_failed", { errors });

/**
 * In one group, so one commit as a rule. @throws where any could not be stored, when it is settled what became of each: those that were are known
 * when the batch comes again
 */
async function storeAll(
  { inbox, counters, headers, now }: BridgeRequest,
  { connection, connectionId }: SiteCaller,
  read: readonly ReadEvent[],
): Promise<StoreOutcome[]> {
  const kept = JSON.stringify({ "content-type": "application/json", "user-agent": headers["user-agent"], "x-crossdock-connection": connectionId });
  const settled = await Promise.allSettled(
    read.map(async ({ event, bytes }) => {
      const outcome = await inbox.store(receiptOf(connection.external_id, event, bytes, kept, now));
      if (outcome.kind !== "stored") counters.count(outcome.kind, connectionId, now);
      return outcome;
    }),
  );
  return settled.map((one) => {
    if (one.status === "rejected") throw one.reason;
    return one.value;
  });
}

const receiptOf = (account: string, event: BridgeEvent, body: Buffer, headers: string, now: number): Receipt => ({
  channel: WOOCOMMERCE,
  account,
  mode: event.topic === "test.event" ? "test" : "live",
  topic: event.topic,
  // As a UUID is written: some plugin's capitals make no second event.
  dedupeKey: event.id.toLowerCase(),
  sourceEventId: String(event.seq),
  triggeredAt: Date.parse(event.occurred_at),
  headers,
  body,
  receivedAt: now,
  isAlwaysAccepted: false,
});
