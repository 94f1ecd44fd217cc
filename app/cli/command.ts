/** What a verb of `npx crossdock` is made of. Verbs are listed in commands.ts; each stands in a file of its own. */
import type { Io } from "./io.ts";

export interface Option<T> {
  /** What stands for its value in the help; null: a flag. */
  placeholder: string | null;
  help: string;
  /** Throws an Error whose message says what is wrong and what would be right; the option's name is put in front. */
  parse: (text: string) => T;
}

export type Options = Record<string, Option<unknown>>;
export type Values<O extends Options> = { [K in keyof O]?: O[K] extends Option<infer T> ? T : never };

export interface Positional {
  /** As in the usage line: `<id>`. */
  name: string;
  min: number;
  max: number;
  parse?: (text: string) => unknown;
}

export interface Input<O extends Options = Options> {
  values: Values<O>;
  positionals: string[];
  isJson: boolean;
}

export interface Command<O extends Options = Options> {
  /** One or more sentences under the usage line of its help. */
  about: string;
  positional?: Positional;
  options: O;
  /** @returns the exit code: 0 ok, 1 failed. Usage errors and expected failures are thrown (UsageError, CommandFailed). */
  run(input: Input<O>, io: Io): Promise<number>;
}

/** Keeps the options' types inside the verb's own file; the dispatcher needs none of them. */
export const command = <O extends Options>(definition: Command<O>): Command => definition as unknown as Command;

/** The call itself is wrong: exit 2. The message names the option, the reason and the remedy. */
export class UsageError extends Error {
  override name = "UsageError";
}

/** An expected failure: exit 1, one sentence with its remedy, no stack. */
export class CommandFailed extends Error {
  override name = "CommandFailed";
}
