import { readFileSync, statSync } from "node:fs";

export interface TomlSubscription {
  topics: string[];
  uri: string;
}

const parsed = new Map<string, { changedAt: number; subscriptions: TomlSubscription[] }>();

/**
 * The webhook subscriptions that shopify.app.toml declares, compliance topics included. Reads just the [[webhooks.subscriptions]] tables:
 * that is all the sandbox needs of TOML. A missing file declares nothing.
 * https://shopify.dev/docs/apps/build/cli-for-apps/app-configuration#webhooks
 */
export function readTomlSubscriptions(path: string): TomlSubscription[] {
  const changedAt = statSync(path, { throwIfNoEntry: false })?.mtimeMs;
  if (changedAt === undefined) return [];
  const known = parsed.get(path);
  if (known?.changedAt === changedAt) return known.subscriptions;
  const subscriptions = parseSubscriptions(readFileSync(path, "utf8"));
  parsed.set(path, { changedAt, subscriptions });
  return subscriptions;
}

function parseSubscriptions(text: string): TomlSubscription[] {
  const uncommented = text.replace(/^\s*#.*$/gm, "");
  const tables = uncommented.split(/^\s*(?=\[)/m).filter((table) => table.startsWith("[[webhooks.subscriptions]]"));
  return tables.flatMap((table) => {
    const uri = /^\s*uri\s*=\s*"([^"]*)"/m.exec(table)?.[1];
    return uri ? [{ uri, topics: [...readList(table, "topics"), ...readList(table, "compliance_topics")] }] : [];
  });
}

function readList(table: string, key: string): string[] {
  const body = new RegExp(`^\\s*${key}\\s*=\\s*\\[([^\\]]*)\\]`, "m").exec(table)?.[1] ?? "";
  return [...body.matchAll(/"([^"]*)"/g)].map((match) => match[1]!);
}

/** uris may be paths below application_url. */
export function resolveUri(uri: string, appUrl: string): string {
  return uri.startsWith("/") ? `${appUrl}${uri}` : uri;
}
