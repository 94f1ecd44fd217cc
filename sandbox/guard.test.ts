import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { assertSandboxAllowed, isRequestAllowed, SandboxRefused } from "./guard.ts";

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), "crossdock-guard-"));
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

const check = (env: Record<string, string>) => () => assertSandboxAllowed({ DATA_DIR: dataDir, ...env } as unknown as NodeJS.ProcessEnv);

test("starts with a new DATA_DIR on loopback", () => {
  expect(check({})).not.toThrow();
  expect(check({ HOST: "localhost", APP_URL: "http://localhost:3000" })).not.toThrow();
  expect(check({ SHOPIFY_API_KEY: "" })).not.toThrow();
});

test.each([
  [{ SHOPIFY_API_KEY: "key" }],
  [{ NODE_ENV: "production" }],
  [{ HOST: "0.0.0.0" }],
  [{ HOST: "192.168.1.5" }],
  [{ APP_URL: "https://app.example.com" }],
  [{ APP_URL: "http://127.0.0.1.example.com:3000" }],
  [{ APP_URL: "nonsense" }],
  [{ SANDBOX_STORE_ORIGIN: "https://shop.example.com" }],
])("refuses %j", (env) => {
  expect(check(env)).toThrow(SandboxRefused);
});

test("refuses data that was not made with the sandbox", () => {
  writeFileSync(join(dataDir, "crossdock.db"), "");
  expect(check({})).toThrow(SandboxRefused);
  mkdirSync(join(dataDir, "sandbox"));
  expect(check({})).not.toThrow();
});

test("serves only this machine's host names and the two origins", () => {
  const ports = { sandboxPort: 3001, appUrl: "http://127.0.0.1:3000" };
  const allowed = (host: string | undefined, origin?: string) =>
    isRequestAllowed({ ...(host === undefined ? {} : { host }), ...(origin === undefined ? {} : { origin }) }, ports);
  expect(allowed("127.0.0.1:3001")).toBe(true);
  expect(allowed("localhost:3001", "http://localhost:3001")).toBe(true);
  expect(allowed("127.0.0.1:3001", "http://127.0.0.1:3000")).toBe(true);
  expect(allowed("[::1]:3001")).toBe(true);
  expect(allowed(undefined)).toBe(false);
  expect(allowed("evil.example.com:3001")).toBe(false);
  expect(allowed("127.0.0.1:3001", "https://evil.example.com")).toBe(false);
  expect(allowed("127.0.0.1:3001", "http://127.0.0.1:9999")).toBe(false);
  expect(allowed("127.0.0.1:3001", "http://evil.example.com:3001")).toBe(false);
  expect(allowed("127.0.0.1:3001", "null")).toBe(false);
  const behindTls = (origin: string) => isRequestAllowed({ host: "127.0.0.1:8443", origin }, { ...ports, storeOrigin: "https://127.0.0.1:8443" });
  expect(["https://127.0.0.1:8443", "http://127.0.0.1:3001", "https://127.0.0.1:9999"].map(behindTls)).toEqual([true, true, false]);
});
