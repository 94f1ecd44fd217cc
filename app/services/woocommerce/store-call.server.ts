/** One call to a store's wc/v3 API: where it goes, how it is authorised, what its answer means. Knows no connection and no database. */
import type { Failure } from "#app/domain/failure.ts";
import { failure } from "#app/domain/failure.ts";
import { guardedRequest, type AddressRule } from "#app/lib/guarded-request.ts";
import { parseJson } from "#app/lib/lossless-json.ts";
import { err, ok, type Result } from "#app/lib/result.ts";
import { signedUrl } from "./oauth-signature.ts";
import { failureOfAnswer, failureOfProblem } from "./store-failures.ts";

const TIMEOUT_MS = 20_000;
/** A hundred orders with all their lines and meta data come to some megabytes. */
const MAX_BYTES = 32 * 1024 * 1024;

export interface StoreAccess {
  /** Normalised: https://shop.example.com/path, no slash at its end. */
  siteUrl: string;
  consumerKey: string;
  consumerSecret: string;
  keysIn: "header" | "query";
  rule: AddressRule;
  /** Ours, told to the store's owner in User-Agent. */
  appUrl: string;
  clock: () => number;
  timeoutMs?: number;
}

export type StoreMethod = "GET" | "POST" | "PUT" | "DELETE";
export interface StoreRequest {
  method: StoreMethod;
  /** Below wc/v3: /orders/123. */
  path: string;
  query?: Readonly<Record<string, string | number>>;
  body?: unknown;
}
export interface StoreAnswer {
  /** HTTP; null where there was no answer. */
  status: number | null;
  result: Result<unknown, Failure>;
  /** Of a list. */
  total: number | null;
  totalPages: number | null;
}

/** Never throws for what a store does, and follows no redirect: a signature is for one address, and a key for one origin. */
export async function callStore(access: StoreAccess, { method, path, query = {}, body }: StoreRequest): Promise<StoreAnswer> {
  const none = { status: null, total: null, totalPages: null };
  const url = new URL(`${access.siteUrl}/wp-json/wc/v3${path}`);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, String(value));
  const { url: authorised, headers } = authorise(access, method, url);
  const answer = await guardedRequest(authorised, {
    method,
    headers: {
      accept: "application/json",
      "user-agent": `Crossdock (+${access.appUrl})`,
      ...headers,
      ...(body !== undefined && { "content-type": "application/json" }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    timeoutMs: access.timeoutMs ?? TIMEOUT_MS,
    maxBytes: MAX_BYTES,
    rule: access.rule,
  });
  if (!answer.ok) return { ...none, result: err(failureOfProblem(answer.error, method)) };
  const { status, headers: told } = answer.value;
  if (status < 200 || status >= 300) return { ...none, status, result: err(failureOfAnswer(answer.value, access.clock())) };
  const parsed = parseJson(answer.value.body);
  const result = parsed.ok
    ? parsed
    : err(failure("transient", "store_answer_unreadable", "The store answered with something else than JSON, such as a page."));
  return { status, result, total: countOf(told["x-wp-total"]), totalPages: countOf(told["x-wp-totalpages"]) };
}

function authorise(access: StoreAccess, method: string, url: URL): { url: URL; headers: Record<string, string> } {
  const { consumerKey, consumerSecret } = access;
  if (url.protocol === "http:") return { url: signedUrl(method, url, { consumerKey, consumerSecret }, access.clock()), headers: {} };
  if (access.keysIn === "header")
    return { url, headers: { authorization: `Basic ${Buffer.from(`${consumerKey}:${consumerSecret}`).toString("base64")}` } };
  const withKeys = new URL(url);
  withKeys.searchParams.set("consumer_key", consumerKey);
  withKeys.searchParams.set("consumer_secret", consumerSecret);
  return { url: withKeys, headers: {} };
}

const countOf = (header: string | string[] | undefined): number | null =>
  typeof header === "string" && /^\d{1,9}$/.test(header) ? Number(header) : null;

export interface StoreFront {
  /** The store's clock minus ours, in milliseconds: its times are compared with its own. */
  clockOffsetMs: number;
  name: string;
  timezone: string | null;
  hasWooCommerce: boolean;
}

/** What the store says of itself to everybody. Redirects are followed, to be able to say where they lead. */
export async function readStoreFront({
  siteUrl,
  rule,
  appUrl,
  clock,
  timeoutMs,
}: Pick<StoreAccess, "siteUrl" | "rule" | "appUrl" | "clock" | "timeoutMs">): Promise<Result<StoreFront, Failure>> {
  const url = new URL(`${siteUrl}/wp-json/`);
  const answer = await guardedRequest(url, {
    headers: { accept: "application/json", "user-agent": `Crossdock (+${appUrl})` },
    timeoutMs: timeoutMs ?? TIMEOUT_MS,
    maxBytes: MAX_BYTES,
    maxRedirects: 3,
    rule,
  });
  if (!answer.ok) return err(failureOfProblem(answer.error, "GET"));
  if (answer.value.status !== 200) return err(failureOfAnswer(answer.value, clock()));
  const home = `${answer.value.url.origin}${answer.value.url.pathname}`.replace(/\/wp-json\/?$/, "");
  if (home !== siteUrl) return err(failure("rejected", "store_moved", `The store sends its callers to another address, ${home}.`));
  const parsed = parseJson(answer.value.body);
  const said = (parsed.ok && typeof parsed.value === "object" ? parsed.value : null) as Record<string, unknown> | null;
  if (said === null || !Array.isArray(said["namespaces"]))
    return err(failure("rejected", "store_rest_missing", "At this address there is no WordPress REST API."));
  const zone = said["timezone_string"];
  const date = Date.parse(answer.value.headers.date ?? "");
  return ok({
    clockOffsetMs: Number.isNaN(date) ? 0 : date - clock(),
    name:
      typeof said["name"] === "string"
        ? said["name"]
            .replace(/[\p{Cc}\s]+/gu, " ")
            .trim()
            .slice(0, 100)
        : "",
    timezone: typeof zone === "string" && /^[A-Za-z0-9_+/-]{1,60}$/.test(zone) ? zone : null,
    hasWooCommerce: said["namespaces"].includes("wc/v3"),
  });
}
