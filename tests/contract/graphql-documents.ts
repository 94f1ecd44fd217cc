/** Finds every GraphQL document in app/: exports of modules that build them from pieces, and literals anywhere else. */
import { globSync, readFileSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import { join } from "node:path";

export interface FoundDocument {
  where: string;
  text: string;
}

const APP = fileURLToPath(new URL("../../app/", import.meta.url));
const LITERAL = /`\s*(?:#graphql\s*)?((?:query|mutation)\s+\w+[^`]*)`/g;

export async function findDocuments(): Promise<FoundDocument[]> {
  const found: FoundDocument[] = [];
  for (const file of globSync("**/*.{ts,tsx}", { cwd: APP })
    .filter((name) => !/\.test\.tsx?$/.test(name))
    .sort()) {
    const source = readFileSync(join(APP, file), "utf8");
    for (const [, text = ""] of source.matchAll(LITERAL)) {
      // A literal with ${…} is only whole at run time: the module that builds it must export it.
      const whole = text.includes("${") ? await exportedDocuments(file) : [{ where: file, text: text.trim() }];
      if (whole.length === 0) throw new Error(`app/${file} builds a GraphQL document from pieces without exporting it`);
      for (const document of whole) if (!found.some((one) => one.text === document.text)) found.push(document);
    }
  }
  return found;
}

async function exportedDocuments(file: string): Promise<FoundDocument[]> {
  const module = (await import(pathToFileURL(join(APP, file)).href)) as Record<string, unknown>;
  return Object.entries(module).flatMap(([name, value]) =>
    typeof value === "string" && /^\s*(?:#graphql\s*)?(?:query|mutation)\s/.test(value)
      ? [{ where: `${file} ${name}`, text: value.replace(/^\s*#graphql\s*/, "").trim() }]
      : [],
  );
}
