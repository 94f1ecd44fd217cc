import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { adoptSandbox, assertNotSandboxData } from "./sandbox-mark.ts";

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), "crossdock-mark-"));
  mkdirSync(join(dataDir, "sandbox"));
  writeFileSync(join(dataDir, "sandbox", "credentials.json"), JSON.stringify({ client_id: "stand-in", client_secret: "worthless" }));
});
afterEach(() => rmSync(dataDir, { recursive: true }));

const env = (values: Partial<Record<string, string>>): NodeJS.ProcessEnv => ({ DATA_DIR: dataDir, ...values }) as unknown as NodeJS.ProcessEnv;

describe("assertNotSandboxData", () => {
  it("refuses a sandbox folder with real credentials", () => {
    expect(() => assertNotSandboxData(env({ SHOPIFY_API_KEY: "real" }))).toThrow(/choose another folder/);
  });
  it("lets the sandbox's own app use it, and real credentials another folder", () => {
    assertNotSandboxData(env({ SHOPIFY_API_KEY: "stand-in", SHOPIFY_SANDBOX_ORIGIN: "http://127.0.0.1:3001" }));
    assertNotSandboxData(env({}));
    assertNotSandboxData(env({ SHOPIFY_API_KEY: "real", DATA_DIR: join(dataDir, "elsewhere") }));
  });
});

describe("adoptSandbox", () => {
  it("gives a command the sandbox's credentials and address", () => {
    const values = env({ SANDBOX_PORT: "4000" });
    adoptSandbox(values);
    expect(values).toMatchObject({ SHOPIFY_API_KEY: "stand-in", SHOPIFY_API_SECRET: "worthless", SHOPIFY_SANDBOX_ORIGIN: "http://127.0.0.1:4000" });
  });
  it.each([{ SHOPIFY_API_KEY: "real" }, { NODE_ENV: "production" }, { DATA_DIR: "/nowhere" }])("leaves %o alone", (given) => {
    const values = env(given);
    adoptSandbox(values);
    expect(values.SHOPIFY_SANDBOX_ORIGIN).toBeUndefined();
  });
});
