import { readFileSync } from "node:fs";
import type { Route, RouteAnswer } from "../http.ts";
import { Refusal } from "../http.ts";

/** Addresses are the files' own paths under sandbox/, so that an import means the same to the browser and to our tools. */
const SANDBOX_FOLDER = new URL("../", import.meta.url);
const SERVED = /^(admin|floor|messaging|woocommerce)\/client\/([a-z0-9-]+\/)?[a-z0-9-]+\.(css|js)$/;
const TYPES: Record<string, string> = { css: "text/css; charset=utf-8", js: "text/javascript; charset=utf-8" };

/** The stand-in's App Bridge in the order in which its parts need each other. */
const APP_BRIDGE_PARTS = [
  "transport",
  "session-fetch",
  "navigation",
  "buttons",
  "chrome-elements",
  "save-bar",
  "modal-style",
  "modal",
  "web-vitals",
  "shopify-global",
];

/** GET /sandbox-static/<file>: styles and modules of the admin and of the shop floor. */
export const staticFiles: Route = {
  method: "GET",
  pattern: "/sandbox-static/*",
  handle(request) {
    const name = request.params["*"] ?? "";
    const text = SERVED.test(name) ? readIfThere(new URL(name, SANDBOX_FOLDER)) : null;
    if (text === null) throw new Refusal(404, "path", `there is no file ${name}`, "reload the page");
    return { status: 200, headers: { "content-type": TYPES[name.split(".").at(-1)!]! }, body: text };
  },
};

/** GET /app-bridge.js: what an app loads in place of https://cdn.shopify.com/shopifycloud/app-bridge.js. */
export const appBridgeScript: Route = {
  method: "GET",
  pattern: "/app-bridge.js",
  handle(_request, ctx): RouteAnswer {
    return {
      status: 200,
      // The app is another origin; a script tag may load it without CORS, and crossorigin="anonymous" works too.
      headers: { "content-type": TYPES["js"]!, "access-control-allow-origin": ctx.appUrl },
      body: bundleAppBridge(ctx.adminOrigin),
    };
  },
};

/**
 * One classic script out of the parts, which are written as modules: App Bridge must run at once, in <head>, and find its
 * own tag in document.currentScript; a module can do neither. The admin's origin is written in, so that messages go
 * nowhere else.
 */
export function bundleAppBridge(adminOrigin: string): string {
  const parts = APP_BRIDGE_PARTS.map((name) => {
    const text = readFileSync(new URL(`./client/app-bridge/${name}.js`, import.meta.url), "utf8");
    return text.replace(/^import .*$/gm, "").replace(/^export /gm, "");
  });
  return `(() => {\n"use strict";\nconst ADMIN_ORIGIN = ${JSON.stringify(adminOrigin)};\n${parts.join("\n")}\nstartAppBridge();\n})();\n`;
}

function readIfThere(file: URL): string | null {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}
