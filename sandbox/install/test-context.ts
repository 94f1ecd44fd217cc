import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createContext } from "../context.ts";
import type { SandboxContext } from "../context.ts";
import { matchRoute, parseJsonObject, Refusal, refusalAnswer } from "../http.ts";
import type { Route, RouteAnswer } from "../http.ts";

/** A sandbox context in a folder of its own, with a clock the test moves. */
export interface TestContext {
  ctx: SandboxContext;
  /** Moves the clock. */
  advance(seconds: number): void;
  /** Calls a route as the server would, without a socket. */
  call(method: string, path: string, options?: CallOptions): Promise<RouteAnswer>;
  remove(): void;
}

interface CallOptions {
  json?: object;
  form?: Record<string, string>;
  body?: Buffer;
  headers?: Record<string, string>;
}

/** Fixed start of every test's clock. */
export const TEST_START = Date.UTC(2026, 10, 21, 9, 0, 0);

export function createTestContext(routes: Route[], env: Record<string, string> = {}): TestContext {
  const dataDir = mkdtempSync(join(tmpdir(), "crossdock-sandbox-"));
  let nowMs = TEST_START;
  const ctx = createContext({ DATA_DIR: dataDir, ...env } as unknown as NodeJS.ProcessEnv, { now: () => nowMs, log: () => undefined });
  return {
    ctx,
    advance(seconds) {
      nowMs += seconds * 1000;
    },
    async call(method, path, options = {}) {
      const url = new URL(path, "http://sandbox");
      const match = matchRoute(routes, method, url.pathname);
      if (match === null || match === "method") throw new Error(`no route for ${method} ${url.pathname}`);
      const body = options.body ?? Buffer.from(options.json ? JSON.stringify(options.json) : new URLSearchParams(options.form ?? {}).toString());
      const contentType = options.json ? "application/json" : "application/x-www-form-urlencoded";
      const headers = { "content-type": contentType, ...options.headers };
      const request = { method, path: url.pathname, params: match.params, query: url.searchParams, headers, body, json: () => parseJsonObject(body) };
      try {
        return await match.route.handle(request, ctx);
      } catch (error) {
        if (error instanceof Refusal) return refusalAnswer(error);
        throw error;
      }
    },
    remove() {
      ctx.db.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
