/**
 * OAuth 1.0a with one leg, as WooCommerce wants it where the store has no encryption: the secret signs and is never sent.
 * https://woocommerce.github.io/woocommerce-rest-api-docs/#authentication-over-http, RFC 5849 section 3.4
 */
import { createHmac, randomBytes } from "node:crypto";

/** The characters of RFC 3986's unreserved set stay; encodeURIComponent leaves five more. */
const encode = (text: string): string => encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);

interface OAuthKeys {
  consumerKey: string;
  consumerSecret: string;
}

/** The address with the parameters that sign it. @param nowMs WooCommerce takes 15 minutes either way */
export function signedUrl(method: string, url: URL, keys: OAuthKeys, nowMs: number, nonce = randomBytes(16).toString("hex")): URL {
  const parameters = new Map([
    ...url.searchParams,
    ["oauth_consumer_key", keys.consumerKey],
    ["oauth_nonce", nonce],
    ["oauth_signature_method", "HMAC-SHA256"],
    ["oauth_timestamp", String(Math.floor(nowMs / 1000))],
    ["oauth_version", "1.0"],
  ]);
  // By their encoded names, byte by byte: encoded text is ASCII, so code units are bytes.
  const normal = [...parameters]
    .map(([name, value]) => [encode(name), encode(value)] as const)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map((pair) => pair.join("="))
    .join("&");
  const base = [method.toUpperCase(), encode(url.origin + url.pathname), encode(normal)].join("&");
  // No token, so the second half of the key is empty.
  const signature = createHmac("sha256", `${encode(keys.consumerSecret)}&`)
    .update(base)
    .digest("base64");
  const signed = new URL(url);
  signed.search = `${normal}&oauth_signature=${encode(signature)}`;
  return signed;
}
