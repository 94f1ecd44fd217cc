/** The pages: Express with Remix' adapter, static assets, security headers, and one log line per request that never holds a query. */
import path from "node:path";
import { createRequestHandler } from "@remix-run/express";
import type { ServerBuild } from "@remix-run/node";
import express, { type RequestHandler } from "express";
import type { Log } from "./lib/log.server.ts";

/** A form of ours is small; files go to endpoints of their own. */
const MAX_FORM_BYTES = 1024 * 1024;
/** Counts for itself while it reads, and says in the merchant's words what is too large (services/read-upload.server.ts). */
const UPLOAD_PATH = "/app/imports/upload";

export interface Pages {
  /** Runs first: Vite's own assets in development. */
  middleware?: RequestHandler;
  loadBuild: () => Promise<unknown>;
}

interface PageOptions {
  log: Log;
  trustProxy: number | string;
  pages?: Pages;
}

export async function createPageHandler({ log, trustProxy, pages }: PageOptions): Promise<express.Express> {
  const app = express();
  app.disable("x-powered-by");
  app.set("trust proxy", trustProxy);
  app.use((req, res, next) => {
    res.setHeader("X-Content-Type-Options", "nosniff");
    res.setHeader("Referrer-Policy", "strict-origin-when-cross-origin");
    const startedAt = performance.now();
    res.on("finish", () => {
      const fields = { method: req.method, path: req.path, status: res.statusCode, duration_ms: Math.round(performance.now() - startedAt) };
      if (res.statusCode >= 500) log.error("request", fields);
      else log.debug("request", fields);
    });
    if (Number(req.headers["content-length"] ?? 0) > MAX_FORM_BYTES && req.path !== UPLOAD_PATH) {
      res.status(413).type("text").send("That form is larger than 1 MB.");
      return;
    }
    // Browsers say how long a form is. Without that nobody would stop an endless one.
    if (req.headers["transfer-encoding"] !== undefined) {
      res.status(411).set("Connection", "close").type("text").send("Say how long the form is (Content-Length).");
      return;
    }
    next();
  });
  if (pages?.middleware) app.use(pages.middleware);
  else {
    app.use("/assets", express.static(path.resolve("build/client/assets"), { immutable: true, maxAge: "1y" }));
    app.use(express.static(path.resolve("build/client"), { maxAge: "1h" }));
  }
  const build = pages ? (pages.loadBuild as () => Promise<ServerBuild>) : await builtPages();
  if (build === null) {
    app.all("*", (_req, res) => void res.status(503).type("text").send("The pages are not built. Start with: npm run up"));
    return app;
  }
  const handle = createRequestHandler({ build, mode: pages ? "development" : "production" });
  app.all("*", (req, res, next) => void handle(req, res, next));
  return app;
}

/** The bundle made by `npm run build`, or null when there is none: ingest and the worker run without pages. */
async function builtPages(): Promise<ServerBuild | null> {
  try {
    return (await import(path.resolve("build/server/index.js"))) as ServerBuild;
  } catch (error) {
    if ((error as { code?: string }).code === "ERR_MODULE_NOT_FOUND" && String((error as Error).message).includes("build/server/index.js"))
      return null;
    throw error;
  }
}
