import { describe, expect, it } from "vitest";
import { createSecretBox, SecretBoxError } from "./secret-box.ts";

const key = (id: string, fill: number) => ({ id, key: Buffer.alloc(32, fill) });
const box = createSecretBox([key("k1", 1)]);
const secret = "shpat_0123456789 ü";

describe("secret box", () => {
  it("opens what it sealed, never twice the same text, never the secret in it", () => {
    const sealed = box.seal(secret, "session:a");
    expect(box.open(sealed, "session:a")).toBe(secret);
    expect(box.seal(secret, "session:a")).not.toBe(sealed);
    expect(Buffer.from(sealed.split(".")[3]!, "base64url").includes("shpat")).toBe(false);
    expect(box.open(box.seal("", "session:a"), "session:a")).toBe("");
  });
  it("refuses every changed character", () => {
    const sealed = box.seal(secret, "session:a");
    for (let at = 0; at < sealed.length; at++) {
      // The last base64url character may carry unused bits: change it by more than those.
      const changed = sealed.slice(0, at) + (sealed[at] === "A" ? "z" : "A") + sealed.slice(at + 1);
      if (
        Buffer.from(changed.split(".")[3] ?? "", "base64url").equals(Buffer.from(sealed.split(".")[3]!, "base64url")) &&
        at > sealed.lastIndexOf(".")
      )
        continue;
      expect(() => box.open(changed, "session:a"), `character ${at}`).toThrow(SecretBoxError);
    }
  });
  it.each(["", "v1", "v1.k1.a.b", "v1.k1..", "plain text", "v2.k1.AAAAAAAAAAAAAAAA.AAAAAAAAAAAAAAAAAAAAAAAAAAAA"])("refuses %j", (text) => {
    expect(() => box.open(text, "session:a")).toThrow(SecretBoxError);
  });
  it("refuses a value that was copied to another row", () => {
    expect(() => box.open(box.seal(secret, "session:a"), "session:b")).toThrow("belongs elsewhere");
  });
  it("rotates: new key seals, old key still opens, and says what is stale", () => {
    const old = box.seal(secret, "session:a");
    const rotated = createSecretBox([key("k2", 2), key("k1", 1)]);
    expect(rotated.open(old, "session:a")).toBe(secret);
    expect(rotated.isStale(old)).toBe(true);
    const fresh = rotated.seal(secret, "session:a");
    expect(rotated.isStale(fresh)).toBe(false);
    expect(() => box.open(fresh, "session:a")).toThrow('key "k2"');
    expect(() => createSecretBox([key("k1", 3)]).open(old, "session:a")).toThrow(SecretBoxError);
  });
  it("fails closed without a key", () => {
    expect(() => createSecretBox([])).toThrow("no encryption key");
  });
});
