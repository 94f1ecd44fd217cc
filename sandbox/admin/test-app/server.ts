import { createServer } from "node:http";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { createElement } from "react";
import { renderToString } from "react-dom/server";
import { build } from "vite";
import type { Rollup } from "vite";
import { TestDocument } from "./app.tsx";

/** A small embedded app: server-rendered, hydrated, with the answers of a server that checks session tokens. */
export interface TestApp {
  origin: string;
  /** Addresses of the documents asked for, as the host made them. */
  documents: URL[];
  /** Set before the first page is asked for. */
  configure(options: { apiKey: string; adminOrigin: string }): void;
  close(): void;
}

export async function startTestApp(): Promise<TestApp> {
  const client = await bundleClient();
  const documents: URL[] = [];
  let options = { apiKey: "", adminOrigin: "" };
  let retries = 0;

  const server = createServer((request, response) => {
    const url = new URL(request.url!, "http://app");
    const authorization = request.headers.authorization;
    const json = (status: number, body: unknown, headers = {}) =>
      void response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
    const page = (markup: string) => void response.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(markup);
    switch (url.pathname) {
      case "/client.js":
        return void response.writeHead(200, { "content-type": "text/javascript" }).end(client);
      case "/favicon.ico":
        return void response.writeHead(204).end();
      case "/api/who":
        return json(200, { scheme: authorization?.split(" ")[0] ?? null });
      case "/api/retry":
        retries += 1;
        return retries === 1 ? json(401, {}, { "X-Shopify-Retry-Invalid-Session-Request": "1" }) : json(200, { tries: retries });
      case "/api/reauthorize":
        return json(
          403,
          {},
          {
            "X-Shopify-API-Request-Failure-Reauthorize-Url": `https://demo-shop.myshopify.com/admin/oauth/install?client_id=${options.apiKey}&optional_scopes=read_customers`,
          },
        );
    }
    documents.push(url);
    const script = `<script data-api-key="${options.apiKey}" src="${options.adminOrigin}/app-bridge.js"></script>`;
    if (url.pathname === "/bounce") return page(script);
    if (url.pathname === "/leave")
      return page(`${script}<script>window.open("https://admin.shopify.com/store/demo-shop/apps/crossdock/orders", "_top")</script>`);
    const appBridgeUrl = `${options.adminOrigin}/app-bridge.js`;
    page(`<!doctype html>${renderToString(createElement(TestDocument, { apiKey: options.apiKey, appBridgeUrl }))}`);
  });
  const origin = await listen(server);
  return {
    origin,
    documents,
    configure(given) {
      options = given;
    },
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function bundleClient(): Promise<string> {
  const output = (await build({
    configFile: false,
    logLevel: "silent",
    // React's development build: it is the one that reports a hydration mismatch.
    define: { "process.env.NODE_ENV": '"development"' },
    esbuild: { jsx: "automatic" },
    build: {
      write: false,
      minify: false,
      lib: { entry: fileURLToPath(new URL("./client.tsx", import.meta.url)), formats: ["iife"], name: "testApp" },
    },
  })) as Rollup.RollupOutput[];
  return output[0]!.output[0].code;
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
