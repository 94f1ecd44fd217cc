import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { toPostgresSchema } from "./generate.ts";
import { root } from "./root.ts";

const source = readFileSync(join(root, "prisma/schema.prisma"), "utf8");
const models = (schema: string): string[] => [...schema.matchAll(/^model (\w+) \{[^}]*\}/gm)].map(([text]) => text);

describe("toPostgresSchema", () => {
  it("changes the engine and nothing about the models", () => {
    const derived = toPostgresSchema(source);
    expect(derived).toContain('provider = "postgresql"');
    expect(derived).not.toContain('provider = "sqlite"');
    expect(models(derived)).toEqual(models(source));
    expect(models(derived).length).toBeGreaterThan(20);
  });
  it("leaves the types to the SQLite schema", () => {
    expect(toPostgresSchema(source)).not.toContain("generator");
  });
});
