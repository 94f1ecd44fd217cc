import { readFileSync } from "node:fs";

/** The part of shopify.app.toml that decides what a shop grants. */
export interface AppScopes {
  required: string[];
  optional: string[];
}

/**
 * Reads the scopes of shopify.app.toml, the same file Shopify is given at deploy.
 * Read on every call: changing the file while the sandbox runs shows the update-consent page at the next opening.
 */
export function readAppScopes(file: string): AppScopes {
  const section = sectionOf(readFileSync(file, "utf8"), "access_scopes");
  return {
    required: splitScopes(stringIn(section, "scopes")),
    optional: [...arrayIn(section, "optional_scopes")],
  };
}

/** `a, b,c` → ["a","b","c"]; Shopify takes the comma list with or without spaces. */
export function splitScopes(list: string): string[] {
  return list.split(/[\s,]+/).filter(Boolean);
}

/** The lines of `[name]` up to the next table; enough of TOML for one flat table of strings and string arrays. */
function sectionOf(toml: string, name: string): string {
  const lines = toml.split("\n").map((line) => line.trim());
  const start = lines.indexOf(`[${name}]`);
  if (start < 0) throw new Error(`shopify.app.toml has no [${name}] table`);
  const rest = lines.slice(start + 1);
  const end = rest.findIndex((line) => line.startsWith("["));
  return (end < 0 ? rest : rest.slice(0, end)).filter((line) => !line.startsWith("#")).join("\n");
}

function stringIn(section: string, key: string): string {
  return new RegExp(`^${key}\\s*=\\s*"([^"]*)"`, "m").exec(section)?.[1] ?? "";
}

function arrayIn(section: string, key: string): string[] {
  const body = new RegExp(`^${key}\\s*=\\s*\\[([^\\]]*)\\]`, "m").exec(section)?.[1] ?? "";
  return [...body.matchAll(/"([^"]*)"/g)].map((match) => match[1]!);
}
