import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { BRIDGE_ROUTES } from "./routes.ts";

it("every call of the bridge stands in docs/bridge.md, and nothing else", () => {
  const text = readFileSync(path.resolve("docs/bridge.md"), "utf8");
  const documented = new Set([...text.matchAll(/`(GET|POST) \/bridge\/v1\/([^`?]+)[^`]*`/g)].map(([, method, call]) => `${method} ${call}`));
  expect([...documented].sort()).toEqual(BRIDGE_ROUTES.map(({ method, path: call }) => `${method} ${call}`).sort());
});
