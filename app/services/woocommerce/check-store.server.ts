/**
 * What works with a store and what does not: reached, encrypted, WooCommerce there, orders read, products written, webhooks made. Nothing in
 * the store is changed: writing is tried on a product that cannot exist, which WooCommerce looks for only after it has checked the right to.
 */
import type { Failure } from "#app/domain/failure.ts";
import { FAILURE_CATALOGUE, type FailureCode } from "#app/domain/failure-catalogue.ts";
import { STORE_CHECKS, type StoreCheckName } from "#app/domain/store-connection.ts";
import type { StoreAnswer } from "./store-call.server.ts";
import { callStore, readStoreFront, type StoreAccess, type StoreRequest } from "./store-call.server.ts";

export interface StoreCheck {
  check: StoreCheckName;
  state: "ok" | "warning" | "failed" | "skipped";
  message: string;
  /** Of the failure catalogue, where something is wrong. */
  code?: string;
  remedy?: string;
}

/** What the store says of itself, as far as it could be read. */
export interface StoreFacts {
  clockOffsetMs: number;
  name: string | null;
  version: string | null;
  currency: string | null;
  country: string | null;
  timezone: string | null;
}

export interface CheckedStore {
  checks: StoreCheck[];
  facts: StoreFacts;
  /** How the keys reach the store: found out here. */
  keysIn: "header" | "query";
  /** What keeps orders from being read; null when nothing does. */
  failure: Failure | null;
}

type Call = (request: StoreRequest) => Promise<StoreAnswer>;

/** @param makeCall how a store is asked with such an access: a connected one's calls are written down. */
export async function checkStore(
  access: StoreAccess,
  makeCall: (access: StoreAccess) => Call = (one) => (request) => callStore(one, request),
): Promise<CheckedStore> {
  const checks = new Map<StoreCheckName, Omit<StoreCheck, "check">>();
  const facts: StoreFacts = { clockOffsetMs: 0, name: null, version: null, currency: null, country: null, timezone: null };
  const ended = (failure: Failure | null, keysIn: CheckedStore["keysIn"] = access.keysIn): CheckedStore => ({
    checks: STORE_CHECKS.map((check) => ({
      check,
      ...(checks.get(check) ?? { state: "skipped", message: "Not tried, because of what failed before." }),
    })),
    facts,
    keysIn,
    failure,
  });
  const isPlain = access.siteUrl.startsWith("http:");

  const front = await readStoreFront(access);
  if (!front.ok) {
    const isReached = !["transient"].includes(front.error.class) || front.error.code === "store_tls_failed" || front.error.code === "server_error";
    const at = front.error.code === "store_tls_failed" ? "encryption" : isReached ? "rest_api" : "reach";
    if (isReached) checks.set("reach", good("The store's server answers."));
    checks.set(at, bad(front.error));
    return ended(front.error);
  }
  facts.name = front.value.name || null;
  facts.timezone = front.value.timezone;
  facts.clockOffsetMs = front.value.clockOffsetMs;
  checks.set("reach", good("The store's server answers."));
  checks.set(
    "encryption",
    isPlain
      ? {
          state: "warning",
          message: "The store has no encryption: orders and customers can be read on the way.",
          code: "store_http_unconfirmed",
          remedy: FAILURE_CATALOGUE.store_http_unconfirmed.remedy,
        }
      : good("The connection is encrypted, and the certificate is trusted."),
  );
  if (!front.value.hasWooCommerce) {
    const missing: Failure = {
      class: "rejected",
      code: "store_rest_missing",
      message: "WordPress answers, and WooCommerce's REST API (wc/v3) is not there.",
    };
    checks.set("rest_api", bad(missing));
    return ended(missing);
  }
  checks.set("rest_api", good("WooCommerce's REST API is there."));

  const { answer: orders, keysIn } = await readOrders(access, makeCall);
  if (!orders.result.ok) {
    checks.set("read_orders", bad(orders.result.error));
    return ended(orders.result.error);
  }
  checks.set(
    "read_orders",
    keysIn === "query" && access.keysIn === "header"
      ? {
          state: "warning",
          message:
            "Orders can be read. The store's server swallows the header in which keys are sent, so they are sent in the address (encrypted on the way, but written into the server's log).",
          code: "store_keys_refused",
          remedy: "Have your provider pass the Authorization header on to PHP (SetEnvIf Authorization or CGIPassAuth), then test again.",
        }
      : good(`Orders can be read${orders.total === null ? "" : `: there are ${orders.total}`}.`),
  );
  const call = makeCall({ ...access, keysIn });
  const [product, hook, settings, status] = await Promise.all([
    call({ method: "PUT", path: "/products/0", body: {} }),
    call({ method: "PUT", path: "/webhooks/0", body: {} }),
    call({ method: "GET", path: "/settings/general" }),
    call({ method: "GET", path: "/system_status", query: { _fields: "environment" } }),
  ]);
  checks.set("write_products", mayWrite(product) ? good("Products and stock can be written.") : bad(readOnly(product)));
  checks.set("webhooks", mayWrite(hook) ? good("Webhooks can be made in the store.") : bad(readOnly(hook)));
  Object.assign(facts, settingsOf(settings), { version: versionOf(status) });
  checks.set("version", facts.version === null ? unknown("The store does not tell these keys its version.") : good(`WooCommerce ${facts.version}.`));
  checks.set(
    "currency",
    facts.currency === null
      ? unknown("The store does not tell these keys its currency; each order has its own.")
      : good(`The store's currency is ${facts.currency}.`),
  );
  return ended(null, keysIn);
}

/** The keys in the header; where the store does not seem to see them, once in the address, which only encryption makes bearable. */
async function readOrders(
  access: StoreAccess,
  makeCall: (access: StoreAccess) => Call,
): Promise<{ answer: StoreAnswer; keysIn: CheckedStore["keysIn"] }> {
  const request: StoreRequest = { method: "GET", path: "/orders", query: { per_page: 1 } };
  const first = await makeCall({ ...access, keysIn: "header" })(request);
  if (first.result.ok || first.status !== 401 || access.siteUrl.startsWith("http:")) return { answer: first, keysIn: "header" };
  const second = await makeCall({ ...access, keysIn: "query" })(request);
  return second.result.ok ? { answer: second, keysIn: "query" } : { answer: first, keysIn: "header" };
}

/** Who may write is told that there is no such thing. */
const mayWrite = ({ result }: StoreAnswer): boolean => result.ok || result.error.class === "not_found" || result.error.code === "store_refused";

/** Reading works with these keys; a refusal is then about writing. */
function readOnly({ result }: StoreAnswer): Failure {
  const error = (result as { error: Failure }).error;
  return error.code === "store_keys_refused" ? { ...error, class: "rejected", code: "store_key_read_only" } : error;
}

const good = (message: string): Omit<StoreCheck, "check"> => ({ state: "ok", message });
const unknown = (message: string): Omit<StoreCheck, "check"> => ({ state: "warning", message });
const bad = ({ code, message }: Failure): Omit<StoreCheck, "check"> => ({
  state: "failed",
  message,
  code,
  remedy: FAILURE_CATALOGUE[code as FailureCode].remedy,
});

function settingsOf({ result }: StoreAnswer): Pick<StoreFacts, "currency" | "country"> {
  const settings = result.ok && Array.isArray(result.value) ? (result.value as { id?: unknown; value?: unknown }[]) : [];
  const valueOf = (id: string) => settings.find((one) => one?.id === id)?.value;
  const [currency, country] = [valueOf("woocommerce_currency"), valueOf("woocommerce_default_country")].map((value) =>
    typeof value === "string" ? value : "",
  );
  return {
    currency: /^[A-Z]{3}$/.test(currency ?? "") ? currency! : null,
    // With its state: US:CA.
    country: /^[A-Z]{2}(?=:|$)/.exec(country ?? "")?.[0] ?? null,
  };
}

function versionOf({ result }: StoreAnswer): string | null {
  const environment = result.ok ? (result.value as { environment?: { version?: unknown } } | null)?.environment : undefined;
  return typeof environment?.version === "string" ? environment.version.replace(/[^\w.+-]/g, "").slice(0, 40) || null : null;
}
