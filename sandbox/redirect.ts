/**
 * Preload (`node --import ./sandbox/redirect.ts`): while SHOPIFY_SANDBOX_ORIGIN is set, every fetch to
 * https://<shop>.myshopify.com and https://graph.facebook.com (WhatsApp) goes to the sandbox instead, so the app's code has no branch for it.
 *
 * It must run before @shopify/shopify-api is imported: its node adapter captures globalThis.fetch at import time
 * (setAbstractFetchFunc). Only the shop's own host is redirected; admin.shopify.com is never called by a server.
 */

/** Other services: their paths begin with their host's name in the sandbox. */
const SERVICE_HOSTS: ReadonlySet<string> = new Set(["graph.facebook.com"]);
const SHOP_HOST = /^[a-z0-9][a-z0-9-]*\.myshopify\.com$/i;

/** The header by which the sandbox learns which shop a redirected request was meant for. */
export const SHOP_HEADER = "x-sandbox-shop";

/**
 * A fetch that sends requests for Shopify shops and for the services that the sandbox plays to `sandboxOrigin` and leaves every other one alone.
 * Method, headers, body (also a stream), signal and redirect mode are kept as given.
 */
export function redirectingFetch(nativeFetch: typeof fetch, sandboxOrigin: string): typeof fetch {
  return async (input, init) => {
    const address = new URL(input instanceof Request ? input.url : String(input));
    const isService = SERVICE_HOSTS.has(address.hostname);
    if (!isService && !SHOP_HOST.test(address.hostname)) return nativeFetch(input, init);

    const target = new URL((isService ? `/${address.hostname}` : "") + address.pathname + address.search, sandboxOrigin);
    const headers = new Headers(init?.headers ?? (input instanceof Request ? input.headers : undefined));
    if (!isService) headers.set(SHOP_HEADER, address.hostname.toLowerCase());

    if (!(input instanceof Request)) return nativeFetch(target, { ...withDuplex(init), headers });
    // init given beside a Request wins over it, as in the fetch standard; then the address alone is exchanged.
    return nativeFetch(new Request(target, new Request(input, withDuplex(init))), { headers });
  };
}

/** Node refuses a stream as a body unless `duplex: "half"` is said; a caller who wrote for a browser does not say it. */
function withDuplex(init: RequestInit | undefined): RequestInit | undefined {
  return init?.body ? ({ ...init, duplex: "half" } as RequestInit) : init;
}

/** Reads the origin strictly: a preload that sent tokens anywhere but to this machine would be a hole. */
export function readSandboxOrigin(value: string | undefined): string | null {
  if (!value) return null;
  const url = new URL(value);
  const isLoopback = url.hostname === "127.0.0.1" || url.hostname === "localhost" || url.hostname === "[::1]";
  if (!isLoopback) throw new Error(`SHOPIFY_SANDBOX_ORIGIN must be a loopback address, for example http://127.0.0.1:3001; got ${url.origin}`);
  return url.origin;
}

const sandboxOrigin = readSandboxOrigin(process.env.SHOPIFY_SANDBOX_ORIGIN);
if (sandboxOrigin) globalThis.fetch = redirectingFetch(globalThis.fetch, sandboxOrigin);
