/** The columns of an import, and which column of a merchant's file is which. */

export const CSV_COLUMNS = ["order_id", "customer_phone", "order_date", "customer_name", "delivery_date", "order_status", "customer_email"] as const;
export type CsvColumn = (typeof CSV_COLUMNS)[number];

export const REQUIRED_COLUMNS = ["order_id", "customer_phone", "order_date"] as const satisfies readonly CsvColumn[];
export const CSV_STATUSES = ["created", "delivered", "cancelled", "returned"] as const;
export type CsvStatus = (typeof CSV_STATUSES)[number];

/** Our column → its place in the file, from 0. A column that is missing here is not in the file. */
export type Mapping = Partial<Record<CsvColumn, number>>;

/** More characters than this a cell of the column does not have. */
export const MAX_CHARS: Record<CsvColumn, number> = {
  order_id: 100,
  customer_phone: 50,
  order_date: 50,
  customer_name: 200,
  delivery_date: 50,
  order_status: 50,
  customer_email: 254,
};

/** Other names under which files have these columns, the likeliest first. */
const ALIASES: Record<CsvColumn, readonly string[]> = {
  order_id: ["order_id", "order_number", "order_no", "order", "external_order_id", "order_ref", "id"],
  customer_phone: ["customer_phone", "phone", "phone_number", "customer_phone_number", "mobile", "telephone", "billing_phone", "shipping_phone"],
  order_date: ["order_date", "ordered_at", "date_of_order", "placed_at", "created_at", "date"],
  customer_name: ["customer_name", "customer", "full_name", "billing_name", "shipping_name"],
  delivery_date: ["delivery_date", "delivered_at", "delivered_on", "date_of_delivery"],
  order_status: ["order_status", "status"],
  customer_email: ["customer_email", "email", "e_mail", "email_address", "customer_email_address"],
};

/** "Customer Phone", "customer-phone" and "CUSTOMER_PHONE" are one name. */
export const headerKey = (name: string): string =>
  name
    .normalize("NFKC")
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "_")
    .replace(/^_|_$/g, "");

/** Which column is which, by their names; no column of the file serves twice. */
export function guessMapping(header: readonly string[]): Mapping {
  const keys = header.map(headerKey);
  const mapping: Mapping = {};
  for (const column of CSV_COLUMNS) {
    const index = ALIASES[column].map((alias) => keys.indexOf(alias)).find((at) => at >= 0 && !Object.values(mapping).includes(at));
    if (index !== undefined) mapping[column] = index;
  }
  return mapping;
}

export const missingColumns = (mapping: Mapping): CsvColumn[] => REQUIRED_COLUMNS.filter((column) => mapping[column] === undefined);

/** Names that stand in the header more than once and that a column of ours would be taken from. */
export function repeatedColumns(header: readonly string[]): string[] {
  const known = new Set(Object.values(ALIASES).flat());
  const keys = header.map(headerKey);
  return [...new Set(header.filter((_, at) => known.has(keys[at] as string) && keys.indexOf(keys[at] as string) !== at).map((name) => name.trim()))];
}
