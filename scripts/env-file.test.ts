import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { readEnv } from "#app/lib/env.ts";
import { loadOrCreateEnvFile } from "./env-file.ts";

const NAMES = ["ENCRYPTION_KEYS", "JWT_SECRET", "METRICS_TOKEN"];
let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "crossdock-env-"));
  path = join(folder, ".env");
  // vi.stubEnv puts back what was there, also for names the file sets.
  for (const name of NAMES) vi.stubEnv(name, undefined);
});
afterEach(() => rmSync(folder, { recursive: true }));

describe("loadOrCreateEnvFile", () => {
  it("makes a file only its owner can read, with values that the app accepts", () => {
    expect(loadOrCreateEnvFile(path)).toBe(true);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const env = readEnv(process.env);
    expect(env.ENCRYPTION_KEYS[0]!.key).toHaveLength(32);
    expect(env.JWT_SECRET).toHaveLength(64);
  });
  it("keeps the file it has made", () => {
    loadOrCreateEnvFile(path);
    const first = readFileSync(path, "utf8");
    expect(loadOrCreateEnvFile(path)).toBe(false);
    expect(readFileSync(path, "utf8")).toBe(first);
  });
  it("gives every installation its own secrets", () => {
    loadOrCreateEnvFile(path);
    loadOrCreateEnvFile(join(folder, "other"));
    expect(readFileSync(join(folder, "other"), "utf8")).not.toBe(readFileSync(path, "utf8"));
  });
  it("lets what is set already win", () => {
    vi.stubEnv("METRICS_TOKEN", "from-the-outside");
    loadOrCreateEnvFile(path);
    expect(process.env.METRICS_TOKEN).toBe("from-the-outside");
  });
});
