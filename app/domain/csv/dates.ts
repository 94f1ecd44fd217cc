/** Days as a merchant means them: a date of a file is a day in the merchant's time zone. */

const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const DAY_MS = 86_400_000;
/** Orders from before there were online shops: a spreadsheet's day zero, or a slip. */
export const OLDEST_DATE = "1990-01-01";

export type DateProblem = "date_format" | "date_impossible";

/** @returns what is wrong with the text as a YYYY-MM-DD, or null */
export function dateProblem(text: string): DateProblem | null {
  const found = DATE.exec(text);
  if (!found) return "date_format";
  const [year, month, day] = [Number(found[1]), Number(found[2]), Number(found[3])];
  const at = new Date(Date.UTC(year, month - 1, day));
  // Years before 100 mean another century to Date; they are too old anyway.
  return year >= 100 && at.getUTCMonth() === month - 1 && at.getUTCDate() === day ? null : "date_impossible";
}

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterOf(timeZone: string): Intl.DateTimeFormat {
  let formatter = formatters.get(timeZone);
  if (formatter === undefined) {
    const options = {
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
      hourCycle: "h23",
    } as const;
    try {
      formatter = new Intl.DateTimeFormat("en-CA", { ...options, timeZone });
    } catch {
      formatter = new Intl.DateTimeFormat("en-CA", { ...options, timeZone: "UTC" });
    }
    formatters.set(timeZone, formatter);
  }
  return formatter;
}

function wallClock(ms: number, timeZone: string): number {
  const parts = Object.fromEntries(
    formatterOf(timeZone)
      .formatToParts(ms)
      .map((part) => [part.type, Number(part.value)]),
  );
  return Date.UTC(parts.year!, parts.month! - 1, parts.day, parts.hour, parts.minute, parts.second);
}

/** The day it is in a time zone, as YYYY-MM-DD. */
export const dayIn = (ms: number, timeZone: string): string => new Date(wallClock(ms, timeZone)).toISOString().slice(0, 10);

const known = new Map<string, number>();

/**
 * When a day begins: epoch ms of midnight there, or of the first moment after it where the clock jumps over midnight.
 * @param day a possible YYYY-MM-DD
 */
export function startOfDay(day: string, timeZone: string): number {
  const key = `${timeZone}|${day}`;
  let at = known.get(key);
  if (at === undefined) {
    at = findStart(day, timeZone);
    if (known.size > 20_000) known.clear();
    known.set(key, at);
  }
  return at;
}

function findStart(day: string, timeZone: string): number {
  const wanted = Date.parse(`${day}T00:00:00Z`);
  // Twice: the first guess may stand on the other side of a change of the clock.
  let at = wanted - (wallClock(wanted, timeZone) - wanted);
  at = wanted - (wallClock(at, timeZone) - at);
  if (dayIn(at, timeZone) === day) return at;
  // Midnight is jumped over: the day begins where the clock lands.
  for (let step = 15 * 60_000; step <= DAY_MS / 4; step += 15 * 60_000) if (dayIn(at + step, timeZone) === day) return at + step;
  return at;
}
