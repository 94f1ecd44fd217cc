/** The plugin's version stands in five places, because WordPress, WordPress.org and npm each read their own; all follow the app's package.json. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../root.ts";

const PLACES: readonly { file: string; what: string; pattern: RegExp }[] = [
  { file: "woo-plugin/crossdock.php", what: "the header Version", pattern: /^ \* Version:\s*(\S+)$/m },
  { file: "woo-plugin/crossdock.php", what: "CROSSDOCK_VERSION", pattern: /define\( 'CROSSDOCK_VERSION', '([^']+)' \)/ },
  { file: "woo-plugin/readme.txt", what: "Stable tag", pattern: /^Stable tag: (\S+)$/m },
  { file: "woo-plugin/readme.txt", what: "the newest entry of the changelog", pattern: /^== Changelog ==\s*= (\S+) =$/m },
  { file: "woo-plugin/package.json", what: "version", pattern: /"version": "([^"]+)"/ },
];

/** What is out of step, one sentence each. */
export function findVersionErrors(read: (file: string) => string = (file) => readFileSync(join(root, file), "utf8")): string[] {
  const { version } = JSON.parse(read("package.json")) as { version: string };
  return PLACES.flatMap(({ file, what, pattern }) => {
    const found = pattern.exec(read(file))?.[1];
    if (found === version) return [];
    return [`${file}: ${what} is ${found ?? "missing"}, and package.json says ${version}.`];
  });
}
