/** POST /webhooks/shopify: raw body → signature → inbox. No session, no network, no Remix (architecture.md, "The way of an event"). */
import type { IncomingMessage, ServerResponse } from "node:http";
import { readShopifyHeaders, signatureHeader } from "#app/channels/shopify/headers.ts";
import { isShopDomain } from "#app/channels/shopify/shop-domain.ts";
import { matchSignature } from "#app/channels/shopify/verify.ts";
import { ALWAYS_ACCEPTED } from "#app/inbox/always-accepted.ts";
import type { Inbox } from "#app/inbox/inbox.server.ts";
import type { ReceiptCounters } from "#app/inbox/receipt-counters.server.ts";
import type { Clock } from "#app/lib/clock.ts";
import { readBody } from "#app/lib/read-body.ts";
import { respond, type IngestOutcome } from "./respond.ts";

/** Shopify's own payloads stay far below; the limit protects the memory. */
export const MAX_BODY_BYTES = 5 * 1024 * 1024;
/** Node's names are in lower case. */
const isKept = (name: string): boolean =>
  name.startsWith("x-shopify-") || name.startsWith("shopify-") || name === "content-type" || name === "user-agent";

export interface ReceiveOptions {
  inbox: Inbox;
  counters: ReceiptCounters;
  clock: Clock;
  /** Every secret that is valid now; empty refuses everything. */
  secrets: () => Promise<readonly string[]>;
  onError: (error: Error) => void;
}

export function createShopifyReceiver(options: ReceiveOptions): (req: IncomingMessage, res: ServerResponse) => void {
  return (req, res) => {
    void receive(options, req).then(
      (outcome) => outcome !== null && respond(res, outcome),
      (error: Error) => {
        options.onError(error);
        respond(res, { kind: "not_writable" });
      },
    );
  };
}

async function receive(options: ReceiveOptions, req: IncomingMessage): Promise<IngestOutcome | null> {
  if (req.method !== "POST") return { kind: "wrong_method" };
  const type = req.headers["content-type"] ?? "";
  if (!/^application\/json\b/i.test(type)) return { kind: "wrong_type" };
  const body = await readBody(req, MAX_BODY_BYTES);
  if (body.kind === "aborted") return null;
  if (body.kind === "too_large") return { kind: "too_large", maxBytes: MAX_BODY_BYTES };
  const receivedAt = options.clock();
  if (!isJsonObject(body.bytes) || matchSignature(body.bytes, signatureHeader(req.headers), await options.secrets()) === null) {
    countUnverified(options, req, receivedAt);
    return { kind: "unverified", message: "The signature does not match the body. Check that the app's client secret is the one configured here." };
  }
  const headers = readShopifyHeaders(req.headers);
  if (!headers.ok) return { kind: "unreadable", message: `The header X-${headers.error.header} is ${headers.error.reason}.` };
  const { shop, topic, webhookId, eventId, triggeredAt } = headers.value;
  const outcome = await options.inbox.store({
    channel: "shopify",
    account: shop,
    mode: "live",
    topic,
    dedupeKey: webhookId,
    sourceEventId: eventId,
    triggeredAt,
    headers: keptHeaders(req.headers),
    body: body.bytes,
    receivedAt,
    isAlwaysAccepted: ALWAYS_ACCEPTED.has(topic),
  });
  if (outcome.kind !== "stored") options.counters.count(outcome.kind, outcome.kind === "inactive" ? outcome.connectionId : null, receivedAt);
  return outcome;
}

/** For the store it names, so that its merchant sees it: nobody has proved that it comes from there. */
function countUnverified({ counters }: ReceiveOptions, req: IncomingMessage, at: number): void {
  const shop = String(req.headers["x-shopify-shop-domain"] ?? "").toLowerCase();
  if (isShopDomain(shop)) counters.countClaimed("unverified", { channel: "shopify", account: shop }, at);
  else counters.count("unverified", null, at);
}

/**
 * The app's secret signs more than deliveries: session tokens and sign-in queries, which every user of every shop has in the browser, and the
 * signature says nothing of the headers that name the shop. None of those begins like Shopify's bodies do.
 */
function isJsonObject(bytes: Buffer): boolean {
  let at = 0;
  while (bytes[at] === 0x20 || bytes[at] === 0x0a || bytes[at] === 0x0d || bytes[at] === 0x09) at++;
  return bytes[at] === 0x7b;
}

function keptHeaders(headers: IncomingMessage["headers"]): string {
  const kept: Record<string, unknown> = {};
  for (const name in headers) if (isKept(name)) kept[name] = headers[name];
  return JSON.stringify(kept);
}
