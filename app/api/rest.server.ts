/**
 * REST v1: a table of routes. A route says what right its caller needs; the caller is known before the route is asked. Handlers are plain
 * functions that answer a value; nothing slow belongs here, it runs beside ingest.
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import { readBody } from "#app/lib/read-body.ts";
import type { ServiceContext } from "#app/services/context.server.ts";
import { parseJson } from "#app/lib/lossless-json.ts";
import { ok, err, type Result } from "#app/lib/result.ts";
import { problem, sendAnswer, type ApiAnswer } from "./answer.ts";
import { authenticateApi, type ApiCaller } from "./authenticate.server.ts";
import { once } from "./idempotency.server.ts";
import type { ApiScope } from "#app/domain/api-key.ts";

export interface RestRequest {
  ctx: ServiceContext;
  /** `{id}` of the path, decoded. */
  params: Readonly<Record<string, string>>;
  query: URLSearchParams;
  headers: IncomingMessage["headers"];
  /** The raw bytes; an answer when there are more than `maxBytes`. */
  bytes(maxBytes: number): Promise<Result<Buffer, ApiAnswer>>;
  /** The body as JSON (numbers that lose digits as text); an answer when it is none. */
  json(): Promise<Result<unknown, ApiAnswer>>;
}

interface Route {
  method: "GET" | "POST" | "PATCH" | "PUT" | "DELETE";
  /** Takes an Idempotency-Key. */
  isIdempotent?: true;
  /** `/api/v1/imports/{id}`; `{ref*}` takes the rest of the path. */
  path: string;
}
/** scope null: anybody may call it, and there is no caller. */
export type RestRoute = Route &
  (
    | { scope: ApiScope; handle(request: RestRequest, caller: ApiCaller): Promise<ApiAnswer> }
    | { scope: null; handle(request: RestRequest): Promise<ApiAnswer> }
  );

export interface Rest {
  handles(path: string): boolean;
  answer(req: IncomingMessage, res: ServerResponse): void;
}

const PREFIX = "/api/";
const MAX_JSON_BYTES = 1024 * 1024;

export function createRest(ctx: ServiceContext, routes: readonly RestRoute[]): Rest {
  const table = routes.map((route) => ({ route, matches: matcher(route.path) }));

  async function respond(req: IncomingMessage): Promise<ApiAnswer | null> {
    const url = new URL(req.url ?? "/", "http://api.invalid");
    const found = table.flatMap(({ route, matches }) => {
      const params = matches(url.pathname);
      return params === null ? [] : [{ route, params }];
    });
    // No database takes this character in a text, and no name of ours has it.
    if (found.length > 0 && [url.pathname, url.search].some((text) => text.includes("%00")))
      return problem("validation_failed", {
        errors: [{ path: "", code: "control_characters", message: "The address contains a control character." }],
      });
    if (found.length === 0) return problem("not_found", { message: "There is nothing at this address." });
    const match = found.find(({ route }) => route.method === req.method);
    if (match === undefined) {
      const allowed = found.map(({ route }) => route.method).join(", ");
      return problem("method_not_allowed", { message: `Use ${allowed}.`, headers: { allow: allowed } });
    }
    const { route, params } = match;
    const request: RestRequest = {
      ctx,
      params,
      query: url.searchParams,
      headers: req.headers,
      bytes: (max) => readBytes(req, max),
      json: () => readJson(req),
    };
    if (route.scope === null) return route.handle(request);
    const caller = await authenticateApi(ctx, req.headers.authorization);
    if (!caller.ok) return caller.error;
    if (!caller.value.scopes.includes(route.scope)) {
      return problem("key_scope_missing", { message: `The key of this token lacks the right "${route.scope}".` });
    }
    if (route.isIdempotent !== true) return route.handle(request, caller.value);
    const body = await readBytes(req, MAX_JSON_BYTES);
    if (!body.ok) return body.error;
    const kept: RestRequest = { ...request, bytes: () => Promise.resolve(body), json: () => Promise.resolve(parseBody(req, body.value)) };
    const [key] = [req.headers["idempotency-key"]].flat();
    const call = { merchantId: caller.value.merchantId, method: route.method, path: url.pathname + url.search, key, body: body.value };
    return once(ctx, call, () => route.handle(kept, caller.value));
  }

  return {
    handles: (path) => path.startsWith(PREFIX),
    answer(req, res) {
      respond(req).then(
        (answer) => answer !== null && sendAnswer(res, answer),
        (error: Error) => {
          ctx.log.error("an API call failed", { error: error.name });
          sendAnswer(res, problem("store_unavailable", { headers: { "retry-after": "30" } }));
        },
      );
    },
  };
}

/** Answers the path's parameters, or null when it is another path. */
function matcher(pattern: string): (path: string) => Record<string, string> | null {
  const names = [...pattern.matchAll(/\{(\w+)\*?\}/g)].map(([, name]) => name as string);
  const form = new RegExp(`^${pattern.replace(/\{\w+(\*?)\}/g, (_, rest: string) => (rest ? "(.+)" : "([^/]+)"))}/?$`);
  return (path) => {
    const values = form.exec(path)?.slice(1);
    if (values === undefined) return null;
    try {
      return Object.fromEntries(names.map((name, at) => [name, decodeURIComponent(values[at] as string)]));
    } catch {
      return null;
    }
  };
}

async function readBytes(req: IncomingMessage, maxBytes: number): Promise<Result<Buffer, ApiAnswer>> {
  const body = await readBody(req, maxBytes);
  if (body.kind === "body") return ok(body.bytes);
  return err(
    body.kind === "too_large"
      ? problem("payload_too_large", { message: `The body is larger than ${maxBytes} bytes.` })
      : problem("request_unreadable"),
  );
}

async function readJson(req: IncomingMessage): Promise<Result<unknown, ApiAnswer>> {
  if (!isJson(req)) return err(notJson());
  const bytes = await readBytes(req, MAX_JSON_BYTES);
  return bytes.ok ? parseBody(req, bytes.value) : bytes;
}

function parseBody(req: IncomingMessage, bytes: Buffer): Result<unknown, ApiAnswer> {
  if (!isJson(req)) return err(notJson());
  const parsed = parseJson(bytes);
  return parsed.ok ? parsed : err(problem("request_unreadable", { message: parsed.error.message }));
}

const isJson = (req: IncomingMessage): boolean => /^application\/json\b/i.test(req.headers["content-type"] ?? "");
const notJson = (): ApiAnswer => problem("unsupported_media_type", { message: "Send the body as application/json." });
