/** Calls to WordPress' own REST: the browser never talks to the hub, and no secret ever comes here. */
import apiFetch from "@wordpress/api-fetch";
import { __ } from "@wordpress/i18n";

/** What a person is told when something did not work: which field, why, and what to do. */
export interface ApiFailure {
  code: string;
  reason: string;
  remedy: string | null;
  field: string | null;
}

export type Outcome<T> = { ok: true; value: T } | { ok: false; failure: ApiFailure };

type Query = Record<string, string | number | boolean | undefined>;

/** Reads `/crossdock/v1/<path>`. Never throws: what went wrong is in the outcome. */
export const read = <T>(path: string, query: Query = {}, signal?: AbortSignal): Promise<Outcome<T>> =>
  call<T>("GET", path + queryText(query), undefined, signal);

export const write = <T>(path: string, body: Record<string, unknown> = {}): Promise<Outcome<T>> => call<T>("POST", path, body);

async function call<T>(method: string, path: string, data?: Record<string, unknown>, signal?: AbortSignal): Promise<Outcome<T>> {
  try {
    const value = await apiFetch<T>({ path: `/crossdock/v1/${path}`, method, ...(data ? { data } : {}), ...(signal ? { signal } : {}) });
    return { ok: true, value };
  } catch (error) {
    return { ok: false, failure: readFailure(error) };
  }
}

function queryText(query: Query): string {
  const pairs = Object.entries(query).filter(([, value]) => value !== undefined && value !== "");
  return pairs.length === 0 ? "" : `?${pairs.map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`).join("&")}`;
}

/** Reads what apiFetch throws: a WP_Error as JSON, or its own codes where the answer was no JSON or there was none. */
export function readFailure(error: unknown): ApiFailure {
  const { code, message, data } = (typeof error === "object" && error !== null ? error : {}) as Record<string, unknown>;
  if (code === "rest_cookie_invalid_nonce" || code === "rest_not_logged_in" || code === "rest_forbidden")
    return {
      code,
      reason: __("You are no longer signed in, or this page has been open for a long time.", "crossdock"),
      remedy: __("Load the page again and sign in.", "crossdock"),
      field: null,
    };
  if (code === "invalid_json")
    return {
      code,
      reason: __("WordPress answered with something that is not data, often the page of a security plugin or a PHP error.", "crossdock"),
      remedy: __("Look at the logs of the site, and switch the security plugin off for a moment to see whether it is the cause.", "crossdock"),
      field: null,
    };
  if (typeof code !== "string" || code === "fetch_error" || code === "offline_error")
    return {
      code: typeof code === "string" ? code : "no_answer",
      reason: __("Your WordPress site did not answer.", "crossdock"),
      remedy: __("Check your connection, then try again.", "crossdock"),
      field: null,
    };
  const details = (typeof data === "object" && data !== null ? data : {}) as Record<string, unknown>;
  const text = (value: unknown): string | null => (typeof value === "string" && value !== "" ? value : null);
  // WordPress' own check of the arguments: argument => what is wrong with it.
  const [wrong] = Object.entries((typeof details.params === "object" && details.params !== null ? details.params : {}) as Record<string, unknown>);
  return {
    code,
    reason: text(details.reason) ?? text(wrong?.[1]) ?? text(message) ?? __("Something went wrong.", "crossdock"),
    remedy: text(details.remedy),
    field: text(details.field) ?? wrong?.[0] ?? null,
  };
}
