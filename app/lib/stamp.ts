/** A moment as a page shows it; formatted on the server, so that server and browser can never disagree on a locale's details. */
export interface Stamp {
  iso: string;
  /** Short: "Today at 10:32". */
  text: string;
  /** With seconds, where things follow one another: "Today at 10:32:07". */
  exact: string;
  /** In full, in the shop's timezone, for hover: "21 November 2026, 10:32:07 GMT+1". */
  full: string;
}

const parts = (ms: number, timeZone: string) => {
  const list = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
  }).formatToParts(ms);
  return Object.fromEntries(list.map((part) => [part.type, part.value])) as Record<"day" | "month" | "year" | "hour" | "minute" | "second", string>;
};

/** A timezone the runtime knows, else UTC: a shop may name one that this Node does not. */
export function safeTimeZone(timeZone: string | null | undefined): string {
  try {
    return new Intl.DateTimeFormat("en-GB", { timeZone: timeZone ?? "UTC" }).resolvedOptions().timeZone;
  } catch {
    return "UTC";
  }
}

/** @param now epoch milliseconds: what "today" means. */
export function stampOf(ms: number, timeZone: string | null | undefined, now: number): Stamp {
  const zone = safeTimeZone(timeZone);
  const at = parts(ms, zone);
  const today = parts(now, zone);
  const yesterday = parts(now - 86_400_000, zone);
  const isDay = (day: typeof at) => at.day === day.day && at.month === day.month && at.year === day.year;
  const time = `${at.hour}:${at.minute}`;
  const date = at.year === today.year ? `${at.day} ${at.month}` : `${at.day} ${at.month} ${at.year}`;
  const day = isDay(today) ? "Today" : isDay(yesterday) ? "Yesterday" : date;
  const text = `${day} at ${time}`;
  const full = new Intl.DateTimeFormat("en-GB", { timeZone: zone, dateStyle: "long", timeStyle: "long" }).format(ms);
  return { iso: new Date(ms).toISOString(), text, exact: `${text}:${at.second}`, full };
}

export const stampOrNull = (ms: number | null | undefined, timeZone: string | null | undefined, now: number): Stamp | null =>
  ms === null || ms === undefined ? null : stampOf(ms, timeZone, now);
