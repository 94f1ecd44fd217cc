/** What a store's answer, or its silence, means: one class and one code of the catalogue for each. */
import { failure, type Failure } from "#app/domain/failure.ts";
import type { GuardedAnswer, GuardProblem } from "#app/lib/guarded-request.ts";
import { parseJson } from "#app/lib/lossless-json.ts";

/** Longer waits are a store's mistake, not a wish. */
const LONGEST_WAIT_MS = 15 * 60_000;

/** @param method a change that may have happened is not made again on a guess */
export function failureOfProblem(problem: GuardProblem, method: string): Failure {
  switch (problem.kind) {
    case "address_invalid":
      return failure("rejected", "store_url_invalid", "This is not an address of a store.");
    case "https_needed":
      return failure("rejected", "store_http_unconfirmed", "The store's address begins with http://, so all that is sent can be read on the way.");
    case "not_public":
      return failure("rejected", "store_address_not_public", "The address leads into a private network, not to a store on the internet.");
    case "name_unknown":
      return failure("transient", "store_name_unknown", "There is no such name on the internet (DNS).");
    case "unreachable":
      return failure("transient", "unreachable", "The store's server took no connection.");
    case "tls":
      return failure("transient", "store_tls_failed", `${tlsWords(problem.code)} (${problem.code}).`);
    case "too_large":
      return failure("rejected", "store_answer_unreadable", "The store's answer is too large.");
    case "too_many_redirects":
      return failure("rejected", "store_moved", "The address leads from one redirect to the next.");
    case "timeout":
    case "cut_off": {
      const message =
        problem.kind === "timeout" ? "The store did not answer in time." : "The store ended the connection before its answer was complete.";
      if (problem.wasSent && method === "POST") return failure("outcome_unknown", "outcome_unknown", message);
      return failure("transient", problem.kind === "timeout" ? "timeout" : "unreachable", message);
    }
  }
}

/** Node's and OpenSSL's names for what is wrong with a certificate. https://nodejs.org/api/tls.html#x509-certificate-error-codes */
const CERTIFICATES: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: "The certificate of the store's server has expired",
  CERT_NOT_YET_VALID: "The certificate of the store's server is not valid yet",
  CERT_REVOKED: "The certificate of the store's server was revoked",
  ERR_TLS_CERT_ALTNAME_INVALID: "The certificate of the store's server is for another name than the one in the address",
  HOSTNAME_MISMATCH: "The certificate of the store's server is for another name than the one in the address",
  DEPTH_ZERO_SELF_SIGNED_CERT: "The store's server made its certificate itself, and nobody known vouches for it",
};
/** The server's own certificate, or the one above it, comes from somebody unknown. */
const NOBODY_VOUCHES = /^(SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_GET_ISSUER_CERT|UNABLE_TO_VERIFY_LEAF|CERT_UNTRUSTED|INVALID_CA)/;

function tlsWords(code: string): string {
  if (NOBODY_VOUCHES.test(code)) return "Nobody known vouches for the certificate of the store's server, or a certificate between is not sent along";
  return Object.hasOwn(CERTIFICATES, code) ? CERTIFICATES[code]! : "No encrypted connection to the store's server could be made";
}

/** What WordPress says in a refusal. */
interface RestError {
  code: string;
  message: string;
}

export function restErrorOf(body: Buffer): RestError | null {
  const parsed = parseJson(body);
  const { code, message } = (parsed.ok && typeof parsed.value === "object" && parsed.value !== null ? parsed.value : {}) as Record<string, unknown>;
  return typeof code === "string" ? { code, message: typeof message === "string" ? message : "" } : null;
}

/** Of an answer that is no success. @param nowMs for a Retry-After that names a time */
export function failureOfAnswer({ status, headers, body }: GuardedAnswer, nowMs: number): Failure {
  const error = restErrorOf(body);
  if (status >= 300 && status < 400)
    return failure("rejected", "store_moved", `The store sends its callers to another address${movedTo(headers.location)}.`);
  if (status === 429 || (status === 503 && headers["retry-after"] !== undefined))
    return failure("throttled", "rate_limited", "The store's server asked us to wait.", waitOf(headers["retry-after"], nowMs));
  if (status === 408 || status >= 500) return failure("transient", "server_error", `The store's server answered ${status}.`);
  if (status === 401) return unauthorised(error);
  if (status === 403 && error === null)
    return failure("rejected", "store_blocked", "Something in front of the store turned us away with a page instead of an answer (403).");
  if (status === 403) return failure("rejected", "store_permission_missing", said(error, status));
  if (status === 404 && (error === null || error.code === "rest_no_route"))
    return failure("rejected", "store_rest_missing", "At this address there is no WooCommerce REST API.");
  if (status === 404 || status === 410 || /_invalid_(product_|variation_)?id$/.test(error?.code ?? ""))
    return failure("not_found", "source_gone", said(error, status));
  return failure("rejected", "store_refused", said(error, status));
}

function unauthorised(error: RestError | null): Failure {
  // The code is the same for a wrong key; the sentence is in the store's language, so this is only told where it is English.
  if (error !== null && /write permission/i.test(error.message)) return failure("rejected", "store_key_read_only", said(error, 401));
  return failure("auth", "store_keys_refused", said(error, 401));
}

/** The store's own sentence, short, without tags and without what may be somebody's address. */
function said(error: RestError | null, status: number): string {
  const text = (error?.message ?? "")
    .replace(/<[^>]*>/g, "")
    .replace(/[^\s<>]+@[^\s<>]+/g, "…")
    .replace(/\b(ck|cs)_\w+/g, "…")
    .replace(/[\p{Cc}\s]+/gu, " ")
    .trim()
    .slice(0, 200);
  return `The store answered ${status}${text === "" ? "." : `: ${text}`}`;
}

function movedTo(location: string | undefined): string {
  const url = location === undefined ? null : URL.parse(location);
  return url === null || !/^https?:$/.test(url.protocol) ? "" : `, ${url.origin}${url.pathname.replace(/\/wp-json\/.*$/, "").replace(/\/$/, "")}`;
}

/** Retry-After in milliseconds: seconds, or a time. */
function waitOf(retryAfter: string | undefined, nowMs: number): number {
  const seconds = Number(retryAfter);
  const ms = Number.isFinite(seconds) && retryAfter?.trim() !== "" ? seconds * 1000 : Date.parse(retryAfter ?? "") - nowMs;
  return Math.min(LONGEST_WAIT_MS, Math.max(1_000, Number.isFinite(ms) ? ms : 10_000));
}
