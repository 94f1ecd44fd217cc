/** Finds the verb, reads its options, runs it, and turns every way it can end into an exit code. */
import { UsageError } from "./command.ts";
import { COMMANDS, type Entry } from "./commands.ts";
import { explain } from "./explain.ts";
import { commandHelp, generalHelp } from "./help.ts";
import type { Io } from "./io.ts";
import { closest, parseInput } from "./parse.ts";

/** @returns the exit code: 0 ok, 1 failed, 2 usage */
export async function runCli(args: readonly string[], io: Io): Promise<number> {
  try {
    return await dispatch(args, io);
  } catch (error) {
    io.note(explain(error));
    return error instanceof UsageError ? 2 : 1;
  }
}

async function dispatch(args: readonly string[], io: Io): Promise<number> {
  const [first, second] = args;
  if (first === undefined) throw new UsageError(`Say what to do.\n\n${generalHelp()}`);
  if (first === "--help" || first === "-h" || first === "help") {
    io.out(generalHelp());
    return 0;
  }
  const found = COMMANDS.find((entry) => entry.name === `${first} ${second ?? ""}`) ?? COMMANDS.find((entry) => entry.name === first);
  if (found === undefined) return group(first, second, io);
  const rest = args.slice(found.name.split(" ").length);
  const command = await found.load();
  if (isHelp(rest)) {
    io.out(commandHelp(found.name, command));
    return 0;
  }
  return command.run(parseInput(found.name, command, rest), io);
}

/** After `--` nothing is an option. */
const isHelp = (args: readonly string[]): boolean =>
  args.slice(0, args.includes("--") ? args.indexOf("--") : undefined).some((arg) => arg === "--help" || arg === "-h");

/** `crossdock deliveries`, alone or with a word that is none of its verbs. */
function group(first: string, second: string | undefined, io: Io): number {
  const members = COMMANDS.filter((entry) => entry.name.startsWith(`${first} `));
  if (members.length === 0) {
    const words = [...new Set(COMMANDS.map((entry) => entry.name.split(" ")[0] ?? ""))];
    throw new UsageError(`"${first}": there is no such verb.${closest(first, words, "")} See: npx crossdock --help`);
  }
  if (second === "--help" || second === "-h") {
    io.out(generalHelp(members));
    return 0;
  }
  throw new UsageError(
    `"${first}${second === undefined ? "" : ` ${second}`}": ${second === undefined ? "it needs a second word" : "there is no such verb"}. Choose from ${choices(members)}.`,
  );
}

const choices = (entries: readonly Entry[]): string => entries.map((entry) => entry.name).join(", ");
