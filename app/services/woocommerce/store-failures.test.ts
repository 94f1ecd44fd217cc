import { describe, expect, it } from "vitest";
import { FAILURE_CATALOGUE } from "#app/domain/failure-catalogue.ts";
import type { GuardProblem } from "#app/lib/guarded-request.ts";
import { failureOfAnswer, failureOfProblem } from "./store-failures.ts";

const PROBLEMS: [GuardProblem, string, string, string][] = [
  [{ kind: "address_invalid" }, "GET", "rejected", "store_url_invalid"],
  [{ kind: "https_needed" }, "GET", "rejected", "store_http_unconfirmed"],
  [{ kind: "not_public" }, "GET", "rejected", "store_address_not_public"],
  [{ kind: "name_unknown" }, "GET", "transient", "store_name_unknown"],
  [{ kind: "unreachable" }, "POST", "transient", "unreachable"],
  [{ kind: "too_large" }, "GET", "rejected", "store_answer_unreadable"],
  [{ kind: "too_many_redirects" }, "GET", "rejected", "store_moved"],
  [{ kind: "tls", code: "CERT_HAS_EXPIRED" }, "GET", "transient", "store_tls_failed"],
  [{ kind: "timeout", wasSent: true }, "GET", "transient", "timeout"],
  [{ kind: "timeout", wasSent: false }, "POST", "transient", "timeout"],
  // What may have been made is not made again on a guess; setting a number is no guess.
  [{ kind: "timeout", wasSent: true }, "POST", "outcome_unknown", "outcome_unknown"],
  [{ kind: "cut_off", wasSent: true }, "POST", "outcome_unknown", "outcome_unknown"],
  [{ kind: "cut_off", wasSent: true }, "PUT", "transient", "unreachable"],
];

describe("failureOfProblem", () => {
  it.each(PROBLEMS)("%j of a %s: %s %s", (problem, method, cls, code) => {
    expect(failureOfProblem(problem, method)).toMatchObject({ class: cls, code });
    expect(FAILURE_CATALOGUE).toHaveProperty(code);
  });
});

it.each([
  ["CERT_HAS_EXPIRED", /has expired \(CERT_HAS_EXPIRED\)\.$/],
  ["ERR_TLS_CERT_ALTNAME_INVALID", /another name than the one in the address/],
  ["DEPTH_ZERO_SELF_SIGNED_CERT", /made its certificate itself/],
  ["UNABLE_TO_VERIFY_LEAF_SIGNATURE", /Nobody known vouches/],
  ["EPROTO", /No encrypted connection/],
])("%s is told in words", (code, words) => expect(failureOfProblem({ kind: "tls", code }, "GET").message).toMatch(words));

describe("failureOfAnswer", () => {
  const NOW = Date.UTC(2026, 10, 21);
  const answer = (status: number, headers: Record<string, string> = {}, body = "") =>
    failureOfAnswer(
      { status, headers, body: Buffer.from(body), url: new URL("https://shop.example.com/") } as Parameters<typeof failureOfAnswer>[0],
      NOW,
    );

  it("says where a store moved to, and nothing but an address", () => {
    expect(answer(301, { location: "https://www.shop.example.com/wp-json/wc/v3/orders?consumer_key=ck_1" }).message).toBe(
      "The store sends its callers to another address, https://www.shop.example.com.",
    );
    expect(answer(302, { location: "javascript:alert(1)" }).message).toBe("The store sends its callers to another address.");
    expect(answer(302).code).toBe("store_moved");
  });

  it("waits as long as it is asked to, within reason", () => {
    expect(answer(429, { "retry-after": "30" }).retryAfterMs).toBe(30_000);
    expect(answer(503, { "retry-after": new Date(NOW + 60_000).toUTCString() }).retryAfterMs).toBe(60_000);
    expect(answer(429, { "retry-after": "999999" }).retryAfterMs).toBe(15 * 60_000);
    for (const odd of ["", "soon", "-5", "0"]) expect(answer(429, { "retry-after": odd }).retryAfterMs, odd).toBeGreaterThanOrEqual(1_000);
    expect(answer(429).retryAfterMs).toBe(10_000);
  });
});
