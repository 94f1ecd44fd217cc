import { describe, expect, it } from "vitest";
import { EnvironmentError, readEnv } from "./env.ts";

const KEY = Buffer.alloc(32, 7).toString("base64");
const minimal = { ENCRYPTION_KEYS: `k1:${KEY}` };

describe("readEnv", () => {
  it("fills in what interfaces.md promises", () => {
    expect(readEnv(minimal)).toMatchObject({
      PORT: 3000,
      SANDBOX_PORT: 3001,
      HOST: "127.0.0.1",
      DATA_DIR: "./data",
      DATABASE_URL: "file:./data/crossdock.db",
      ROLE: "all",
      APP_URL: "http://127.0.0.1:3000",
      LOG_LEVEL: "info",
      TRUST_PROXY: 0,
      SCOPES: null,
    });
  });
  it("counts an empty value as not given", () => {
    expect(readEnv({ ...minimal, PORT: "", SHOPIFY_API_KEY: " " })).toMatchObject({ PORT: 3000 });
  });
  it("keeps the order of the encryption keys, newest first", () => {
    expect(readEnv({ ENCRYPTION_KEYS: `new:${KEY}, old:${KEY}` }).ENCRYPTION_KEYS.map((key) => key.id)).toEqual(["new", "old"]);
  });
  it.each([
    ["PORT", "eighty"],
    ["ROLE", "boss"],
    ["DATABASE_URL", "mysql://db"],
    ["ENCRYPTION_KEYS", "k1:short"],
    ["ENCRYPTION_KEYS", `k1:${KEY},k1:${KEY}`],
    ["JWT_SECRET", "short"],
    ["LOG_LEVEL", "loud"],
    ["TRUST_PROXY", "true"],
    ["APP_URL", "app.example.com"],
    ["SHOPIFY_SANDBOX_ORIGIN", "http://192.0.2.1:3001"],
    ["SCOPES", "read orders"],
    ["SHOPIFY_API_KEY", "only-the-key"],
  ])("stops at a bad %s with name, problem and example, and never prints the value", (name, value) => {
    const read = () => readEnv({ ...minimal, [name]: value });
    expect(read).toThrow(EnvironmentError);
    expect(read).toThrow(/^The environment is not usable:\n {2}[A-Z_]+: .+ Example: [A-Z_]+=./);
    expect(read).not.toThrow(new RegExp(`: .*${value.slice(0, 12)}.*Example`));
  });
  it("names a missing encryption key and how to make one", () => {
    expect(() => readEnv({})).toThrow(/ENCRYPTION_KEYS: is missing.*openssl rand/);
  });
});
