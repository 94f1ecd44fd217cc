/** An app that is one empty Polaris page, served as fast as a file: what the app's own pages are compared with. */
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { createElement } from "react";
import { renderToString } from "react-dom/server";
import { build } from "vite";
import type { Rollup } from "vite";
import { EmptyPolarisPage } from "./empty-polaris-page.tsx";

const require = createRequire(import.meta.url);

export interface EmptyPolarisApp {
  origin: string;
  /** Before the first page is asked for: where App Bridge comes from, and the app's key. */
  configure(options: { appBridgeUrl: string; apiKey: string }): void;
  close(): void;
}

export async function startEmptyPolarisApp(): Promise<EmptyPolarisApp> {
  const script = await bundlePage();
  const styles = readFileSync(require.resolve("@shopify/polaris/build/esm/styles.css"));
  let page = "";
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://app");
    const [type, body] =
      pathname === "/page.js" ? ["text/javascript", script] : pathname === "/polaris.css" ? ["text/css", styles] : ["text/html; charset=utf-8", page];
    response.writeHead(200, { "content-type": type }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    configure(options) {
      page = `<!doctype html>${renderToString(createElement(EmptyPolarisPage, options))}`;
    },
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function bundlePage(): Promise<string> {
  const [output] = (await build({
    configFile: false,
    logLevel: "silent",
    define: { "process.env.NODE_ENV": '"production"' },
    // Vitest says NODE_ENV=test, of which Vite would make a build for development.
    mode: "production",
    esbuild: { jsx: "automatic", jsxDev: false },
    build: { write: false, lib: { entry: fileURLToPath(new URL("./empty-polaris-page.tsx", import.meta.url)), formats: ["es"] } },
  })) as Rollup.RollupOutput[];
  return output!.output[0].code;
}
