import { appendFileSync, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";

/** The project's folder. */
export const projectRoot = dirname(dirname(import.meta.dirname));

/** Where a test run leaves what can be looked at afterwards: logs, screenshots, figures. The logs are emptied by `npm test` at its start. */
export function resultsFolder(...parts: string[]): string {
  const folder = join(projectRoot, "test-results", ...parts);
  mkdirSync(folder, { recursive: true });
  return folder;
}

/**
 * Remembers a secret that processes under test were given, so that tests/last/secrets.test.ts can look for it in every log.
 * Short values are refused: they would be found by chance.
 */
export function recordSecret(kind: string, value: string): void {
  if (value.length < 12) throw new Error(`A secret of ${value.length} characters cannot be told from chance: ${kind}`);
  appendFileSync(join(resultsFolder(), "secrets.txt"), `${JSON.stringify({ kind, value })}\n`, { mode: 0o600 });
}
