/**
 * POST /webhooks/woocommerce/<connectionId> and POST /api/v1/woocommerce/webhooks/receive: WooCommerce's own webhooks, of stores without our
 * plugin. Raw body → the store's secret → signature → inbox. WooCommerce tries once and never again, so whatever is signed is stored, readable
 * or not. https://woocommerce.com/document/webhooks/
 */
import { hash } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { isDeletion, readHookHeaders, signatureOf, sourceOf, type HookAccount } from "#app/channels/woocommerce/headers.ts";
import { matchSignature } from "#app/channels/woocommerce/verify.ts";
import type { Inbox } from "#app/inbox/inbox.server.ts";
import type { ReceiptCounters } from "#app/inbox/receipt-counters.server.ts";
import type { Clock } from "#app/lib/clock.ts";
import { newId } from "#app/lib/ids.ts";
import { readBody } from "#app/lib/read-body.ts";
import { respond, type IngestOutcome } from "./respond.ts";
import { MAX_BODY_BYTES } from "./receive-webhook.server.ts";

const ALIAS = "/api/v1/woocommerce/webhooks/receive";
const PATH = /^\/webhooks\/woocommerce\/([A-Za-z0-9_]{1,80})$/;
/** What WooCommerce sends, unsigned and as a form, when a webhook is made or switched on. */
const PING = /^webhook_id=\d{1,20}$/;

export interface HookDoorOptions {
  inbox: Inbox;
  counters: ReceiptCounters;
  clock: Clock;
  /** null: there is no such connection (any more). */
  findById: (connectionId: string) => Promise<HookAccount | null>;
  /** The stores that an address could mean. */
  findBySource: (source: string) => Promise<HookAccount[]>;
  onError: (error: Error) => void;
}

export interface HookDoor {
  handles(path: string): boolean;
  receive(req: IncomingMessage, res: ServerResponse): void;
}

export function createHookDoor(options: HookDoorOptions): HookDoor {
  return {
    handles: (path) => path === ALIAS || PATH.test(path),
    receive(req, res) {
      void receive(options, req).then(
        (outcome) => outcome !== null && respond(res, outcome),
        (error: Error) => {
          options.onError(error);
          respond(res, { kind: "not_writable" });
        },
      );
    },
  };
}

async function receive(options: HookDoorOptions, req: IncomingMessage): Promise<IngestOutcome | null> {
  if (req.method !== "POST") return { kind: "wrong_method" };
  const type = req.headers["content-type"] ?? "";
  const isForm = /^application\/x-www-form-urlencoded\b/i.test(type);
  if (!isForm && !/^application\/json\b/i.test(type)) return { kind: "wrong_type" };
  const body = await readBody(req, MAX_BODY_BYTES);
  if (body.kind === "aborted") return null;
  if (body.kind === "too_large") return { kind: "too_large", maxBytes: MAX_BODY_BYTES };
  const [, id = null] = PATH.exec((req.url ?? "/").split("?", 1)[0] ?? "/") ?? [];
  if (isForm) return answerPing(options, id, body.bytes);
  const receivedAt = options.clock();
  const account = id === null ? await accountBySource(options, req, body.bytes) : await options.findById(id);
  if (account === null && id !== null) return { kind: "unknown_account" };
  if (account === null || !isSignedBy(account, req, body.bytes)) {
    options.counters.count("unverified", account?.connectionId ?? null, receivedAt);
    return { kind: "unverified", message: "The signature does not match the body, or no connected store signs with that secret." };
  }
  const headers = readHookHeaders(req.headers);
  if (headers === null) return { kind: "unreadable", message: "The header X-WC-Webhook-Topic is missing." };
  const outcome = await options.inbox.store({
    channel: "woocommerce",
    account: account.externalId,
    mode: "live",
    topic: headers.topic,
    dedupeKey: dedupeKey(headers.topic, headers.deliveryId, body.bytes, receivedAt),
    sourceEventId: headers.deliveryId,
    triggeredAt: null,
    headers: keptHeaders(req.headers),
    body: body.bytes,
    receivedAt,
    isAlwaysAccepted: false,
  });
  if (outcome.kind !== "stored") options.counters.count(outcome.kind, outcome.kind === "inactive" ? outcome.connectionId : null, receivedAt);
  return outcome;
}

/** Nothing is stored of a ping, which anybody may send; but a webhook for a connection that is none must not look well. */
async function answerPing(options: HookDoorOptions, id: string | null, body: Buffer): Promise<IngestOutcome> {
  if (!PING.test(body.toString("latin1"))) return { kind: "wrong_type" };
  return id !== null && (await options.findById(id)) === null ? { kind: "unknown_account" } : { kind: "ping" };
}

const isSignedBy = (account: HookAccount, req: IncomingMessage, body: Buffer): boolean =>
  account.secret !== null && matchSignature(body, signatureOf(req.headers), [account.secret]) !== null;

/** The address says which store it could be, the signature which one it is: none, or more than one, is nobody. */
async function accountBySource(options: HookDoorOptions, req: IncomingMessage, body: Buffer): Promise<HookAccount | null> {
  const source = sourceOf(req.headers);
  if (source === null) return null;
  const signed = (await options.findBySource(source)).filter((account) => isSignedBy(account, req, body));
  return signed.length === 1 ? (signed[0] ?? null) : null;
}

/** The delivery id alone is not unique: of nineteen deliveries in one run five had another's. */
const dedupeKey = (topic: string, deliveryId: string | null, body: Buffer, now: number): string =>
  `${topic}:${hash("sha256", body, "hex")}:${isDeletion(topic) ? newId("del", now) : (deliveryId ?? "")}`;

const isKept = (name: string): boolean => name.startsWith("x-wc-webhook-") || name === "content-type" || name === "user-agent";

const keptHeaders = (headers: IncomingMessage["headers"]): string =>
  JSON.stringify(Object.fromEntries(Object.entries(headers).filter(([name]) => isKept(name))));
