import { html, htmlPage, jsonForScript, redirectTo } from "../admin/html.ts";
import { handleOf, installOf } from "../admin/shops.ts";
import type { SandboxContext } from "../context.ts";
import type { Route, RouteAnswer, RouteRequest } from "../http.ts";

export const floorRoutes: Route[] = [
  { method: "GET", pattern: "/store/:handle/floor", handle: showFloor },
  // The rest of the admin (orders, products, …), to which an app may link, is the shop floor here.
  { method: "GET", pattern: "/store/:handle/:section", handle: leadToFloor },
  { method: "GET", pattern: "/store/:handle/:section/*", handle: leadToFloor },
];

function showFloor(request: RouteRequest, ctx: SandboxContext): RouteAnswer {
  const { shop } = installOf(ctx, request.params["handle"]!);
  return htmlPage({ title: `Shop floor`, styles: ["admin.css"], body: html`<body>${shop}${jsonForScript({})}</body>` });
}

function leadToFloor(request: RouteRequest, ctx: SandboxContext): RouteAnswer {
  const { shop } = installOf(ctx, request.params["handle"]!);
  return redirectTo(`/store/${handleOf(shop)}/floor`);
}
