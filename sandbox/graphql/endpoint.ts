import { randomUUID } from "node:crypto";
import type { SandboxContext } from "../context.ts";
import type { Route, RouteAnswer, RouteRequest } from "../http.ts";
import { authenticateToken } from "../install/installs.ts";
import { readSettings } from "../store/settings.ts";
import { readShop } from "../store/shops.ts";
import { drawFault } from "../webhooks/faults.ts";
import { runDocument } from "./execute.ts";
import { recordRequest } from "./request-log.ts";
import { API_VERSION } from "./version.ts";
import { withViews } from "./views/load.ts";

/** POST /admin/api/{version}/graphql.json, as https://shopify.dev/docs/api/admin-graphql describes it. */
export const graphqlRoutes: Route[] = [{ method: "POST", pattern: "/admin/api/:version/graphql.json", handle: answerGraphql }];

function answerGraphql(request: RouteRequest, ctx: SandboxContext): RouteAnswer {
  const version = request.params["version"]!;
  const headers = { "x-request-id": randomUUID(), "x-shopify-api-version": API_VERSION };
  const refuse = (status: number, body: object, more: Record<string, string> = {}): RouteAnswer => {
    recordRequest(ctx, { shop: request.headers["x-sandbox-shop"] ?? null, apiVersion: version, status, errors: body });
    return { status, headers: { ...headers, ...more }, body };
  };
  if (!isServedVersion(version)) return refuse(404, { errors: "Not Found" });
  if (drawFault(ctx, "status_5xx")) return refuse(503, { errors: "Service Unavailable" });
  if (drawFault(ctx, "status_429"))
    return refuse(
      429,
      { errors: "Exceeded 2 calls per second for api client. Reduce request rates to resume uninterrupted service." },
      { "retry-after": "2.0" },
    );
  const token = authenticateToken(ctx, request.headers["x-shopify-access-token"] ?? "");
  const asked = request.headers["x-sandbox-shop"];
  const shop = token && (asked === undefined || asked === token.shop) ? readShop(ctx, token.shop) : null;
  if (!token || !shop) return refuse(401, { errors: "[API] Invalid API key or access token (unrecognized login or wrong password)" });
  const call = readCall(request);
  if (!call) return refuse(400, { errors: { query: "Required parameter missing or invalid" } });
  const graphqlRequest = withViews({ ctx, shop, scopes: token.scopes, trimDecimals: readSettings(ctx).graphql_decimals === "trimmed" });
  const result = runDocument(graphqlRequest, call);
  recordRequest(ctx, { shop: shop.domain, apiVersion: version, status: 200, ...call, ...result.log, errors: result.body["errors"] ?? null });
  return { status: 200, headers: { ...headers, "content-type": "application/json; charset=utf-8" }, body: result.body };
}

/** A version older than ours falls forward to it; a newer one and "unstable" are not here. */
function isServedVersion(version: string): boolean {
  return /^\d{4}-(01|04|07|10)$/.test(version) && version <= API_VERSION;
}

export interface GraphqlCall {
  query: string;
  variables: Record<string, unknown>;
  operationName: string | null;
}

function readCall(request: RouteRequest): GraphqlCall | null {
  // Shopify also takes the bare document as application/graphql.
  if (request.headers["content-type"]?.startsWith("application/graphql"))
    return { query: request.body.toString("utf8"), variables: {}, operationName: null };
  let body: Record<string, unknown>;
  try {
    body = request.json();
  } catch {
    return null;
  }
  if (typeof body["query"] !== "string") return null;
  const variables = typeof body["variables"] === "object" && body["variables"] !== null ? (body["variables"] as Record<string, unknown>) : {};
  return { query: body["query"], variables, operationName: typeof body["operationName"] === "string" ? body["operationName"] : null };
}
