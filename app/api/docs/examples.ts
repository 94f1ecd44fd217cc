/** The examples: files that run as they are, shown as they are. tests/integration/api-docs.test.ts runs each. */
import { readdirSync, readFileSync } from "node:fs";

const FOLDER = new URL("../examples/", import.meta.url);

export const LANGUAGES = { sh: "curl", ts: "TypeScript", php: "PHP", py: "Python" } as const;
export type Language = keyof typeof LANGUAGES;

export interface Example {
  /** Of a task: send-event, list-orders … */
  name: string;
  language: Language;
  file: string;
  source: string;
}

export const examples: readonly Example[] = readdirSync(FOLDER)
  .sort()
  .flatMap((file) => {
    const [, name, language] = /^([a-z-]+)\.(\w+)$/.exec(file) ?? [];
    return name !== undefined && language !== undefined && language in LANGUAGES
      ? [{ name, language: language as Language, file, source: readFileSync(new URL(file, FOLDER), "utf8").replace(/\n+export \{\};\n$/, "\n") }]
      : [];
  });

/** The examples of a task, in the order of the languages. */
export const examplesOf = (name: string): Example[] =>
  (Object.keys(LANGUAGES) as Language[]).flatMap((language) => examples.filter((one) => one.name === name && one.language === language));
