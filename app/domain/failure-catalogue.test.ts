import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { explainFailure, FAILURE_CATALOGUE } from "./failure-catalogue.ts";
import { FAILURE_CLASSES } from "./failure.ts";

const APP = fileURLToPath(new URL("../", import.meta.url));

/** Every code that a failure is made with anywhere in app/. */
function usedCodes(): Set<string> {
  const used = new Set<string>();
  for (const file of globSync("**/*.{ts,tsx}", { cwd: APP })) {
    if (/\.test\.tsx?$/.test(file)) continue;
    const source = readFileSync(join(APP, file), "utf8");
    for (const [, code] of source.matchAll(/\bfailure\(\s*"\w+",\s*"(\w+)"/g)) used.add(code as string);
    for (const [, code] of source.matchAll(/error_code: "(\w+)"/g)) used.add(code as string);
    for (const [, code] of source.matchAll(/new NotReadableYet\("(\w+)"/g)) used.add(code as string);
  }
  return used;
}

describe("failure catalogue", () => {
  it("explains every code that app/ uses", () => {
    const used = usedCodes();
    expect(used.size).toBeGreaterThan(10);
    expect([...used].filter((code) => !Object.hasOwn(FAILURE_CATALOGUE, code)).sort()).toEqual([]);
  });

  it("says everything in whole sentences and without our own words", () => {
    for (const [code, entry] of Object.entries(FAILURE_CATALOGUE)) {
      expect(entry.title, code).not.toMatch(/[.!]$/);
      for (const sentence of [entry.happened, entry.remedy]) expect(sentence, code).toMatch(/^[A-Z].{8,}\.$/);
      expect(`${entry.title} ${entry.happened} ${entry.remedy}`, code).not.toMatch(/\b(zod|null|undefined|HMAC|payload_|exception|5\d\d|4\d\d)\b/i);
    }
  });

  it("tells an order hidden for its age from a permission that the merchant can give", () => {
    expect(explainFailure("order_too_old", "rejected")).toMatchObject({ happened: expect.stringContaining("60 days"), action: "look_at_source" });
    expect(explainFailure("scope_missing", "rejected")).toBe(FAILURE_CATALOGUE.order_too_old);
    expect(explainFailure("scope_missing", "auth")).toMatchObject({ title: "A permission is missing", action: "grant_access" });
  });

  it("falls back to what the class means for a code it does not know", () => {
    for (const cls of FAILURE_CLASSES) expect(explainFailure("from_a_newer_version", cls).title.length).toBeGreaterThan(5);
    expect(explainFailure("constructor").title).toBe("A fault on our side");
    expect(explainFailure("order_not_seen_yet").title).toBe("It waits for its order");
  });
});
