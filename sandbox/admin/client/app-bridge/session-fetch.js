import { callHost, tellHost } from "./transport.js";

const RETRY_HEADER = "X-Shopify-Retry-Invalid-Session-Request";
const REAUTHORIZE_HEADER = "X-Shopify-API-Request-Failure-Reauthorize-Url";

/** A session token for the signed-in staff member and this app; a fresh one each time (Shopify's live for a minute). */
export function fetchIdToken() {
  return callHost("idToken");
}

/**
 * Requests to the app's own server carry the session token, unless the caller set an Authorization of its own. A server
 * that finds the token too old asks for one retry by a header; one that needs the merchant's consent names the page.
 */
export function patchFetch() {
  const nativeFetch = window.fetch.bind(window);

  window.fetch = async (input, init) => {
    const request = new Request(input, init);
    if (new URL(request.url).origin !== location.origin || request.headers.has("Authorization")) return nativeFetch(request);

    let response = await nativeFetch(await withToken(request));
    if (response.status === 401 && response.headers.get(RETRY_HEADER)) response = await nativeFetch(await withToken(request));

    const reauthorize = response.headers.get(REAUTHORIZE_HEADER);
    if (reauthorize) tellHost("openTop", { url: new URL(reauthorize, location.href).href });
    return response;
  };
}

async function withToken(request) {
  const copy = new Request(request.clone());
  copy.headers.set("Authorization", `Bearer ${await fetchIdToken()}`);
  copy.headers.set("X-Requested-With", "XMLHttpRequest");
  return copy;
}

/**
 * The bounce page: a document request has no session token, so the server answers a page that only loads this script,
 * with the wanted address in ?shopify-reload. We go there again with a token in the address.
 */
export async function reloadWithToken() {
  const target = new URLSearchParams(location.search).get("shopify-reload");
  if (!target) return;
  const url = new URL(target, location.origin);
  if (url.origin !== location.origin) throw new Error("shopify-reload leads to another site");
  url.searchParams.set("id_token", await fetchIdToken());
  location.replace(url);
}
