import type { SandboxContext } from "../context.ts";
import type { Route, RouteAnswer, RouteRequest } from "../http.ts";
import { missingScopes } from "../install/installs.ts";
import { hostPage } from "./host-page.ts";
import { redirectTo } from "./html.ts";
import { pickerProducts } from "./picker-data.ts";
import { APP_HANDLE, installOf, installPath } from "./shops.ts";
import { appBridgeScript, staticFiles } from "./static-files.ts";

export const adminRoutes: Route[] = [
  staticFiles,
  appBridgeScript,
  pickerProducts,
  { method: "GET", pattern: "/", handle: () => redirectTo("/store/demo-shop") },
  { method: "GET", pattern: "/store/:handle", handle: (request, ctx) => openApp(request, ctx, "/") },
  { method: "GET", pattern: `/store/:handle/apps/${APP_HANDLE}`, handle: (request, ctx) => openApp(request, ctx, "/") },
  {
    method: "GET",
    pattern: `/store/:handle/apps/${APP_HANDLE}/*`,
    handle: (request, ctx) => openApp(request, ctx, `/${encodePath(request.params["*"]!)}`),
  },
];

/** Opens the app, or first the page that asks for what is not yet granted: the whole install, or new scopes. */
function openApp(request: RouteRequest, ctx: SandboxContext, path: string): RouteAnswer {
  const install = installOf(ctx, request.params["handle"]!);
  if (!install.installed || missingScopes(ctx, install.shop).length > 0) return redirectTo(installPath(install.shop));
  return hostPage(ctx, install.shop, path, request.query);
}

/** The router decoded the segments; a path goes into an address encoded. */
function encodePath(path: string): string {
  return path.split("/").map(encodeURIComponent).join("/");
}
