/** CSV imports. */
import { EXAMPLES } from "../example-values.ts";
import { importAcceptedSchema, importCreateQuerySchema, importDetailSchema, importListSchema, importsQuerySchema } from "../schemas/imports.ts";
import type { Operation } from "./operation.ts";

const CSV_COLUMNS =
  "A header and one row per order; UTF-8, UTF-16 or Windows-1252, with commas, semicolons or tabs. Columns: `order_id`, `customer_phone` (E.164), `order_date` (YYYY-MM-DD), " +
  "and where known `customer_name`, `delivery_date`, `order_status` (created, delivered, cancelled, returned), `customer_email`.";

export const importOperations: readonly Operation[] = [
  {
    id: "createImport",
    method: "POST",
    path: "/api/v1/imports",
    tag: "Imports",
    summary: "Import a CSV file",
    description:
      "Up to 10,000 rows and 10 MB. 202 means that the file is stored and is being imported; ask for the import until its status is `completed`. " +
      "Rows with mistakes are left out and named, the others are imported. The same file again changes nothing: an order is known by its `order_id`.",
    auth: "token",
    scope: "write",
    query: importCreateQuerySchema,
    body: { type: "text/csv", description: CSV_COLUMNS, example: EXAMPLES.csv },
    answers: { 202: { description: "Stored.", schema: importAcceptedSchema, example: EXAMPLES.importAccepted } },
    refusals: {
      409: ["integration_inactive"],
      413: ["csv_too_large"],
      422: ["csv_not_text", "csv_no_rows", "csv_too_many_rows", "csv_header_missing", "csv_header_twice", "csv_column_missing"],
    },
    example: "import-csv",
  },
  {
    id: "listImports",
    method: "GET",
    path: "/api/v1/imports",
    tag: "Imports",
    summary: "List imports",
    description: "Newest first.",
    auth: "token",
    scope: "read",
    query: importsQuerySchema,
    answers: {
      200: {
        description: "A page of imports.",
        schema: importListSchema,
        example: { imports: [EXAMPLES.import], next_cursor: null, previous_cursor: null },
      },
    },
  },
  {
    id: "getImport",
    method: "GET",
    path: "/api/v1/imports/{id}",
    tag: "Imports",
    summary: "Show an import",
    description: "How far it is, and every mistake of its rows; the pages are those of the mistakes.",
    auth: "token",
    scope: "read",
    query: importsQuerySchema,
    pathParameters: { id: { description: "From the answer to the import.", example: "imp_0mc2x7k1p5f0a1b2c3d4e5f60718" } },
    answers: { 200: { description: "The import.", schema: importDetailSchema, example: EXAMPLES.importDetail } },
    refusals: { 404: ["import_not_found"] },
  },
];
