import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readEnv } from "#app/lib/env.ts";
import { madeAt, newKey, readKeyFile, writeKeyFile } from "./key-file.ts";

const key = (id: string, byte: number) => ({ id, key: Buffer.alloc(32, byte) });
const written = (id: string, byte: number) => `${id}:${Buffer.alloc(32, byte).toString("base64")}`;
let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "crossdock-keys-"));
  file = join(folder, ".env");
});
afterEach(() => rmSync(folder, { recursive: true }));

describe("the key file", () => {
  it.each([
    ["ENCRYPTION_KEYS", `ENCRYPTION_KEYS=${written("k1", 1)}`],
    ["quotes", `ENCRYPTION_KEYS="${written("k1", 1)}"`],
    ["export and blanks", `export ENCRYPTION_KEYS = ${written("k1", 1)}`],
  ])("is read and rewritten with %s, and nothing else in it changes", (_form, line) => {
    writeFileSync(file, `# first\nA=1\n${line}\nB=$& $1\n`);
    expect(readKeyFile(file)).toEqual([key("k1", 1)]);
    writeKeyFile(file, [key("k2", 2), key("k1", 1)]);
    expect(readFileSync(file, "utf8")).toBe(`# first\nA=1\nENCRYPTION_KEYS=${written("k2", 2)},${written("k1", 1)}\nB=$& $1\n`);
    expect(readKeyFile(file)).toEqual([key("k2", 2), key("k1", 1)]);
  });

  it("is none where it is missing or says nothing of keys", () => {
    expect(readKeyFile(file)).toBeNull();
    writeFileSync(file, "# ENCRYPTION_KEYS=x\nENCRYPTION_KEYS=\n");
    expect(readKeyFile(file)).toBeNull();
  });
});

describe("a new key", () => {
  it("is one that the environment takes, and its id says when it was made", () => {
    const made = newKey(Date.UTC(2026, 10, 21, 11, 2, 30, 700));
    expect(made.id).toBe("k20261121-110230");
    expect(madeAt(made.id)).toBe(Date.UTC(2026, 10, 21, 11, 2, 30));
    expect(madeAt("k1")).toBeNull();
    const value = `${made.id}:${Buffer.from(made.key).toString("base64")}`;
    expect(readEnv({ ENCRYPTION_KEYS: value }).ENCRYPTION_KEYS).toEqual([{ id: made.id, key: Buffer.from(made.key) }]);
    expect(Buffer.from(newKey(0).key)).not.toEqual(Buffer.from(newKey(0).key));
  });
});
