/** /wc-auth/v1/authorize: the page on which a store's owner gives an app keys. https://woocommerce.github.io/woocommerce-rest-api-docs/#authentication-endpoint */
import { randomUUID } from "node:crypto";
import { html, htmlPage, redirectTo } from "../admin/html.ts";
import type { SandboxContext } from "../context.ts";
import { isLoopbackHost } from "../guard.ts";
import { Refusal } from "../http.ts";
import type { Route, RouteAnswer, RouteRequest } from "../http.ts";
import { storeBar, wooBadge } from "./floor/bar.ts";
import { gmtTime } from "./dates.ts";
import { createKey, removeKey } from "./keys.ts";
import type { Permissions } from "./keys.ts";
import { phpJson } from "./php-json.ts";
import { requireStore } from "./store.ts";
import { ensureWooTables } from "./tables.ts";
import { inWords, OWN_CONNECTION } from "./webhooks/deliver.ts";

interface Asked {
  app_name: string;
  scope: Permissions;
  user_id: string;
  return_url: string;
  callback_url: string;
}

const SCOPES: Record<Permissions, readonly string[]> = {
  read: ["View coupons", "View customers", "View orders and sales reports", "View products"],
  write: ["Create webhooks", "Create coupons", "Create customers", "Create orders", "Create products"],
  read_write: [
    "Create webhooks",
    "View and manage coupons",
    "View and manage customers",
    "View and manage orders and sales reports",
    "View and manage products",
  ],
};
const NAMES = ["app_name", "user_id", "return_url", "callback_url", "scope"] as const;
const ANSWER_TIMEOUT_MS = 10_000;

const errorPage = (status: number, message: string): RouteAnswer =>
  htmlPage({
    title: "Error",
    status,
    styles: ["admin/client/admin.css", "admin/client/grant.css"],
    body: html`<body class="grant-body">
      <main class="grant-card"><p>Error: ${message}.</p></main>
    </body>`,
  });

/** What is asked, or WooCommerce's words for what is wrong with it. */
function readAsked(query: URLSearchParams): Asked | { problem: string } {
  for (const name of NAMES) if (!query.get(name)) return { problem: `Missing parameter ${name}` };
  const asked = Object.fromEntries(NAMES.map((name) => [name, query.get(name)!])) as unknown as Asked;
  if (!(asked.scope in SCOPES)) return { problem: `Invalid scope ${asked.scope}` };
  for (const name of ["return_url", "callback_url"] as const) if (!URL.canParse(asked[name])) return { problem: `The ${name} is not a valid URL` };
  if (new URL(asked.callback_url).protocol !== "https:") return { problem: "The callback_url needs to be over SSL" };
  return asked;
}

function showPage(request: RouteRequest, ctx: SandboxContext): RouteAnswer {
  const store = requireStore(ctx, request.params["store"]!);
  const asked = readAsked(request.query);
  if ("problem" in asked) return errorPage(401, asked.problem);
  ensureWooTables(ctx);
  const id = randomUUID();
  ctx.db.prepare("INSERT INTO woo_grant (id, store, data, created_at) VALUES (?, ?, ?, ?)").run(id, store.slug, JSON.stringify(asked), ctx.now());
  const page = htmlPage({
    title: `Application authentication request · ${store.name}`,
    styles: ["admin/client/admin.css", "admin/client/grant.css"],
    body: html`<body class="grant-body">
      ${storeBar(store)}
      <main class="grant-card">
        <h1>${asked.app_name} would like to connect to your store</h1>
        <p class="subdued">This will give "${asked.app_name}" ${asked.scope.replace("_", "/")} access which will allow it to:</p>
        <ul class="grant-list">
          ${SCOPES[asked.scope].map((permission) => html`<li>${permission}</li>`)}
        </ul>
        <form method="post" action="/woo/${store.slug}/wc-auth/v1/access_granted/${id}" class="grant-actions">
          <a class="button" href="${returnUrl(asked, "0")}">Deny</a>
          <button class="button button-primary" type="submit">Approve</button>
        </form>
      </main>
      ${wooBadge()}
    </body>`,
  });
  return leavesFor(page, new URL(asked.return_url).origin);
}

/** After the form the browser goes back to the app, which the page's own policy would forbid. */
function leavesFor(page: RouteAnswer, origin: string): RouteAnswer {
  const policy = String(page.headers?.["content-security-policy"]).replace("form-action 'self'", `form-action 'self' ${origin}`);
  return { ...page, headers: { ...page.headers, "content-security-policy": policy } };
}

/** Where the owner's browser goes afterwards. */
function returnUrl(asked: Asked, success: "0" | "1"): string {
  const url = new URL(asked.return_url);
  url.searchParams.set("success", success);
  url.searchParams.set("user_id", asked.user_id);
  return url.href;
}

/** Makes the keys and posts them, unsigned, before the owner's browser goes on. A callback that does not answer 200 costs the app its keys. */
async function approve(request: RouteRequest, ctx: SandboxContext): Promise<RouteAnswer> {
  const store = requireStore(ctx, request.params["store"]!);
  ensureWooTables(ctx);
  const row = ctx.db.prepare("DELETE FROM woo_grant WHERE id = ? AND store = ? RETURNING data").get(request.params["id"], store.slug) as
    { data: string } | undefined;
  if (!row) throw new Refusal(404, "id", "there is no such request, or it was answered already", "start again in the app");
  const asked = JSON.parse(row.data) as Asked;
  const key = createKey(ctx, store.slug, `${asked.app_name} - API (${gmtTime(ctx.now())})`, asked.scope);
  const problem = await postKeys(asked, {
    key_id: key.id,
    user_id: asked.user_id,
    consumer_key: key.consumer_key,
    consumer_secret: key.consumer_secret,
    key_permissions: asked.scope,
  });
  if (problem === null) return redirectTo(returnUrl(asked, "1"));
  removeKey(ctx, store.slug, key.id);
  return errorPage(401, problem);
}

/** Null when it was taken. A certificate that nobody known vouches for is refused, as everywhere (NODE_EXTRA_CA_CERTS). */
async function postKeys(asked: Asked, body: object): Promise<string | null> {
  const address = new URL(asked.callback_url);
  if (!isLoopbackHost(address.hostname)) return "the sandbox posts to this machine only";
  const answer = await fetch(address, {
    method: "POST",
    headers: { "content-type": "application/json;charset=utf-8", ...OWN_CONNECTION },
    body: phpJson(body),
    redirect: "manual",
    signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS),
  }).catch(inWords);
  if (typeof answer === "string") return answer;
  return answer.status === 200 ? null : "An error occurred in the request and at the time were unable to send the consumer data";
}

export const authorizeRoutes: Route[] = [
  { method: "GET", pattern: "/woo/:store/wc-auth/v1/authorize", handle: showPage },
  { method: "POST", pattern: "/woo/:store/wc-auth/v1/access_granted/:id", handle: approve },
];
