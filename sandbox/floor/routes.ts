import { redirectTo } from "../admin/html.ts";
import { handleOf, installOf } from "../admin/shops.ts";
import type { SandboxContext } from "../context.ts";
import type { Route, RouteAnswer, RouteRequest } from "../http.ts";
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
  // The rest of the admin (orders, products, …), to which an app may link, is the shop floor here.
  { method: "GET", pattern: "/store/:handle/:section", handle: leadToFloor },
  { method: "GET", pattern: "/store/:handle/:section/*", handle: leadToFloor },
];

function leadToFloor(request: RouteRequest, ctx: SandboxContext): RouteAnswer {
  return redirectTo(`/store/${handleOf(shopOf(request, ctx))}/floor`);
}

function shopOf(request: RouteRequest, ctx: SandboxContext): string {
  return installOf(ctx, request.params["handle"]!).shop;
}
