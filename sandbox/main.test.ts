import { fork, spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";

const MAIN = fileURLToPath(new URL("./main.ts", import.meta.url));
let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), "crossdock-main-"));
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

const env = (more: Record<string, string> = {}) =>
  ({ PATH: process.env["PATH"], DATA_DIR: dataDir, SANDBOX_PORT: "0", ...more }) as unknown as NodeJS.ProcessEnv;

async function firstLine(child: ChildProcess): Promise<Record<string, unknown>> {
  let text = "";
  for await (const chunk of child.stdout!) {
    text += String(chunk);
    if (text.includes("\n")) return JSON.parse(text.split("\n")[0]!) as Record<string, unknown>;
  }
  throw new Error(`no line: ${text}`);
}

test("says when it is ready, keeps its credentials to itself, ends with 0 on SIGTERM", async () => {
  const child = spawn(process.execPath, [MAIN], { env: env(), stdio: ["ignore", "pipe", "inherit"] });
  const ready = await firstLine(child);
  expect(ready).toEqual({ sandbox: "ready", port: expect.any(Number) });
  expect((await fetch(`http://127.0.0.1:${String(ready["port"])}/sandbox/state`)).status).toBe(200);
  expect(statSync(join(dataDir, "sandbox", "credentials.json")).mode & 0o777).toBe(0o600);
  child.kill("SIGTERM");
  expect(await once(child, "exit")).toEqual([0, null]);
});

test("ends when its parent lets go of it", async () => {
  const child = fork(MAIN, [], { env: env(), stdio: ["ignore", "pipe", "inherit", "ipc"] });
  await firstLine(child);
  child.disconnect();
  expect(await once(child, "exit")).toEqual([0, null]);
});

test("says why it refuses", async () => {
  const child = spawn(process.execPath, [MAIN], { env: env({ NODE_ENV: "production" }), stdio: ["ignore", "ignore", "pipe"] });
  let text = "";
  child.stderr.on("data", (chunk: Buffer) => (text += String(chunk)));
  expect(await once(child, "close")).toEqual([2, null]);
  expect(JSON.parse(text)).toEqual({ sandbox: "refused", reason: expect.stringContaining("NODE_ENV") });
});
