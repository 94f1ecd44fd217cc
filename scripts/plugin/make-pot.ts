/**
 * languages/crossdock.pot, from the sources: the list of texts that translators work from. WP-CLI, which usually makes it, is not in npm.
 * `node scripts/plugin/make-pot.ts` writes it; a test asks whether it is as the sources are.
 */
import { globSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { pluginSources } from "./plugin-files.ts";
import { readPhpTexts } from "./read-php-texts.ts";
import { readTypeScriptTexts } from "./read-typescript-texts.ts";
import type { Translated } from "./translated.ts";

/** Which script a source ends up in: WordPress looks translations of scripts up by the name of the built file. */
const SCRIPTS = { "build/admin.js": "client/index.tsx", "build/order-box.js": "client/order-box/index.tsx" };

const read = (file: string): string => readFileSync(join(pluginSources, file), "utf8");

export function makePot(): string {
  const php = ["crossdock.php", "uninstall.php", ...globSync("src/**/*.php", { cwd: pluginSources }).sort()];
  const scripts = Object.entries(SCRIPTS).map(([built, entry]) => ({ built, sources: importedBy(entry) }));
  const client = [...new Set(scripts.flatMap(({ sources }) => sources))].sort();
  const texts = [
    ...headerTexts(),
    ...php.flatMap((file) => readPhpTexts(file, read(file))),
    ...client.flatMap((file) => {
      const built = scripts.filter(({ sources }) => sources.includes(file)).map((script) => script.built);
      return readTypeScriptTexts(file, read(file)).map((text) => ({ ...text, where: [text.where, ...built].join(" ") }));
    }),
  ];
  return writePot(texts);
}

/** The plugin's name and description, which the list of plugins shows. */
function headerTexts(): Translated[] {
  return ["Plugin Name", "Description"].map((name) => {
    const text = new RegExp(`^ \\* ${name}:\\s*(.+)$`, "m").exec(read("crossdock.php"))?.[1];
    if (!text) throw new Error(`crossdock.php has no ${name}.`);
    return { text, where: "crossdock.php", comment: `${name} of the plugin` };
  });
}

/** The file and everything it imports by a relative path. */
function importedBy(entry: string, seen = new Set<string>()): string[] {
  if (seen.has(entry)) return [];
  seen.add(entry);
  for (const [, from] of read(entry).matchAll(/(?:from|import) "(\.[^"]+)"/g)) {
    const path = normalize(join(dirname(entry), from!));
    const file = [`${path}.ts`, `${path}.tsx`, `${path}/index.tsx`].find((one) => globSync(one, { cwd: pluginSources }).length > 0);
    if (file) importedBy(file, seen);
  }
  return [...seen];
}

function writePot(texts: readonly Translated[]): string {
  const entries = new Map<string, { text: Translated; where: Set<string>; comments: Set<string> }>();
  for (const text of texts) {
    const key = JSON.stringify([text.context ?? null, text.text]);
    const entry = entries.get(key) ?? { text, where: new Set(), comments: new Set() };
    if (text.plural) entry.text = text;
    for (const where of text.where.split(" ")) entry.where.add(where);
    if (text.comment) entry.comments.add(text.comment);
    entries.set(key, entry);
  }
  const version = /^ \* Version:\s*(\S+)$/m.exec(read("crossdock.php"))?.[1] ?? "";
  const head = [
    "# Copyright (C) Crossdock contributors. This file is distributed under the GPL-2.0-or-later.",
    'msgid ""',
    'msgstr ""',
    `"Project-Id-Version: Crossdock for WooCommerce ${version}\\n"`,
    '"MIME-Version: 1.0\\n"',
    '"Content-Type: text/plain; charset=UTF-8\\n"',
    '"Content-Transfer-Encoding: 8bit\\n"',
    '"X-Domain: crossdock\\n"',
  ].join("\n");
  return `${[head, ...[...entries.values()].map(entryText)].join("\n\n")}\n`;
}

function entryText({ text, where, comments }: { text: Translated; where: Set<string>; comments: Set<string> }): string {
  return [
    ...[...comments].map((comment) => `#. ${comment.replace(/\s+/g, " ")}`),
    ...[...where].map((place) => `#: ${place}`),
    ...(/%(\d+\$)?[sd]/.test(text.text) ? ["#, php-format"] : []),
    ...(text.context ? [`msgctxt ${JSON.stringify(text.context)}`] : []),
    `msgid ${JSON.stringify(text.text)}`,
    ...(text.plural ? [`msgid_plural ${JSON.stringify(text.plural)}`, 'msgstr[0] ""', 'msgstr[1] ""'] : ['msgstr ""']),
  ].join("\n");
}

if (import.meta.main) {
  const pot = makePot();
  writeFileSync(join(pluginSources, "languages/crossdock.pot"), pot);
  console.log(`languages/crossdock.pot: ${pot.match(/^msgid /gm)!.length - 1} texts.`);
}
