/**
 * Who calls: by Basic or by keys in the address over https, by OAuth 1.0a without tokens over either.
 * https://woocommerce.github.io/woocommerce-rest-api-docs/#authentication
 */
import { createHmac, timingSafeEqual } from "node:crypto";
import type { SandboxContext } from "../../context.ts";
import type { RouteRequest } from "../../http.ts";
import { findKey, rememberUse } from "../keys.ts";
import type { ApiKey } from "../keys.ts";
import { homeUrl, isSsl } from "../store.ts";
import type { WooStore } from "../types.ts";
import { RestError } from "./answer.ts";

const WINDOW_S = 15 * 60;
const NAMES = ["oauth_consumer_key", "oauth_timestamp", "oauth_nonce", "oauth_signature", "oauth_signature_method"] as const;

const refuse = (message: string): RestError => new RestError(401, "woocommerce_rest_authentication_error", message);

/**
 * The key that somebody showed, or null when nobody tried to. Basic and consumer_key parameters count over https only; over http they are no
 * attempt at all.
 * @throws RestError 401 as WooCommerce words it
 */
export function authenticate(ctx: SandboxContext, store: WooStore, request: RouteRequest): ApiKey | null {
  return (isSsl(request) ? authenticateBasic(ctx, store, request) : null) ?? authenticateOAuth(ctx, store, request);
}

/** Keys in the address go before those in the header. A key that nobody knows is no attempt; a wrong secret is. */
function authenticateBasic(ctx: SandboxContext, store: WooStore, { query, headers }: RouteRequest): ApiKey | null {
  const [inQuery, inHeader] = [[query.get("consumer_key"), query.get("consumer_secret")], basicOf(headers["authorization"])];
  const [name, secret] = inQuery[0] && inQuery[1] ? inQuery : inHeader;
  const key = name && secret ? findKey(ctx, store.slug, name) : null;
  if (key !== null && key.consumer_secret !== secret) throw refuse("Consumer secret is invalid.");
  return key;
}

/** What PHP makes of "Basic …" by itself: user and password. */
function basicOf(header: string | undefined): (string | undefined)[] {
  const [, encoded = ""] = /^Basic ([\w+/=]+)$/i.exec(header?.trim() ?? "") ?? [];
  const [user, ...rest] = Buffer.from(encoded, "base64").toString("utf8").split(":");
  return [user, rest.join(":")];
}

function authenticateOAuth(ctx: SandboxContext, store: WooStore, request: RouteRequest): ApiKey | null {
  const params = { ...Object.fromEntries(request.query), ...formOf(request), ...headerOf(request.headers["authorization"]) };
  const missing = NAMES.filter((name) => !params[name]);
  if (missing.length === NAMES.length) return null;
  if (missing.length > 0)
    throw new RestError(
      401,
      "woocommerce_rest_authentication_missing_parameter",
      `Missing OAuth parameter${missing.length === 1 ? "" : "s"} ${missing.join(", ")}`,
    );
  const key = findKey(ctx, store.slug, params["oauth_consumer_key"]!);
  if (!key) throw refuse("Consumer key is invalid.");
  checkSignature(ctx, store, request, params, key);
  checkNonce(ctx, params, key);
  return key;
}

/** @throws RestError when the key may not do this. */
export function checkPermission(key: ApiKey, method: string): void {
  const isReading = method === "GET" || method === "HEAD";
  if (method === "OPTIONS" || key.permissions === "read_write" || key.permissions === (isReading ? "read" : "write")) return;
  throw refuse(`The API key provided does not have ${isReading ? "read" : "write"} permissions.`);
}

/** RFC 3986, as OAuth wants it. */
export const encode3986 = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);

function checkSignature(ctx: SandboxContext, store: WooStore, request: RouteRequest, params: Record<string, string>, key: ApiKey): void {
  const method = params["oauth_signature_method"]!;
  if (method !== "HMAC-SHA1" && method !== "HMAC-SHA256") throw refuse("Invalid signature - signature method is invalid.");
  const base = `/woo/${store.slug}`;
  // The address that was asked, whatever the store calls its own.
  const home = homeUrl(ctx, store).replace(/^https?/, isSsl(request) ? "https" : "http");
  const address = home + request.path.slice(base.length);
  const pairs = Object.entries(params)
    .filter(([name]) => name !== "oauth_signature")
    // Sorted by the bare names, before they are encoded.
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([name, value]) => encode3986(`${encode3986(name)}=${encode3986(value)}`));
  const text = `${request.method}&${encode3986(address)}&${pairs.join("%26")}`;
  const wanted = createHmac(method === "HMAC-SHA1" ? "sha1" : "sha256", `${key.consumer_secret}&`)
    .update(text)
    .digest("base64");
  // A plus that came as a space is forgiven.
  const given = params["oauth_signature"]!.replaceAll(" ", "+");
  if (given.length !== wanted.length || !timingSafeEqual(Buffer.from(given), Buffer.from(wanted)))
    throw refuse("Invalid signature - provided signature does not match.");
}

function checkNonce(ctx: SandboxContext, params: Record<string, string>, key: ApiKey): void {
  const now = Math.floor(ctx.now() / 1000);
  const timestamp = Number(params["oauth_timestamp"]);
  if (!(timestamp >= now - WINDOW_S && timestamp <= now + WINDOW_S)) throw refuse("Invalid timestamp.");
  const used = JSON.parse(key.nonces) as Record<string, string>;
  const nonce = params["oauth_nonce"]!;
  if (Object.values(used).includes(nonce)) throw refuse("Invalid nonce - nonce has already been used.");
  const kept = Object.entries({ ...used, [params["oauth_timestamp"]!]: nonce }).filter(([second]) => Number(second) >= now - WINDOW_S);
  rememberUse(ctx, key, Object.fromEntries(kept));
}

/** `OAuth a="b", c="d"` → {a: "b", c: "d"}; anything else (Basic, Bearer) → {}. */
function headerOf(header: string | undefined): Record<string, string> {
  if (!header?.trimStart().startsWith("OAuth ")) return {};
  const found = [...header.matchAll(/(oauth_[a-z_-]*)="?([^",]*)"?/g)];
  return Object.fromEntries(found.map(([, name, value]) => [name!, decodeURIComponent(value!.replaceAll("+", " "))]));
}

/** Fields of a form body are signed; a JSON body is not. */
function formOf(request: RouteRequest): Record<string, string> {
  if (!request.headers["content-type"]?.startsWith("application/x-www-form-urlencoded")) return {};
  return Object.fromEntries(new URLSearchParams(request.body.toString("utf8")));
}
