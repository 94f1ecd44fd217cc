/** Hands out a customer's data, as gathered for a data request. Every download is in the audit trail; the copy is cleared a day later. */
import { writeAudit } from "#app/data/audit.server.ts";
import { endExportBy, findExport } from "#app/data/data-exports.server.ts";
import { clearExpiredExports } from "#app/data/system/expired-exports.server.ts";
import { failure, type Failure } from "#app/domain/failure.ts";
import { err, ok, type Result } from "#app/lib/result.ts";
import type { ServiceContext } from "./context.server.ts";

/** Long enough to fetch it again when the first download was interrupted. */
const KEPT_AFTER_DOWNLOAD_MS = 24 * 3_600_000;

type Context = Pick<ServiceContext, "db" | "clock">;

export function downloadDataExport(
  ctx: Context,
  merchantId: string,
  exportId: string,
): Promise<Result<{ fileName: string; content: string }, Failure>> {
  return ctx.db.write(async (tx) => {
    const now = ctx.clock();
    const found = await findExport(tx, merchantId, exportId);
    if (!found || found.expires_at <= now)
      return err(
        failure(
          "not_found",
          "export_not_found",
          "This copy was fetched or has expired. Shopify sends the request again when the customer asks again.",
        ),
      );
    await endExportBy(tx, merchantId, exportId, now + KEPT_AFTER_DOWNLOAD_MS);
    await writeAudit(
      tx,
      merchantId,
      {
        connectionId: found.connection_id,
        kind: "compliance",
        actor: "merchant",
        action: "data_export_downloaded",
        entityType: "data_export",
        entityId: exportId,
      },
      now,
    );
    return ok({ fileName: `customer-data-${found.request_key.replace(/[^A-Za-z0-9-]/g, "")}.json`, content: found.content });
  });
}

/** On a schedule. @returns how many copies were cleared */
export const clearOldDataExports = (ctx: Context): Promise<number> => clearExpiredExports(ctx.db, ctx.clock());
