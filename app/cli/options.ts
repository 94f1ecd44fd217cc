/** Options that several verbs share, and how their values are read. */
import type { Option } from "./command.ts";

export const flag = (help: string): Option<true> => ({ placeholder: null, help, parse: () => true });

export const text = (placeholder: string, help: string): Option<string> => ({ placeholder, help, parse: (value) => value.trim() });

export const oneOf = <T extends string>(placeholder: string, help: string, choices: readonly T[]): Option<T> => ({
  placeholder,
  help: `${help}: ${choices.join(", ")}`,
  parse: (value) => {
    const choice = choices.find((candidate) => candidate === value);
    if (choice === undefined) throw new Error(`"${value}" is not one of its values. Choose from ${choices.join(", ")}.`);
    return choice;
  },
});

export const count = (help: string, max: number): Option<number> => ({
  placeholder: "<n>",
  help,
  parse: (value) => {
    const number = /^\d{1,9}$/.test(value) ? Number(value) : 0;
    if (number < 1 || number > max) throw new Error(`"${value}" is not a number from 1 to ${max}. Example: 50.`);
    return number;
  },
});

const UNITS: Record<string, number> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 7 * 86_400_000 };
const ISO = /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})?)?$/;

/**
 * "2026-11-21", "2026-11-21T10:00" (UTC unless it names an offset), or how long ago: "30m", "24h", "7d".
 * @returns epoch milliseconds
 */
export function readTime(value: string, now: number): number {
  const ago = /^(\d{1,6})([smhdw])$/.exec(value);
  if (ago) return now - Number(ago[1]) * (UNITS[ago[2] ?? ""] ?? 0);
  const hasZone = /(Z|[+-]\d{2}:?\d{2})$/.test(value.slice(10));
  const at = ISO.test(value) ? Date.parse(`${value.replace(" ", "T")}${value.length > 10 && !hasZone ? "Z" : ""}`) : NaN;
  if (Number.isNaN(at))
    throw new Error(`"${value}" is not a time. Write it as 2026-11-21T10:00:00Z, as 2026-11-21, or as how long ago: 30m, 24h, 7d.`);
  return at;
}

export const time = (help: string, clock: () => number = () => Date.now()): Option<number> => ({
  placeholder: "<time>",
  help,
  parse: (value) => readTime(value, clock()),
});

/** Our own number of a delivery. */
export function readDeliveryId(value: string): number {
  if (!/^\d{1,15}$/.test(value))
    throw new Error(`"${value}" is not the number of a delivery. Take it from the first column of: npx crossdock deliveries list`);
  return Number(value);
}
