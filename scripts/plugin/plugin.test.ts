import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inflateRawSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { readPhpTexts } from "./read-php-texts.ts";
import { readTypeScriptTexts } from "./read-typescript-texts.ts";
import { findVersionErrors } from "./versions.ts";
import { zip } from "./zip.ts";

describe("zip", () => {
  const entries = [
    { name: "plugin/b.txt", content: Buffer.from("b".repeat(1000)) },
    { name: "plugin/a/c.txt", content: Buffer.from("ä\n") },
    { name: "plugin/empty.php", content: Buffer.alloc(0) },
  ];

  it("gives the same bytes for the same files in any order, and what was put in comes out", () => {
    const packed = zip(entries);
    expect(zip([...entries].reverse())).toEqual(packed);
    const at = packed.indexOf("plugin/b.txt") + "plugin/b.txt".length;
    const size = packed.readUInt32LE(packed.indexOf("plugin/b.txt") - 12);
    expect(inflateRawSync(packed.subarray(at, at + size)).toString()).toBe("b".repeat(1000));
  });

  it("is read by other programs", (context) => {
    const folder = mkdtempSync(join(tmpdir(), "crossdock-zip-"));
    try {
      writeFileSync(join(folder, "x.zip"), zip(entries));
      const list = execFileSync("python3", ["-m", "zipfile", "-t", join(folder, "x.zip")], { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
      expect(list).toContain("Done testing");
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") context.skip("no python3 on this machine");
      throw error;
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it("refuses names that lead out of the folder", () => {
    for (const name of ["../x.php", "/etc/x", "a/../../b", ""]) expect(() => zip([{ name, content: Buffer.alloc(0) }])).toThrow(/name/);
  });
});

describe("versions", () => {
  it("are in step", () => expect(findVersionErrors()).toEqual([]));

  it("are told apart place by place", () => {
    const files: Record<string, string> = {
      "package.json": '{"version": "1.2.3"}',
      "woo-plugin/crossdock.php": " * Version:              1.2.3\ndefine( 'CROSSDOCK_VERSION', '1.2.2' );",
      "woo-plugin/readme.txt": "Stable tag: 1.2.3\n== Changelog ==\n\n= 1.2.1 =\n",
      "woo-plugin/package.json": '{"name": "x"}',
    };
    expect(findVersionErrors((file) => files[file]!)).toEqual([
      "woo-plugin/crossdock.php: CROSSDOCK_VERSION is 1.2.2, and package.json says 1.2.3.",
      "woo-plugin/readme.txt: the newest entry of the changelog is 1.2.1, and package.json says 1.2.3.",
      "woo-plugin/package.json: version is missing, and package.json says 1.2.3.",
    ]);
  });
});

describe("texts to translate", () => {
  it("are found in PHP, with comments, plurals and escapes; not in comments, texts and definitions", () => {
    const source = `<?php
      // __( 'not this', 'crossdock' )
      function __( $x ) {}
      $a = "__( 'nor this' )";
      /* translators: %s: a name */
      echo esc_html__( 'It\\'s %s', 'crossdock' );
      printf( _n( '%d thing', '%d things', count( array( 1, 2 ) ), 'crossdock' ), 2 );
      _x( 'Post', 'a verb', 'crossdock' );`;
    expect(readPhpTexts("a.php", source)).toEqual([
      { text: "It's %s", plural: undefined, context: undefined, where: "a.php", comment: "translators: %s: a name" },
      { text: "%d thing", plural: "%d things", context: undefined, where: "a.php", comment: undefined },
      { text: "Post", plural: undefined, context: "a verb", where: "a.php", comment: undefined },
    ]);
  });

  it("must be plain literals with our text domain", () => {
    expect(() => readPhpTexts("a.php", "<?php __( $text, 'crossdock' );")).toThrow(/a\.php:1: a translated text must be one plain literal/);
    expect(() => readPhpTexts("a.php", "<?php __( 'x', 'woocommerce' );")).toThrow(/text domain/);
    expect(() => readTypeScriptTexts("a.ts", "__(`a ${b}`, 'crossdock')")).toThrow(/plain literal/);
  });

  it("are found in TypeScript", () => {
    const source = `const a = () =>
      /* translators: %d: a number */
      sprintf(_n("%d event", "%d events", n, "crossdock"), n);
    const b = <p>{__("Hello", "crossdock")}</p>;`;
    expect(readTypeScriptTexts("a.tsx", source).map(({ text, plural, comment }) => ({ text, plural, comment }))).toEqual([
      { text: "%d event", plural: "%d events", comment: "translators: %d: a number" },
      { text: "Hello", plural: undefined, comment: undefined },
    ]);
  });
});
