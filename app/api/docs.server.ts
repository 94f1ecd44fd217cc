/** What is told about the API: the OpenAPI document, and the pages made of it and of the failure catalogue. Anybody may read it. */
import { getEnv } from "#app/lib/env.ts";
import type { ApiAnswer } from "./answer.ts";
import { errorsPage } from "./docs/errors.ts";
import { icon, ICON_PATH, style, STYLE_PATH } from "./docs/frame.ts";
import { referencePage } from "./docs/reference.ts";
import { openApiDocument } from "./openapi.ts";
import type { RestRoute } from "./rest.server.ts";

/** The same for everybody until the process ends: made when it is first asked for. */
function once(make: () => ApiAnswer): () => Promise<ApiAnswer> {
  let made: ApiAnswer | undefined;
  return () => Promise.resolve((made ??= make()));
}
const CACHED = { "cache-control": "public, max-age=300" };
const cached = (answer: ApiAnswer): ApiAnswer => ({ ...answer, headers: { ...answer.headers, ...CACHED } });

export const docsRoutes: readonly RestRoute[] = [
  {
    method: "GET",
    path: "/api/openapi.json",
    scope: null,
    // Tools in a browser read it from elsewhere; it holds nothing of anybody.
    handle: once(() => cached({ status: 200, body: openApiDocument(getEnv().APP_URL), headers: { "access-control-allow-origin": "*" } })),
  },
  { method: "GET", path: "/api/docs", scope: null, handle: once(() => cached(referencePage(getEnv().APP_URL))) },
  { method: "GET", path: "/api/docs/errors", scope: null, handle: once(() => cached(errorsPage())) },
  {
    method: "GET",
    path: STYLE_PATH,
    scope: null,
    handle: once(() => cached({ status: 200, body: style, headers: { "content-type": "text/css; charset=utf-8" } })),
  },
  {
    method: "GET",
    path: ICON_PATH,
    scope: null,
    handle: once(() => cached({ status: 200, body: icon, headers: { "content-type": "image/svg+xml" } })),
  },
];
