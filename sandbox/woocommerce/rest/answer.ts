import type { RouteAnswer } from "../../http.ts";
import { phpJson } from "../php-json.ts";

/** What an endpoint answers, before WordPress' headers are put around it. */
export interface RestAnswer {
  status: number;
  body: unknown;
  headers?: Record<string, string>;
}

/** WordPress' WP_Error: answered as {code, message, data}. `data` is usually {status: …}. */
export class RestError extends Error {
  override name = "RestError";
  readonly status: number;
  readonly code: string;
  readonly data: unknown;
  constructor(status: number, code: string, message: string, data: unknown = { status }) {
    super(message);
    this.status = status;
    this.code = code;
    this.data = data;
  }
  get body(): { code: string; message: string; data: unknown } {
    return { code: this.code, message: this.message, data: this.data };
  }
}

/** An error that undoes nothing: what was written before it stays. */
export class LeftBehind extends RestError {
  override name = "LeftBehind";
}

export const noRoute = (): RestError => new RestError(404, "rest_no_route", "No route was found matching the URL and request method.");

/** Headers that WordPress adds to every REST answer; `isKnown`: somebody is logged in, so nothing may be cached. */
export function toRouteAnswer(answer: RestAnswer, options: { home: string; isKnown: boolean; allow: readonly string[] }): RouteAnswer {
  const apiLink = `<${options.home}/wp-json/>; rel="https://api.w.org/"`;
  const { link, ...own } = answer.headers ?? {};
  return {
    status: answer.status,
    headers: {
      "content-type": "application/json; charset=UTF-8",
      "x-robots-tag": "noindex",
      "x-content-type-options": "nosniff",
      "access-control-expose-headers": "X-WP-Total, X-WP-TotalPages, Link",
      "access-control-allow-headers": "Authorization, X-WP-Nonce, Content-Disposition, Content-MD5, Content-Type",
      // A list's links take the place of the API's.
      link: link ?? apiLink,
      ...(options.isKnown
        ? { "cache-control": "no-cache, must-revalidate, max-age=0, no-store, private", expires: "Wed, 11 Jan 1984 05:00:00 GMT" }
        : { vary: "Origin" }),
      ...(options.allow.length > 0 ? { allow: options.allow.join(", ") } : {}),
      ...own,
    },
    body: phpJson(answer.body),
  };
}
