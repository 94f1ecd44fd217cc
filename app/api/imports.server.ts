/** REST v1: a CSV file is taken and imported, without a question being asked: rows with mistakes are left out and named. */
import { MAX_BYTES } from "#app/domain/csv/import.ts";
import type { FAILURE_CATALOGUE } from "#app/domain/failure-catalogue.ts";
import type { Failure } from "#app/domain/failure.ts";
import { createImport } from "#app/services/imports/create-import.server.ts";
import { listImports, listRowErrors, readImport } from "#app/services/imports/read-imports.server.ts";
import { startImport } from "#app/services/imports/start-import.server.ts";
import { problem, problemOf, type ApiAnswer } from "./answer.ts";
import type { ApiCaller } from "./authenticate.server.ts";
import { importJson } from "./import-json.ts";
import { cursorsOf, invalid, pageOfQuery, queryObject } from "./page-query.ts";
import type { RestRequest, RestRoute } from "./rest.server.ts";
import { importCreateQuerySchema, importsQuerySchema } from "./schemas/imports.ts";
import { readRequest } from "./validation.ts";

/** What is not a mistake of the request's content. */
const STATUS: Record<string, number> = { csv_too_large: 413, integration_inactive: 409, import_not_found: 404 };

const refused = ({ code, message }: Failure): ApiAnswer =>
  problemOf(code as keyof typeof FAILURE_CATALOGUE, { message, status: STATUS[code] ?? 422 });

async function create({ ctx, query, headers, bytes }: RestRequest, caller: ApiCaller): Promise<ApiAnswer> {
  if (caller.mode === "test") return problem("key_scope_missing", { message: "Imports have no test space: use a live key." });
  if (!/^text\/csv\b/i.test(headers["content-type"] ?? "")) return problem("unsupported_media_type", { message: "Send the file as text/csv." });
  const read = readRequest(importCreateQuerySchema, queryObject(query));
  if (!read.ok) return invalid(read.error);
  const body = await bytes(MAX_BYTES);
  if (!body.ok) return body.error.status === 413 ? problemOf("csv_too_large", { status: 413 }) : body.error;
  const file = { fileName: read.value.file_name ?? "api.csv", bytes: body.value, createdBy: "api", needsColumns: true } as const;
  const created = await createImport(ctx, caller.merchantId, file);
  if (!created.ok) return refused(created.error);
  const { id, status, totalRows } = created.value;
  const started = await startImport(ctx, caller.merchantId, id, { plansMessages: read.value.plans_messages === "true", actor: "merchant" });
  // Without a good row there is nothing to start; what is wrong with the others is at its address.
  const now = started.ok ? started.value.status : status;
  return { status: 202, body: { import: { id, status: now, total_rows: totalRows } }, headers: { location: `/api/v1/imports/${id}` } };
}

async function list({ ctx, query }: RestRequest, { merchantId }: ApiCaller): Promise<ApiAnswer> {
  const read = readRequest(importsQuerySchema, queryObject(query));
  if (!read.ok) return invalid(read.error);
  const page = pageOfQuery(query, read.value.limit, ["time", "text"]);
  if (!page.ok) return invalid(page.error);
  const found = await listImports(ctx, merchantId, page.value);
  return { status: 200, body: { imports: found.rows.map(importJson), ...cursorsOf(found) } };
}

/** The pages are those of the rows with mistakes. */
async function show({ ctx, params, query }: RestRequest, { merchantId }: ApiCaller): Promise<ApiAnswer> {
  const read = readRequest(importsQuerySchema, queryObject(query));
  if (!read.ok) return invalid(read.error);
  const page = pageOfQuery(query, read.value.limit, ["number"]);
  if (!page.ok) return invalid(page.error);
  const found = await readImport(ctx, merchantId, params.id ?? "");
  if (!found.ok) return refused(found.error);
  const errors = await listRowErrors(ctx, merchantId, found.value.id, page.value);
  const { percent, etaMs } = found.value.progress;
  const progress = { percent, eta_seconds: etaMs === null ? null : Math.ceil(etaMs / 1000) };
  return { status: 200, body: { import: importJson(found.value), progress, errors: errors.rows, ...cursorsOf(errors) } };
}

export const importRoutes: readonly RestRoute[] = [
  { method: "POST", path: "/api/v1/imports", scope: "write", handle: create },
  { method: "GET", path: "/api/v1/imports", scope: "read", handle: list },
  { method: "GET", path: "/api/v1/imports/{id}", scope: "read", handle: show },
];
