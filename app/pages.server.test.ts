/** The pages' thread: asked over its socket, started again when it dies, never in the way of what stands before it. */
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openTestDatabase, type OpenTestDatabase } from "../tests/helpers/open-test-database.ts";
import { waitUntil } from "../tests/helpers/wait-until.ts";
import { createLog } from "./lib/log.server.ts";
import { startPages, type RunningPages } from "./pages.server.ts";
import type { Queue } from "./queue/queue.ts";

const queue: Queue = { schedule: () => Promise.resolve(), wake: () => undefined, start: () => Promise.resolve(), stop: () => Promise.resolve() };

let folder: string;
let test: OpenTestDatabase;
let pages: RunningPages | undefined;
let server: Server | undefined;
const SURROUNDINGS = ["DATABASE_URL", "LOG_LEVEL", "ENCRYPTION_KEYS", "JWT_SECRET"] as const;
const environment = { ...process.env };

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "crossdock-pages-test-"));
  test = await openTestDatabase();
  // The thread reads its surroundings as a process does.
  const key = Buffer.alloc(32, 7).toString("base64");
  Object.assign(process.env, { DATABASE_URL: test.test.url, LOG_LEVEL: "silent", ENCRYPTION_KEYS: `k1:${key}`, JWT_SECRET: key });
});
afterEach(async () => {
  server?.closeAllConnections();
  server?.close();
  await pages?.close();
  pages = server = undefined;
  await test.close();
  // Name by name: a thread gets the process' own environment, not an object that was put in its place.
  for (const name of SURROUNDINGS) {
    if (environment[name] === undefined) delete process.env[name];
    else process.env[name] = environment[name];
  }
  rmSync(folder, { recursive: true });
});

/** @param preload runs in the thread before anything of ours */
async function start(preload: string, trustProxy: number | string = 0, hungAfterMs?: number): Promise<string> {
  const file = join(folder, "preload.mjs");
  writeFileSync(file, preload);
  pages = await startPages({
    db: test.db,
    queue,
    lanes: [],
    log: createLog("silent"),
    trustProxy,
    ...(hungAfterMs !== undefined && { hungAfterMs }),
    preload: pathToFileURL(file).href,
  });
  server = createServer(pages.handle);
  await new Promise<void>((resolve) => server!.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Answers what the thread was asked, instead of a page. */
const ECHO = `
import { Server } from "node:http";
const emit = Server.prototype.emit;
Server.prototype.emit = function (name, req, res) {
  if (name !== "request") return emit.apply(this, arguments);
  const chunks = [];
  req.on("data", (chunk) => chunks.push(chunk)).on("end", () => {
    res.setHeader("set-cookie", ["a=1", "b=2"]);
    res.statusCode = 201;
    res.end(JSON.stringify({ method: req.method, url: req.url, headers: req.headers, body: Buffer.concat(chunks).toString() }));
  });
  return true;
};`;

/** Its readers are threads, too, and load the same. */
const IN_PAGES_THREAD = `import { workerData } from "node:worker_threads"; const isPages = workerData?.socketPath !== undefined;`;

interface Echo {
  method: string;
  url: string;
  headers: Record<string, string>;
  body: string;
}

describe("the pages' thread", () => {
  it("is asked what was asked, and its answer comes back as it is", async () => {
    const url = await start(ECHO);
    const answer = await fetch(`${url}/app/orders?q=1%2F2`, { method: "POST", body: "name=Zo%C3%AB", headers: { "x-mine": "kept" } });
    expect(answer.status).toBe(201);
    expect(answer.headers.getSetCookie()).toEqual(["a=1", "b=2"]);
    const echo = (await answer.json()) as Echo;
    expect(echo).toMatchObject({ method: "POST", url: "/app/orders?q=1%2F2", body: "name=Zo%C3%AB" });
    expect(echo.headers).toMatchObject({ "x-mine": "kept", host: new URL(url).host });
  });

  it.each([
    ["drops what a stranger says about who asks and where", 0, undefined],
    ["keeps what the proxy before us says", "loopback", "shop.example.com"],
  ])("%s", async (_, trustProxy, host) => {
    const url = await start(ECHO, trustProxy);
    const answer = await fetch(url, { headers: { "x-forwarded-host": "shop.example.com", "X-Forwarded-Proto": "https" } });
    const { headers } = (await answer.json()) as Echo;
    expect(headers["x-forwarded-host"]).toBe(host);
    expect(headers["x-forwarded-proto"]).toBe(host === undefined ? undefined : "https");
  });

  it("is started again when it dies; until then the answer is to come back", async () => {
    const url = await start(`import { existsSync } from "node:fs";
      ${IN_PAGES_THREAD}
      setInterval(() => isPages && existsSync(${JSON.stringify(join(folder, "die"))}) && process.exit(3), 10).unref();
      ${ECHO.trim()}`);
    expect((await fetch(url)).status).toBe(201);
    mkdirSync(join(folder, "die"));
    const answer = await waitUntil("it is gone", async () => {
      const one = await fetch(url);
      return one.status === 503 ? one : null;
    });
    expect(answer.headers.get("retry-after")).toBe("2");
    expect(await answer.text()).toContain("Try again");
    rmSync(join(folder, "die"), { recursive: true });
    await waitUntil("it is back", async () => (await fetch(url)).status === 201);
  });

  it("is ended and started again when it hangs", async () => {
    const url = await start(
      `import { existsSync, rmSync } from "node:fs";
      ${IN_PAGES_THREAD}
      const hang = ${JSON.stringify(join(folder, "hang"))};
      setInterval(() => { if (isPages && existsSync(hang)) { rmSync(hang, { recursive: true }); for (;;); } }, 10).unref();
      ${ECHO.trim()}`,
      0,
      2_000,
    );
    expect((await fetch(url)).status).toBe(201);
    mkdirSync(join(folder, "hang"));
    await waitUntil("it hangs", () => !existsSync(join(folder, "hang")));
    // What was asked meanwhile is cut, not kept waiting for ever.
    expect((await fetch(url)).status).toBe(503);
    await waitUntil("it is back", async () => (await fetch(url)).status === 201);
  });

  it("says at the start that it cannot run", async () => {
    await expect(start("throw new Error('broken')")).rejects.toThrow("broken");
  });
});
