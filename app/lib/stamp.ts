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

type Parts = Record<"day" | "month" | "year" | "hour" | "minute" | "second", string>;

interface Zone {
  parts(ms: number): Parts;
  full(ms: number): string;
}

/** Making a formatter costs a hundred times what using it does, and a page shows hundreds of moments. There are some 400 zones. */
const zones = new Map<string, Zone>();

function zoneOf(timeZone: string | null | undefined): Zone {
  const given = timeZone ?? "UTC";
  let zone = zones.get(given);
  if (zone === undefined) {
    zone = makeZone(safeTimeZone(given));
    if (zones.size > 1000) zones.clear();
    zones.set(given, zone);
  }
  return zone;
}

function makeZone(timeZone: string): Zone {
  const format = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
  });
  const inFull = new Intl.DateTimeFormat("en-GB", { timeZone, dateStyle: "long", timeStyle: "long" });
  return {
    parts: (ms) => Object.fromEntries(format.formatToParts(ms).map((part) => [part.type, part.value])) as Parts,
    full: (ms) => inFull.format(ms),
  };
}

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
  const zone = zoneOf(timeZone);
  const at = zone.parts(ms);
  const today = zone.parts(now);
  const yesterday = zone.parts(now - 86_400_000);
  const isDay = (day: typeof at) => at.day === day.day && at.month === day.month && at.year === day.year;
  const time = `${at.hour}:${at.minute}`;
  const date = at.year === today.year ? `${at.day} ${at.month}` : `${at.day} ${at.month} ${at.year}`;
  const day = isDay(today) ? "Today" : isDay(yesterday) ? "Yesterday" : date;
  const text = `${day} at ${time}`;
  return { iso: new Date(ms).toISOString(), text, exact: `${text}:${at.second}`, full: zone.full(ms) };
}

export const stampOrNull = (ms: number | null | undefined, timeZone: string | null | undefined, now: number): Stamp | null =>
  ms === null || ms === undefined ? null : stampOf(ms, timeZone, now);
