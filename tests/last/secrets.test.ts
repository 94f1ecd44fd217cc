/** Run last, over the logs of the whole test run: no process wrote any secret it was given, nor anything that looks like one. */
import { existsSync, globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { resultsFolder } from "../helpers/results-folder.ts";

interface Secret {
  kind: string;
  value: string;
}

/** Shapes of secrets that are made on the fly (session tokens, access tokens), so that nobody could write them down beforehand. */
const SHAPES: Record<string, RegExp> = {
  "Shopify token or secret": /\bshp(at|ss|rt|ca|pa|ua)_[0-9a-zA-Z]{8,}/g,
  "JSON web token": /\beyJ[\w-]{5,}\.eyJ[\w-]{5,}\.[\w-]{5,}/g,
  "bearer header": /\bBearer\s+[\w.~+/-]{12,}/gi,
  "API key": /\bcd_(live|test)_[\w-]{8,}/g,
};

const folder = resultsFolder();
const logs = globSync("logs/*.log", { cwd: folder }).map((name) => ({ name, text: readFileSync(join(folder, name), "utf8") }));
const registry = join(folder, "secrets.txt");
const secrets: Secret[] = existsSync(registry)
  ? readFileSync(registry, "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Secret)
  : [];

/** A secret is as lost in base64 or in a URL as in plain text. */
function spellings(value: string): string[] {
  const base64 = Buffer.from(value).toString("base64").replace(/=+$/, "");
  return [...new Set([value, encodeURIComponent(value), base64, Buffer.from(value).toString("base64url")])];
}

function findSecrets(text: string): string[] {
  const byValue = secrets.filter(({ value }) => spellings(value).some((spelling) => text.includes(spelling))).map(({ kind }) => kind);
  const byShape = Object.entries(SHAPES).flatMap(([kind, shape]) => (text.match(shape) ? [kind] : []));
  return [...new Set([...byValue, ...byShape])];
}

describe("secrets in logs", () => {
  it("has logs and secrets to look at", () => {
    expect(logs.filter(({ text }) => text.length > 0).length).toBeGreaterThan(0);
    expect(secrets.length).toBeGreaterThan(0);
    // A run of some suites has some of them.
    if (process.env.CROSSDOCK_TEST_IS_WHOLE !== "1") return;
    for (const kind of ["sandbox client secret", "encryption key", "JWT secret", "metrics token"])
      expect(secrets.map((secret) => secret.kind)).toContain(kind);
  });

  it("would see a planted one", () => {
    const [first] = secrets;
    expect(findSecrets(`{"msg":"call failed","url":"http://127.0.0.1/?t=${encodeURIComponent(first!.value)}"}`)).toContain(first!.kind);
    expect(findSecrets(`authorization: ${["shpat", "0123456789abcdef"].join("_")}`)).toEqual(["Shopify token or secret"]);
  });

  it.each(logs.map(({ name, text }) => [name, text] as const))("finds none in %s", (_name, text) => {
    expect(findSecrets(text)).toEqual([]);
  });
});
