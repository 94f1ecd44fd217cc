/** A client of the WooCommerce REST API over http, for tests: signs by OAuth 1.0a. Written for itself, so that a mistake of the server's is not repeated. */
import { createHmac, randomBytes } from "node:crypto";

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- answers are read as they come: a wrong path simply fails the test
export type Json = any;

export interface WooAnswer {
  status: number;
  headers: Record<string, string>;
  body: Json;
  text: string;
}

export interface WooKeys {
  consumer_key: string;
  consumer_secret: string;
}

/** "(" and friends too: RFC 3986. */
const escape3986 = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);

/** `?a=b&…&oauth_signature=…` for one call. */
export function signedQuery(
  method: string,
  address: string,
  query: Record<string, string>,
  keys: WooKeys,
  options: { timestamp?: number; nonce?: string } = {},
): string {
  const params: Record<string, string> = {
    ...query,
    oauth_consumer_key: keys.consumer_key,
    oauth_nonce: options.nonce ?? randomBytes(12).toString("hex"),
    oauth_signature_method: "HMAC-SHA256",
    oauth_timestamp: String(options.timestamp ?? Math.floor(Date.now() / 1000)),
  };
  const names = Object.keys(params).sort();
  const normalised = names.map((name) => `${escape3986(name)}=${escape3986(params[name]!)}`).join("&");
  const base = [method, address, normalised].map(escape3986).join("&");
  const signature = createHmac("sha256", `${keys.consumer_secret}&`).update(base).digest("base64");
  return `?${normalised}&oauth_signature=${escape3986(signature)}`;
}

export interface WooClient {
  call(method: string, path: string, query?: Record<string, string>, body?: unknown): Promise<WooAnswer>;
}

/** `site` is the store's address; paths are below /wp-json. */
export function createWooClient(site: string, keys: WooKeys, now: () => number = Date.now): WooClient {
  return {
    async call(method, path, query = {}, body) {
      const address = `${site}/wp-json${path}`;
      const signed = signedQuery(method, address, query, keys, { timestamp: Math.floor(now() / 1000) });
      const init: RequestInit = { method, redirect: "manual" };
      if (body !== undefined) {
        init.headers = { "content-type": "application/json" };
        init.body = typeof body === "string" ? body : JSON.stringify(body);
      }
      return toAnswer(await fetch(address + signed, init));
    },
  };
}

export async function toAnswer(response: Response): Promise<WooAnswer> {
  const text = await response.text();
  let body: Json;
  try {
    body = JSON.parse(text);
  } catch {
    body = null;
  }
  return { status: response.status, headers: Object.fromEntries(response.headers), body, text };
}
