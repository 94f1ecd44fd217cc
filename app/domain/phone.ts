/** Phone numbers: kept as given, plus E.164 where that is certain. No order waits for a phone number. */
import parsePhoneNumber from "libphonenumber-js/max";
import type { CountryCode } from "libphonenumber-js/max";

export interface Phone {
  given: string | null;
  /** +14155552671, or null where the country does not make it certain or the number is none of that country. */
  e164: string | null;
}

/**
 * Reads a phone number. With a leading + the number says its country; without one `country` (ISO 3166 alpha-2) does,
 * and the number must be a valid one there. The given text is never changed.
 */
export function readPhone(given: string | null | undefined, country: string | null | undefined): Phone {
  if (given === null || given === undefined || given.trim() === "") return { given: null, e164: null };
  const isInternational = /^\s*(?:\+|＋)/.test(given);
  if (!isInternational && !country) return { given, e164: null };
  return { given, e164: e164Of(given.trim(), country ?? "") };
}

/** An order comes several times within minutes, each time with its phone number, and reading one is a tenth of all the reading. */
const known = new Map<string, string | null>();
const MOST_KNOWN = 2_000;

function e164Of(number: string, country: string): string | null {
  const key = `${country}|${number}`;
  let e164 = known.get(key);
  if (e164 === undefined) {
    const parsed = parsePhoneNumber(number, { extract: false, ...(country === "" ? {} : { defaultCountry: country as CountryCode }) });
    e164 = parsed?.isValid() ? parsed.number : null;
    if (known.size >= MOST_KNOWN) known.clear();
    known.set(key, e164);
  }
  return e164;
}
