import { createServer } from "node:http";
import type { IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { adminRoutes } from "./admin/routes.ts";
import { apiRoutes } from "./api/routes.ts";
import { createContext } from "./context.ts";
import type { ContextOptions, SandboxContext } from "./context.ts";
import { floorRoutes } from "./floor/routes.ts";
import { graphqlRoutes } from "./graphql/endpoint.ts";
import { isRequestAllowed } from "./guard.ts";
import { matchRoute, parseJsonObject, readBody, Refusal, refusalAnswer, sendAnswer } from "./http.ts";
import type { Route, RouteAnswer } from "./http.ts";
import { installRoutes } from "./install/routes.ts";
import { mailControlRoutes } from "./mail/control.ts";
import { mailPageRoutes } from "./mail/page.ts";
import { startMailSink } from "./mail/sink.ts";
import { seedShops } from "./shop/seed.ts";
import { startDispatcher } from "./webhooks/dispatch.ts";
import { whatsappControlRoutes } from "./whatsapp/control.ts";
import { graphRoutes } from "./whatsapp/graph.ts";
import { whatsappPageRoutes } from "./whatsapp/page.ts";
import { startReporting } from "./whatsapp/reports.ts";
import { woocommerceRoutes } from "./woocommerce/routes.ts";
import { seedStores } from "./woocommerce/seed/seed.ts";
import { startDelivering } from "./woocommerce/webhooks/deliver.ts";

export interface RunningSandbox {
  port: number;
  ctx: SandboxContext;
  /** Stops listening and delivering; what is queued stays in sandbox.db for the next start. */
  close(): Promise<void>;
}

/** Starts the whole sandbox in this process: demo shops, Admin API, webhooks, stand-in admin and shop floor, WhatsApp and a mail server. */
export async function startSandbox(env: NodeJS.ProcessEnv, options: ContextOptions = {}): Promise<RunningSandbox> {
  const ctx = createContext(env, options);
  seedShops(ctx);
  seedStores(ctx);
  const shopRoutes: Route[] = [...apiRoutes, ...graphqlRoutes, ...installRoutes, ...adminRoutes, ...floorRoutes];
  const routes: Route[] = [
    ...shopRoutes,
    ...graphRoutes,
    ...whatsappControlRoutes,
    ...whatsappPageRoutes,
    ...mailControlRoutes,
    ...mailPageRoutes,
    ...woocommerceRoutes,
  ];
  const server = createServer((request, response) => {
    answerRequest(ctx, routes, request).then(
      (answer) => sendAnswer(response, answer),
      (error: unknown) => {
        ctx.log({ level: "error", message: "request failed", path: request.url, error: error instanceof Error ? error.stack : String(error) });
        sendAnswer(response, { status: 500, body: { error: { field: null, reason: "a bug in the sandbox", remedy: "see its log" } } });
      },
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(ctx.port, ctx.host, resolve);
  });
  ctx.port = (server.address() as AddressInfo).port;
  const dispatcher = startDispatcher(ctx);
  const reporting = startReporting(ctx);
  const delivering = startDelivering(ctx);
  const mailSink = await startMailSink(ctx);
  return {
    port: ctx.port,
    ctx,
    async close() {
      await Promise.all([dispatcher.stop(), reporting.stop(), delivering.stop(), mailSink.stop()]);
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
      ctx.db.close();
    },
  };
}

async function answerRequest(ctx: SandboxContext, routes: Route[], request: IncomingMessage): Promise<RouteAnswer> {
  if (!isRequestAllowed(request.headers, { sandboxPort: ctx.port, appUrl: ctx.appUrl, storeOrigin: ctx.storeOrigin }))
    return refusalAnswer(new Refusal(403, "origin", "Host or Origin is not this machine's", `call ${ctx.adminOrigin} directly`));
  const url = new URL(request.url ?? "/", "http://sandbox");
  try {
    const match = matchRoute(routes, request.method ?? "GET", url.pathname);
    if (match === null) return refusalAnswer(new Refusal(404, "path", `nothing at ${url.pathname}`, "see interfaces.md, Sandbox"));
    if (match === "method")
      return refusalAnswer(new Refusal(405, "method", `${request.method} is not served at ${url.pathname}`, "use another method"));
    const body = await readBody(request);
    return await match.route.handle(
      {
        method: request.method ?? "GET",
        path: url.pathname,
        params: match.params,
        query: url.searchParams,
        headers: request.headers as Record<string, string | undefined>,
        body,
        json: () => parseJsonObject(body),
      },
      ctx,
    );
  } catch (error) {
    if (error instanceof Refusal) return refusalAnswer(error);
    throw error;
  }
}
