/** The texts of `--help`. */
import type { Command } from "./command.ts";
import { COMMANDS, type Entry } from "./commands.ts";

const lines = (pairs: readonly (readonly [string, string])[]): string => {
  const width = Math.max(...pairs.map(([left]) => left.length));
  return pairs.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`).join("\n");
};

export function generalHelp(entries: readonly Entry[] = COMMANDS): string {
  return [
    "Usage: npx crossdock <verb> [options]",
    "",
    lines(entries.map((entry) => [entry.name, entry.summary])),
    "",
    "--json on each prints JSON; --help on each explains it. Exit code: 0 ok, 1 failed, 2 wrong usage.",
    "The database is the one of DATABASE_URL and DATA_DIR, from the environment or the project's .env.",
  ].join("\n");
}

export function commandHelp(name: string, command: Command): string {
  const options: [string, string][] = Object.entries(command.options).map(([option, { placeholder, help }]) => [
    `--${option}${placeholder === null ? "" : ` ${placeholder}`}`,
    help,
  ]);
  const { positional } = command;
  const argument =
    positional === undefined ? "" : ` ${positional.min === 0 ? `[${positional.name}]` : positional.name}${positional.max > 1 ? " …" : ""}`;
  return [
    `Usage: npx crossdock ${name}${argument} [options]`,
    "",
    command.about,
    "",
    lines([...options, ["--json", "print JSON, with the field names of the REST API"], ["--help", "this text"]]),
  ].join("\n");
}
