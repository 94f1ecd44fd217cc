import type { IncomingMessage, ServerResponse } from "node:http";
import type { SandboxContext } from "./context.ts";

/** One request as a route sees it. `json()` throws a Refusal (400) when the body is not a JSON object; an empty body reads as {}. */
export interface RouteRequest {
  method: string;
  path: string;
  params: Record<string, string>;
  query: URLSearchParams;
  headers: Record<string, string | undefined>;
  body: Buffer;
  json(): Record<string, unknown>;
}

/** What a route answers. An object body is sent as JSON; text and bytes are sent as they are (name the content-type yourself). */
export interface RouteAnswer {
  status: number;
  headers?: Record<string, string | string[]>;
  body?: string | Buffer | object;
  /** The connection is cut instead of being answered: a fault. */
  isCut?: boolean;
}

export interface Route {
  method: string;
  /** Path with `:name` segments; a last segment `*` takes the rest into params["*"]. */
  pattern: string;
  handle(request: RouteRequest, ctx: SandboxContext): RouteAnswer | Promise<RouteAnswer>;
}

/** An expected "no": answered as `{"error":{field,reason,remedy}}` with a 4xx status. */
export class Refusal extends Error {
  override name = "Refusal";
  readonly status: number;
  readonly field: string | null;
  readonly remedy: string;
  constructor(status: number, field: string | null, reason: string, remedy: string) {
    super(reason);
    this.status = status;
    this.field = field;
    this.remedy = remedy;
  }
}

export function refusalAnswer(refusal: Refusal): RouteAnswer {
  return { status: refusal.status, body: { error: { field: refusal.field, reason: refusal.message, remedy: refusal.remedy } } };
}

const MAX_BODY_BYTES = 10 * 1024 * 1024;

/** Reads the whole body, or throws a Refusal (413) beyond 10 MiB. */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) throw new Refusal(413, null, "the body is larger than 10 MiB", "send less at once");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** The first route whose method and pattern fit; "method" when only the pattern fits. */
export function matchRoute(routes: Route[], method: string, path: string): { route: Route; params: Record<string, string> } | "method" | null {
  let patternFits = false;
  for (const route of routes) {
    const params = matchPattern(route.pattern, path);
    if (!params) continue;
    if (route.method === method || (method === "HEAD" && route.method === "GET")) return { route, params };
    patternFits = true;
  }
  return patternFits ? "method" : null;
}

function matchPattern(pattern: string, path: string): Record<string, string> | null {
  const wanted = pattern.split("/");
  const given = path.split("/");
  const params: Record<string, string> = {};
  for (const [index, segment] of wanted.entries()) {
    if (segment === "*") {
      params["*"] = given.slice(index).map(decodeSegment).join("/");
      return params;
    }
    const value = given[index];
    if (value === undefined) return null;
    if (segment.startsWith(":") && value !== "") params[segment.slice(1)] = decodeSegment(value);
    else if (segment !== value) return null;
  }
  return wanted.length === given.length ? params : null;
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw new Refusal(400, "path", "the path is not validly percent-encoded", "encode it with encodeURIComponent");
  }
}

export function parseJsonObject(body: Buffer): Record<string, unknown> {
  if (body.length === 0) return {};
  let value: unknown;
  try {
    value = JSON.parse(body.toString("utf8"));
  } catch {
    throw new Refusal(400, "body", "the body is not JSON", "send a JSON object");
  }
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new Refusal(400, "body", "the body is not a JSON object", "send {…}");
  return value as Record<string, unknown>;
}

export function sendAnswer(response: ServerResponse, answer: RouteAnswer): void {
  if (answer.isCut) return void response.destroy();
  const isJson = typeof answer.body === "object" && !Buffer.isBuffer(answer.body);
  const headers: Record<string, string | string[]> = {
    "cache-control": "no-store",
    ...(isJson ? { "content-type": "application/json; charset=utf-8" } : {}),
    ...answer.headers,
  };
  response.writeHead(answer.status, headers);
  response.end(answer.body === undefined ? undefined : isJson ? JSON.stringify(answer.body) : (answer.body as string | Buffer));
}
