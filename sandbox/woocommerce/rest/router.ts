/** /woo/<store>/wp-json/… : WordPress' REST server as far as WooCommerce's wc/v3 needs it. */
import type { SandboxContext } from "../../context.ts";
import { Refusal } from "../../http.ts";
import type { Route, RouteAnswer, RouteRequest } from "../../http.ts";
import { customerEndpoints } from "../customers/routes.ts";
import { drawWooFault } from "../faults.ts";
import type { ApiKey } from "../keys.ts";
import { orderPartEndpoints } from "../orders/parts-routes.ts";
import { orderEndpoints } from "../orders/routes.ts";
import { productEndpoints } from "../products/routes.ts";
import { variationEndpoints } from "../products/variation-routes.ts";
import { findStore, homeUrl, inStore } from "../store.ts";
import type { WooStore } from "../types.ts";
import { webhookEndpoints } from "../webhooks/routes.ts";
import { LeftBehind, noRoute, RestError, toRouteAnswer } from "./answer.ts";
import type { RestAnswer } from "./answer.ts";
import { authenticate, checkPermission } from "./oauth.ts";
import { matchPath, requireKey } from "./endpoint.ts";
import type { Endpoint } from "./endpoint.ts";
import { recordWooCall } from "./calls.ts";
import { readParams } from "./params.ts";
import type { Params } from "./params.ts";
import { statusEndpoints } from "./status-routes.ts";
import { couponEndpoints } from "../coupons/routes.ts";

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] as const;
const FIREWALL_PAGE =
  "<!DOCTYPE html><html><head><title>403 Forbidden</title></head><body><h1>Forbidden</h1><p>Your request was blocked.</p></body></html>";
const CRITICAL = "<p>There has been a critical error on this website.</p>";

const endpointsOf = (store: WooStore): Endpoint[] => [
  ...orderEndpoints(store),
  ...orderPartEndpoints,
  ...variationEndpoints,
  ...productEndpoints,
  ...customerEndpoints,
  ...couponEndpoints,
  ...webhookEndpoints,
  ...statusEndpoints,
];

interface Seen {
  key: ApiKey | null;
  allow: readonly string[];
  before: (() => Promise<void>)[];
}

export const restRoutes: Route[] = METHODS.map((method) => ({ method, pattern: "/woo/:store/wp-json/*", handle: answerRest }));

async function answerRest(request: RouteRequest, ctx: SandboxContext): Promise<RouteAnswer> {
  const store = findStore(ctx, request.params["store"]!);
  if (!store) throw new Refusal(404, "store", "there is no such WooCommerce store", "see GET /sandbox/woocommerce/state");
  if (drawWooFault(ctx, "html_403")) return { status: 403, headers: { "content-type": "text/html; charset=UTF-8" }, body: FIREWALL_PAGE };
  if (drawWooFault(ctx, "strip_authorization")) delete request.headers["authorization"];
  const home = homeUrl(ctx, store);
  const path = request.params["*"]!.replace(/\/$/, "");
  const seen: Seen = { key: null, allow: [], before: [] };
  const answer = attempt(() => {
    if (drawWooFault(ctx, "status_5xx")) throw new RestError(500, "internal_server_error", CRITICAL, { status: 500 });
    const method = methodOf(request);
    seen.key = authenticate(ctx, store, request);
    if (seen.key) checkPermission(seen.key, method);
    return serve(ctx, store, request, method, path, seen);
  });
  for (const act of seen.before) await act();
  recordWooCall(ctx, store, request, path, answer);
  return toRouteAnswer(answer, { home, isKnown: seen.key !== null, allow: seen.allow });
}

/** WordPress takes the method from a parameter or header too, for clients behind proxies that let only GET and POST pass. */
function methodOf(request: RouteRequest): string {
  return (request.query.get("_method") ?? request.headers["x-http-method-override"] ?? request.method).toUpperCase();
}

function attempt(act: () => RestAnswer): RestAnswer {
  try {
    return act();
  } catch (error) {
    if (!(error instanceof RestError)) throw error;
    return { status: error.status, body: error.body };
  }
}

function serve(ctx: SandboxContext, store: WooStore, request: RouteRequest, method: string, path: string, seen: Seen): RestAnswer {
  if (path === "" || path === "wc/v3") return indexAnswer(ctx, store, path);
  if (!path.startsWith("wc/v3/")) throw noRoute();
  const rest = path.slice("wc/v3/".length);
  const fitting = endpointsOf(store).flatMap((endpoint) => {
    const ids = matchPath(endpoint.path, rest);
    return ids ? [{ endpoint, ids }] : [];
  });
  seen.allow = seen.key ? allowed(fitting.map(({ endpoint }) => endpoint)) : [];
  if (method === "OPTIONS" && fitting.length > 0) return { status: 200, body: { namespace: "wc/v3", methods: seen.allow } };
  const match = fitting.find(({ endpoint }) => endpoint.methods.includes(method === "HEAD" ? "GET" : method));
  if (!match) throw noRoute();
  const { endpoint, ids } = match;
  const params = readParams({ ...Object.fromEntries(request.query), ...bodyOf(request) }, endpoint.params ?? {}, endpoint.required);
  requireKey(seen.key, endpoint);
  return inStore(ctx, store, (work) => {
    try {
      return pickFields(endpoint.handle({ work, ids, params, query: request.query, request, before: seen.before }), params["_fields"]);
    } catch (error) {
      if (error instanceof LeftBehind) return { status: error.status, body: error.body };
      throw error;
    }
  });
}

const allowed = (endpoints: readonly Endpoint[]): string[] =>
  ["GET", "POST", "PUT", "PATCH", "DELETE"].filter((method) => endpoints.some((endpoint) => endpoint.methods.includes(method)));

function bodyOf(request: RouteRequest): Params {
  if (request.body.length === 0) return {};
  const type = request.headers["content-type"] ?? "";
  if (type.startsWith("application/x-www-form-urlencoded")) return Object.fromEntries(new URLSearchParams(request.body.toString("utf8")));
  if (!type.includes("json")) return {};
  try {
    const value: unknown = JSON.parse(request.body.toString("utf8"));
    return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Params) : {};
  } catch {
    throw new RestError(400, "rest_invalid_json", "Invalid JSON body passed.", {
      status: 400,
      json_error_code: 4,
      json_error_message: "Syntax error",
    });
  }
}

/** `_fields=id,billing.email`: only these, and of a single thing the links. */
function pickFields(answer: RestAnswer, fields: unknown): RestAnswer {
  if (typeof fields !== "string" || fields === "") return answer;
  const wanted = fields.split(",").map((field) => field.trim().split("."));
  const pick = (thing: unknown, keepsLinks: boolean): unknown => {
    if (typeof thing !== "object" || thing === null) return thing;
    const result: Record<string, unknown> = {};
    for (const [name, value] of Object.entries(thing as Params)) {
      const inner = wanted.filter(([first]) => first === name);
      if (inner.length === 0 && !(keepsLinks && name === "_links")) continue;
      const below = inner.flatMap(([, second]) => (second === undefined ? [] : [second]));
      result[name] = below.length === 0 ? value : Object.fromEntries(below.map((key) => [key, (value as Params)[key]]));
    }
    return result;
  };
  return { ...answer, body: Array.isArray(answer.body) ? answer.body.map((each) => pick(each, false)) : pick(answer.body, true) };
}

/** GET /wp-json/: by its namespaces a caller tells WordPress with WooCommerce from anything else. */
function indexAnswer(ctx: SandboxContext, store: WooStore, path: string): RestAnswer {
  const home = homeUrl(ctx, store);
  const routes = Object.fromEntries(
    endpointsOf(store).map((endpoint) => [`/wc/v3/${endpoint.path.replace(/:(\w+)/g, "(?P<$1>[\\d]+)")}`, { namespace: "wc/v3" }]),
  );
  if (path === "wc/v3") return { status: 200, body: { namespace: "wc/v3", routes, _links: { up: [{ href: `${home}/wp-json/` }] } } };
  return {
    status: 200,
    body: {
      name: store.name,
      description: "",
      url: home,
      home,
      gmt_offset: String(store.gmt_offset),
      timezone_string: store.timezone,
      namespaces: ["oembed/1.0", "wc/v3", "wc/v1", "wc/store", "wc/store/v1", "wc/v2", "wp/v2"],
      authentication: [],
      routes,
    },
  };
}
