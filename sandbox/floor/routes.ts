import { redirectTo } from "../admin/html.ts";
import { handleOf, installOf } from "../admin/shops.ts";
import type { SandboxContext } from "../context.ts";
import { Refusal } from "../http.ts";
import type { Route, RouteAnswer, RouteRequest } from "../http.ts";
import { isComplianceTopic, sendComplianceRequest } from "./compliance.ts";
import { activityData, catalogData } from "./floor-data.ts";
import { floorPage } from "./page.ts";

export const floorRoutes: Route[] = [
  { method: "GET", pattern: "/store/:handle/floor", handle: (request, ctx) => floorPage(ctx, shopOf(request, ctx)) },
  {
    method: "GET",
    pattern: "/store/:handle/floor/catalog",
    handle: (request, ctx) => ({ status: 200, body: catalogData(ctx, shopOf(request, ctx)) }),
  },
  {
    method: "GET",
    pattern: "/store/:handle/floor/activity",
    handle: (request, ctx) => ({ status: 200, body: activityData(ctx, shopOf(request, ctx)) }),
  },
  { method: "POST", pattern: "/sandbox/shops/:handle/compliance", handle: requestCompliance },
  // The rest of the admin (orders, products, …), to which an app may link, is the shop floor here.
  { method: "GET", pattern: "/store/:handle/:section", handle: leadToFloor },
  { method: "GET", pattern: "/store/:handle/:section/*", handle: leadToFloor },
];

/** POST /sandbox/shops/:domain/compliance {topic, customer_id?} */
function requestCompliance(request: RouteRequest, ctx: SandboxContext): RouteAnswer {
  const { topic, customer_id: customerId } = request.json();
  if (!isComplianceTopic(topic))
    throw new Refusal(422, "topic", "no such privacy request", "customers/data_request, customers/redact or shop/redact");
  const webhooks = sendComplianceRequest(ctx, shopOf(request, ctx), topic, typeof customerId === "string" ? customerId : null);
  return { status: 200, body: { webhooks } };
}

function leadToFloor(request: RouteRequest, ctx: SandboxContext): RouteAnswer {
  return redirectTo(`/store/${handleOf(shopOf(request, ctx))}/floor`);
}

function shopOf(request: RouteRequest, ctx: SandboxContext): string {
  return installOf(ctx, request.params["handle"]!).shop;
}
