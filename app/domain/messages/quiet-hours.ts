/** Quiet hours by the customer's clock, over every change of it. */
import { Temporal } from "temporal-polyfill";
import parsePhoneNumber from "libphonenumber-js/max";
import type { MessageSettings } from "./settings.ts";

type QuietHours = NonNullable<MessageSettings["quiet_hours"]>;

export interface CustomerPlace {
  phone: string | null;
  /** ISO 3166 alpha-2, from the address or the customer's record. */
  country: string | null;
  /** The shop's, where nothing is known of the customer. */
  shopCountry: string | null;
  shopTimezone: string | null;
}

/**
 * The zones in which the customer may be: the phone number names a country, else the address does, else it is the shop's zone. Of a country
 * with several it is not known which is theirs: all of them count.
 */
export function zonesOf(place: CustomerPlace): string[] {
  const shop = place.shopTimezone !== null && isZone(place.shopTimezone) ? [place.shopTimezone] : zonesOfCountry(place.shopCountry);
  const ofPhone = place.phone === null ? undefined : parsePhoneNumber(place.phone)?.country;
  const zones = zonesOfCountry(ofPhone ?? place.country);
  if (zones.length > 0) return zones;
  return shop.length > 0 ? shop : ["UTC"];
}

function zonesOfCountry(country: string | null | undefined): string[] {
  if (country === null || country === undefined || !/^[A-Za-z]{2}$/.test(country)) return [];
  // From ICU's data, as Node brings it: https://tc39.es/proposal-intl-locale-info/
  const locale = new Intl.Locale(`und-${country}`) as Intl.Locale & { getTimeZones?: () => string[] | undefined };
  return (locale.getTimeZones?.() ?? []).filter(isZone);
}

function isZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }) instanceof Intl.DateTimeFormat;
  } catch {
    return false;
  }
}

/** So often a moment is moved from one zone's quiet hours into another's before there is no hour left that suits all. */
const MOST_MOVES = 60;

/**
 * The first moment from `at` on that is not quiet in any of the zones. Where zones lie so far apart that there is none, the first zone decides.
 * @param at epoch ms @returns epoch ms
 */
export function afterQuietHours(at: number, zones: readonly string[], quiet: QuietHours | null): number {
  if (quiet === null) return at;
  const clocks = differingClocks(at, zones);
  let moment = at;
  for (let moves = 0; moves < MOST_MOVES; moves++) {
    const ends = clocks.map((zone) => endOfQuiet(moment, zone, quiet)).filter((end) => end !== null);
    if (ends.length === 0) return moment;
    moment = Math.max(...ends);
  }
  return endOfQuiet(at, zones[0] ?? "UTC", quiet) ?? at;
}

/** Of zones that show the same time for the days that matter, one. */
function differingClocks(at: number, zones: readonly string[]): string[] {
  const byOffsets = new Map<string, string>();
  for (const zone of zones) {
    const start = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
    const offsets = [0, 1, 2, 3].map((days) => start.add({ hours: 24 * days }).offset).join();
    if (!byOffsets.has(offsets)) byOffsets.set(offsets, zone);
  }
  return [...byOffsets.values()];
}

/** When the quiet hours that `at` lies in end there; null: it lies in none. An hour that does not exist that day ends when the clock has jumped over it. */
function endOfQuiet(at: number, zone: string, quiet: QuietHours): number | null {
  const local = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
  const time = local.toPlainTime();
  const start = Temporal.PlainTime.from(quiet.start);
  const end = Temporal.PlainTime.from(quiet.end);
  const isFrom = Temporal.PlainTime.compare(time, start) >= 0;
  const isBefore = Temporal.PlainTime.compare(time, end) < 0;
  const isOvernight = Temporal.PlainTime.compare(start, end) > 0;
  if (isOvernight ? !isFrom && !isBefore : !isFrom || !isBefore) return null;
  const day = isOvernight && isFrom ? local.toPlainDate().add({ days: 1 }) : local.toPlainDate();
  const until = day.toZonedDateTime({ timeZone: zone, plainTime: end }).epochMilliseconds;
  // In the hour that is lived through twice, the end may lie behind us: then it is the second one.
  return until > at ? until : day.toPlainDateTime(end).toZonedDateTime(zone, { disambiguation: "later" }).epochMilliseconds;
}
