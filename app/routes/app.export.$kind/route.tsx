/** Files: CSV of orders, customers, products; a delivery's payload; a customer's data; what a CSV import starts with and leaves out. Fetched, not linked: see download-button.tsx. */
import type { LoaderFunctionArgs } from "@remix-run/node";
import { currentMerchant } from "#app/services/current-merchant.server.ts";
import { downloadDataExport } from "#app/services/download-data-export.server.ts";
import { csvStream, EXPORT_KINDS } from "#app/services/export-csv.server.ts";
import { badRowsCsv, templateCsv } from "#app/services/imports/read-imports.server.ts";
import { downloadPayload } from "#app/services/download-payload.server.ts";

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { ctx, merchantId, now } = await currentMerchant(request);
  const query = new URL(request.url).searchParams;
  const kind = EXPORT_KINDS.find((known) => known === params["kind"]);
  if (kind) return file(csvStream(ctx.db, merchantId, kind), `crossdock-${kind}-${new Date(now).toISOString().slice(0, 10)}.csv`, CSV);
  if (params["kind"] === "payload") {
    const body = await downloadPayload(ctx, merchantId, query.get("delivery"));
    return body ? file(body, "payload.json", "application/octet-stream") : missing("This delivery's data is not stored.");
  }
  if (params["kind"] === "data-request") {
    const found = await downloadDataExport(ctx, merchantId, (query.get("id") ?? "").replace(/\W/g, ""));
    return found.ok ? file(found.value.content, found.value.fileName, "application/json; charset=utf-8") : missing(found.error.message);
  }
  if (params["kind"] === "import-template") return file(templateCsv(), "crossdock-template.csv", CSV);
  if (params["kind"] === "import-bad-rows") {
    const rows = await badRowsCsv(ctx, merchantId, query.get("id") ?? "");
    return rows.ok ? file(rows.value, "rows-to-correct.csv", CSV) : missing(rows.error.message);
  }
  return missing("There is no such file.");
}

const CSV = "text/csv; charset=utf-8";

/** `attachment` and nosniff: what a stranger sent is never shown as a page of ours. */
const file = (body: BodyInit, name: string, type: string) =>
  new Response(body, {
    headers: {
      "Content-Type": type,
      "Content-Disposition": `attachment; filename="${name}"`,
      "X-Content-Type-Options": "nosniff",
      "Cache-Control": "no-store",
    },
  });

const missing = (message: string) => new Response(message, { status: 404, headers: { "Content-Type": "text/plain; charset=utf-8" } });
