import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { apiDocs } from "./api-docs.ts";

it("docs/errors.md and docs/api.md say what the app says (otherwise: node scripts/api-docs.ts)", async () => {
  for (const [file, text] of Object.entries(await apiDocs())) expect(readFileSync(join(import.meta.dirname, "..", file), "utf8"), file).toBe(text);
});
