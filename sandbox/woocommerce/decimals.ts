/** PHP's rounding: half away from zero, after the noise of binary fractions is taken off. */
export function roundTo(value: number, digits: number): number {
  const factor = 10 ** digits;
  const scaled = Number((Math.abs(value) * factor).toPrecision(15));
  const rounded = Math.round(scaled) / factor;
  return value < 0 && rounded !== 0 ? -rounded : rounded;
}

/** Half towards zero: WooCommerce rounds a tax so that is contained in a price. */
export function roundHalfDown(value: number, digits: number): number {
  const factor = 10 ** digits;
  const scaled = Number((Math.abs(value) * factor).toPrecision(15));
  const isHalf = Math.abs(scaled - Math.floor(scaled) - 0.5) < 1e-9;
  const rounded = (isHalf ? Math.floor(scaled) : Math.round(scaled)) / factor;
  return value < 0 && rounded !== 0 ? -rounded : rounded;
}

/** WooCommerce calculates with six digits, or two more than the store shows. */
export const precisionOf = (decimals: number): number => Math.max(decimals + 2, 6);

/** 12.5 → "12.50": what wc_format_decimal($value, $dp) writes. */
export function formatDecimal(value: number, digits: number): string {
  const rounded = roundTo(value, digits);
  return (Object.is(rounded, -0) ? 0 : rounded).toFixed(digits);
}

/** "12.50" → 12.5; 0 for what is no number, as PHP reads it. */
export function toNumber(value: unknown): number {
  if (typeof value === "number") return value;
  const number = Number.parseFloat(String(value ?? ""));
  return Number.isFinite(number) ? number : 0;
}
