import type { Row } from "#app/data/database.ts";
import type { CsvCell } from "#app/lib/csv-cell.ts";

export const CUSTOMER_COLUMNS = [
  "id",
  "name",
  "email",
  "phone",
  "phone_as_given",
  "country",
  "language",
  "tags",
  "created_at",
  "updated_at",
  "state",
] as const;

const time = (ms: number | null) => (ms === null ? "" : new Date(ms).toISOString());

export const customerCells = (customer: Row<"customers">): CsvCell[] => [
  customer.external_id,
  customer.name,
  customer.email,
  customer.phone_e164,
  customer.phone_given,
  customer.country,
  customer.locale,
  (JSON.parse(customer.tags) as unknown[]).join(", "),
  time(customer.source_created_at),
  time(customer.source_updated_at),
  customer.erased_at !== null ? "erased" : customer.deleted_at !== null ? "deleted" : "",
];
