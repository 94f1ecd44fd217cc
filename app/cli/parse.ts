/** Command line → checked input. Every complaint names the option, the reason and the remedy. */
import { parseArgs } from "node:util";
import { UsageError, type Command, type Input } from "./command.ts";

/** @param name as typed after `crossdock`, for the remedy: "deliveries list" */
export function parseInput(name: string, command: Command, args: readonly string[]): Input {
  const known = { ...command.options, json: FLAG };
  const isFlag = (option: string) => known[option as keyof typeof known]?.placeholder === null;
  const options = Object.fromEntries(
    Object.keys(known).map((option) => [option, { type: isFlag(option) ? ("boolean" as const) : ("string" as const) }]),
  );
  // Not strict: parseArgs' own messages do not say what to do; its tokens tell all that is needed.
  const { tokens } = parseArgs({ args: [...args], options, strict: false, allowPositionals: true, tokens: true });
  const values: Record<string, unknown> = {};
  const positionals: string[] = [];
  for (const token of tokens) {
    if (token.kind === "positional") positionals.push(token.value);
    if (token.kind !== "option") continue;
    const option = known[token.name as keyof typeof known];
    if (option === undefined || !token.rawName.startsWith("--"))
      throw new UsageError(`${token.rawName}: there is no such option.${closest(token.name, Object.keys(known))} ${help(name)}`);
    if (token.name in values) throw new UsageError(`--${token.name}: it is given twice. Give it once.`);
    if (option.placeholder === null && token.value !== undefined)
      throw new UsageError(`--${token.name}: it takes no value. Write only --${token.name}.`);
    values[token.name] = option.placeholder === null ? true : parsed(`--${token.name}`, option.parse, valueOf(token, option.placeholder));
  }
  const { json, ...rest } = values;
  return { values: rest, positionals: checkPositionals(name, command, positionals), isJson: json === true };
}

const FLAG = { placeholder: null, help: "print JSON, with the field names of the REST API", parse: () => true };

const help = (name: string) => `See: npx crossdock ${name} --help`;

function valueOf(token: { name: string; value?: string | undefined; inlineValue?: boolean | undefined }, placeholder: string): string {
  // `--topic --json` would take --json for the topic; a value that does begin with a dash is written --topic=-x.
  const isNext = token.inlineValue !== true && token.value?.startsWith("-") === true;
  if (token.value === undefined || token.value === "" || isNext)
    throw new UsageError(`--${token.name}: its value is missing. Write --${token.name} ${placeholder}.`);
  return token.value;
}

function parsed(label: string, parse: (text: string) => unknown, text: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    throw new UsageError(`${label}: ${(error as Error).message}`);
  }
}

function checkPositionals(name: string, command: Command, given: string[]): string[] {
  const wanted = command.positional;
  const extra = given[wanted?.max ?? 0];
  if (extra !== undefined)
    throw new UsageError(`"${extra}": ${wanted ? `only ${wanted.max} ${wanted.name} is expected` : "no argument is expected here"}. ${help(name)}`);
  if (wanted && given.length < wanted.min) throw new UsageError(`${wanted.name}: it is missing. Write: npx crossdock ${name} ${wanted.name}`);
  if (wanted?.parse) for (const text of given) parsed(wanted.name, wanted.parse, text);
  return given;
}

/** " Did you mean --status?" when one differs by little. */
export function closest(typed: string, candidates: readonly string[], prefix = "--"): string {
  const near = candidates.map((candidate) => ({ candidate, distance: distance(typed, candidate) })).sort((a, b) => a.distance - b.distance)[0];
  return near && near.distance <= Math.max(1, Math.floor(near.candidate.length / 3)) ? ` Did you mean ${prefix}${near.candidate}?` : "";
}

/** Levenshtein's edit distance. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++)
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)));
    row = next;
  }
  return row[b.length] ?? 0;
}
