/** A postal address as people write it. */

/** Where the postcode follows the town and region. */
const REGION_FIRST = new Set(["US", "CA", "AU", "GB", "IE", "NZ", "IN"]);

/** Lines of a stored address (JSON); none when there is none, or when it is not one. */
export function addressLines(json: string | null): string[] {
  if (json === null) return [];
  let address: Record<string, string | null>;
  try {
    address = JSON.parse(json) as Record<string, string | null>;
  } catch {
    return [];
  }
  if (typeof address !== "object" || address === null) return [];
  const { zip, city, province, country_code: country } = address;
  const town = REGION_FIRST.has(country ?? "")
    ? [[city, province].filter(Boolean).join(", "), zip].filter(Boolean).join(" ")
    : [zip, city, province === city ? null : province].filter(Boolean).join(" ");
  return [address["name"], address["company"], address["address1"], address["address2"], town, countryName(country), address["phone"]].filter(
    (line): line is string => Boolean(line),
  );
}

/** "DE" → "Germany". */
export function countryName(code: string | null | undefined): string | null {
  if (!code || !/^[A-Z]{2}$/.test(code)) return code ?? null;
  return new Intl.DisplayNames("en-GB", { type: "region", fallback: "code" }).of(code) ?? code;
}
