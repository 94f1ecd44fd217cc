/** Money as integer minor units of a currency (ISO 4217). Never a float: amounts come and go as decimal text. */
import { err, ok } from "#app/lib/result.ts";
import type { Result } from "#app/lib/result.ts";

/** ISO 4217 minor units that are not 2 (https://www.six-group.com/en/products-services/financial-information/market-reference-data/data-standards.html). */
const EXPONENTS: Record<string, number> = {
  ...Object.fromEntries("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF".split(" ").map((code) => [code, 0])),
  ...Object.fromEntries("BHD IQD JOD KWD LYD OMR TND".split(" ").map((code) => [code, 3])),
  CLF: 4,
  UYW: 4,
};

/** How many decimals a currency has: USD 2, JPY 0, KWD 3. An unknown code counts as 2. */
export const currencyExponent = (currency: string): number => EXPONENTS[currency] ?? 2;

export type MoneyProblem = "not_a_decimal" | "too_many_decimals" | "too_large";

/**
 * "19.90" USD → 1990. Exact or refused: more decimals than the currency has are accepted only when they are zeros ("1200.0" JPY → 1200,
 * as Shopify's GraphQL writes it), and nothing beyond 2^53 is.
 */
export function toMinor(decimal: string, currency: string): Result<number, MoneyProblem> {
  const parts = /^(-?)(\d+)(?:\.(\d+))?$/.exec(decimal.trim());
  if (!parts) return err("not_a_decimal");
  const [, sign, whole = "", fraction = ""] = parts;
  const exponent = currencyExponent(currency);
  if (/[1-9]/.test(fraction.slice(exponent))) return err("too_many_decimals");
  const minor = Number(whole + fraction.slice(0, exponent).padEnd(exponent, "0"));
  if (!Number.isSafeInteger(minor)) return err("too_large");
  return ok(sign && minor !== 0 ? -minor : minor);
}

/** 1990 USD → "19.90"; 1200 JPY → "1200". */
export function fromMinor(minor: number, currency: string): string {
  const exponent = currencyExponent(currency);
  const digits = String(Math.abs(minor)).padStart(exponent + 1, "0");
  const text = exponent === 0 ? digits : `${digits.slice(0, -exponent)}.${digits.slice(-exponent)}`;
  return minor < 0 ? `-${text}` : text;
}

/** For people: 1990 USD in en → "$19.90". Exact for every safe integer (Intl takes the decimal text). */
export function formatMoney(minor: number, currency: string, locale = "en"): string {
  const digits = currencyExponent(currency);
  const format = new Intl.NumberFormat(locale, { style: "currency", currency, minimumFractionDigits: digits, maximumFractionDigits: digits });
  return format.format(fromMinor(minor, currency) as `${number}`);
}
