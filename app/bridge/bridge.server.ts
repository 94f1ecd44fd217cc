/**
 * The WordPress bridge: plain handlers in front of Remix for every call of our plugin. Limits, then the signature over the bytes as they came,
 * then the rest; whatever goes wrong here is a 503 that the plugin tries again, never a 500.
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import { problem, sendAnswer, type ApiAnswer } from "#app/api/answer.ts";
import type { Inbox } from "#app/inbox/inbox.server.ts";
import type { ReceiptCounters } from "#app/inbox/receipt-counters.server.ts";
import { parseJson } from "#app/lib/lossless-json.ts";
import { readBody } from "#app/lib/read-body.ts";
import { err, ok, type Result } from "#app/lib/result.ts";
import type { ServiceContext } from "#app/services/context.server.ts";
import { authenticateSite, type SiteCaller } from "./authenticate.server.ts";
import { BRIDGE_ROUTES, type BridgeRoute } from "./routes.ts";

export interface BridgeOptions {
  ctx: ServiceContext;
  inbox: Inbox;
  counters: ReceiptCounters;
  /** Whether this address (of the other end of the connection) may say for whom it asks: TRUST_PROXY. */
  isProxyTrusted: (address: string, hop: number) => boolean;
  /** env ALLOW_SIGNUP */
  allowsSignUp: boolean;
}

export interface BridgeRequest extends BridgeOptions {
  /** `{id}` of the path, decoded. */
  params: Readonly<Record<string, string>>;
  query: URLSearchParams;
  headers: IncomingMessage["headers"];
  /** As it was sent. */
  bytes: Buffer;
  /** The body as JSON; an answer when it is none. */
  json(): Result<unknown, ApiAnswer>;
  /** Whoever calls, as far as the proxies in front of us can be believed. */
  address: string;
  now: number;
  /** Ends when the caller hangs up, or this process stops. */
  signal: AbortSignal;
}

export interface Bridge {
  handles(path: string): boolean;
  answer(req: IncomingMessage, res: ServerResponse): void;
  /** Ends the calls that wait for something to happen. */
  stop(): void;
}

const PREFIX = "/bridge/v1/";
export const MAX_EVENTS_BYTES = 5 * 1024 * 1024;
const MAX_BYTES = 1024 * 1024;
const RETRY_AFTER_S = "30";

export function createBridge(options: BridgeOptions): Bridge {
  const stopping = new AbortController();
  const { ctx } = options;

  async function respond(req: IncomingMessage, res: ServerResponse): Promise<ApiAnswer | null> {
    const url = new URL(req.url ?? "/", "http://bridge.invalid");
    const found = BRIDGE_ROUTES.flatMap((route) => {
      const params = matchPath(route.path, url.pathname.slice(PREFIX.length));
      return params === null ? [] : [{ route, params }];
    });
    if (found.length === 0) return problem("not_found", { message: "There is nothing at this address." });
    const match = found.find(({ route }) => route.method === req.method);
    if (match === undefined) {
      const allowed = found.map(({ route }) => route.method).join(", ");
      return problem("method_not_allowed", { message: `Use ${allowed}.`, headers: { allow: allowed } });
    }
    const { route, params } = match;
    const most = route.path === "events" ? MAX_EVENTS_BYTES : MAX_BYTES;
    const body = await readBody(req, most);
    if (body.kind === "aborted") return null;
    if (body.kind === "too_large") return problem("payload_too_large", { message: `The body is larger than ${most} bytes.` });
    const hungUp = new AbortController();
    res.once("close", () => hungUp.abort());
    const request: BridgeRequest = {
      ...options,
      params,
      query: url.searchParams,
      headers: req.headers,
      bytes: body.bytes,
      json: () => readJson(req.headers, body.bytes),
      address: addressOf(req, options.isProxyTrusted),
      now: ctx.clock(),
      signal: AbortSignal.any([hungUp.signal, stopping.signal]),
    };
    return route.isOpen ? route.handle(request, await provenBy(request)) : handleSigned(route, request);
  }

  async function handleSigned(route: Extract<BridgeRoute, { isOpen: false }>, request: BridgeRequest): Promise<ApiAnswer> {
    const caller = await authenticateSite(ctx, request);
    if (caller.ok) return route.handle(request, caller.value);
    if (caller.error.status === 401) options.counters.count("unverified", null, request.now);
    return caller.error;
  }

  /** A call that needs no signature may have one: a site that was paired before shows by it that it is the same. */
  async function provenBy(request: BridgeRequest): Promise<SiteCaller | null> {
    if (request.headers["x-crossdock-connection"] === undefined) return null;
    const caller = await authenticateSite(ctx, request);
    return caller.ok ? caller.value : null;
  }

  return {
    handles: (path) => path.startsWith(PREFIX),
    answer(req, res) {
      respond(req, res).then(
        (answer) => answer !== null && sendAnswer(res, answer),
        (error: Error) => {
          ctx.log.error("a bridge call failed", { error: error.name });
          sendAnswer(res, problem("store_unavailable", { headers: { "retry-after": RETRY_AFTER_S } }));
        },
      );
    },
    stop: () => stopping.abort(),
  };
}

/** Answers the path's parameters, or null when it is another path. */
function matchPath(pattern: string, path: string): Record<string, string> | null {
  const [wanted, given] = [pattern.split("/"), path.split("/")];
  if (wanted.length !== given.length) return null;
  const params: Record<string, string> = {};
  for (const [at, part] of wanted.entries()) {
    const value = given[at] as string;
    if (!part.startsWith("{")) {
      if (part !== value) return null;
      continue;
    }
    const decoded = decode(value);
    if (decoded === null) return null;
    params[part.slice(1, -1)] = decoded;
  }
  return params;
}

/** null for what is no text of ours: PostgreSQL does not even look for a text with a NUL in it. */
function decode(part: string): string | null {
  try {
    const text = decodeURIComponent(part);
    return text.includes("\0") ? null : text;
  } catch {
    return null;
  }
}

function readJson(headers: IncomingMessage["headers"], bytes: Buffer): Result<unknown, ApiAnswer> {
  if (!/^application\/json\b/i.test(headers["content-type"] ?? ""))
    return err(problem("unsupported_media_type", { message: "Send the body as application/json." }));
  const parsed = parseJson(bytes);
  return parsed.ok ? ok(parsed.value) : err(problem("request_unreadable", { message: parsed.error.message }));
}

/** The last address that no trusted proxy stands for. */
function addressOf(req: IncomingMessage, isTrusted: BridgeOptions["isProxyTrusted"]): string {
  const hops = [
    req.socket.remoteAddress ?? "",
    ...String(req.headers["x-forwarded-for"] ?? "")
      .split(",")
      .map((hop) => hop.trim())
      .filter(Boolean)
      .reverse(),
  ];
  const last = hops.findIndex((address, hop) => !isTrusted(address, hop));
  return hops[last === -1 ? hops.length - 1 : last] ?? "";
}
