/** A WordPress site as the hub sees it, without WordPress: pairs, signs as the plugin does, numbers its events. */
import { randomUUID } from "node:crypto";
import { gzipSync } from "node:zlib";
import { signWebhook } from "#app/lib/standard-webhooks.ts";
import { recordSecret } from "./results-folder.ts";

export interface BridgeAnswer<T = Record<string, unknown>> {
  status: number;
  headers: Headers;
  body: T;
}

export interface SiteEvent {
  id: string;
  seq: number;
  topic: string;
  occurred_at: string;
  resource_id: string;
  origin: string;
  data: Record<string, unknown>;
}

export interface CallOptions {
  headers?: Record<string, string>;
  /** Packs the body and says so. */
  isPacked?: boolean;
  /** Moves the site's clock, ms. */
  clockAhead?: number;
  /** Default: the site's own, newest first. */
  secrets?: readonly string[];
  /** Default: a new one each time. */
  messageId?: string;
  signal?: AbortSignal;
}

export interface EventsAnswer {
  accepted: number;
  duplicates: number;
  last_seq: number;
  max_seq: number;
  wanted: number[];
  commands_waiting: number;
  error?: { type: string; message: string };
  errors?: { path: string; code: string; message: string }[];
}

export interface BridgeSiteClient {
  hubUrl: string;
  siteUrl: string;
  /** Empty until it is paired. */
  connectionId: string;
  secret: string;
  call<T = Record<string, unknown>>(method: "GET" | "POST", path: string, body?: unknown, options?: CallOptions): Promise<BridgeAnswer<T>>;
  /** Also takes over the answer's connection and secret. */
  pair(
    code: string,
    change?: Record<string, unknown>,
    options?: CallOptions,
  ): Promise<BridgeAnswer<{ connection_id: string; secret: string; merchant_name: string }>>;
  send(events: readonly unknown[], options?: CallOptions): Promise<BridgeAnswer<EventsAnswer>>;
}

/** What the plugin says when it is paired. */
export const pairBody = (siteUrl: string, change: Record<string, unknown> = {}): Record<string, unknown> => ({
  site_url: siteUrl,
  plugin_version: "1.0.0",
  wp_version: "6.7",
  wc_version: "10.2.4",
  php_version: "8.2.0",
  capabilities: { hpos: true, currency: "EUR", country: "DE", timezone: "Europe/Berlin" },
  ...change,
});

/** An event of this number; `change` goes over it. */
export const siteEvent = (seq: number, change: Partial<SiteEvent> = {}): SiteEvent => ({
  id: randomUUID(),
  seq,
  topic: "order.updated",
  occurred_at: new Date().toISOString(),
  resource_id: "4711",
  origin: "hook",
  data: { object: { id: 4711, status: "processing" }, state: "present", loaded_at: new Date().toISOString() },
  ...change,
});

export function createSite(hubUrl: string, siteUrl: string): BridgeSiteClient {
  const site: BridgeSiteClient = {
    hubUrl,
    siteUrl,
    connectionId: "",
    secret: "",
    async call<T>(method: "GET" | "POST", path: string, body?: unknown, options: CallOptions = {}) {
      const plain =
        body === undefined ? Buffer.alloc(0) : Buffer.isBuffer(body) ? body : Buffer.from(typeof body === "string" ? body : JSON.stringify(body));
      const bytes = options.isPacked ? gzipSync(plain) : plain;
      const of = { id: options.messageId ?? `msg_${randomUUID()}`, timestamp: String(Math.floor((Date.now() + (options.clockAhead ?? 0)) / 1000)) };
      const secrets = options.secrets ?? (site.secret === "" ? [] : [site.secret]);
      const signed: Record<string, string> =
        secrets.length === 0
          ? {}
          : {
              "webhook-id": of.id,
              "webhook-timestamp": of.timestamp,
              "webhook-signature": secrets.map((secret) => signWebhook(secret, of, bytes)).join(" "),
              "x-crossdock-connection": site.connectionId,
            };
      const answer = await fetch(`${site.hubUrl}/bridge/v1/${path}`, {
        method,
        headers: {
          ...(method === "POST" && { "content-type": "application/json" }),
          ...(options.isPacked && { "content-encoding": "gzip" }),
          ...signed,
          ...options.headers,
        },
        ...(method === "POST" && { body: bytes as Uint8Array<ArrayBuffer> }),
        ...(options.signal && { signal: options.signal }),
      });
      return { status: answer.status, headers: answer.headers, body: (await answer.json()) as T };
    },
    async pair(code, change = {}, options = { secrets: [] }) {
      const answer = await site.call<{ connection_id: string; secret: string; merchant_name: string }>(
        "POST",
        "pair",
        { code, ...pairBody(site.siteUrl, change) },
        options,
      );
      if (answer.status === 201) {
        recordSecret("bridge secret", answer.body.secret);
        Object.assign(site, { connectionId: answer.body.connection_id, secret: answer.body.secret });
      }
      return answer;
    },
    send: (events, options) => site.call<EventsAnswer>("POST", "events", { events }, options),
  };
  return site;
}
