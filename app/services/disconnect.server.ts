/** The merchant disconnects: history stays, nothing new is processed. Shopify goes on sending and is answered 200, so that Reconnect is instant. */
import { writeAudit, type AuditEntry } from "#app/data/audit.server.ts";
import { getConnection, updateConnection } from "#app/data/connections.server.ts";
import { failure, type Failure } from "#app/domain/failure.ts";
import { err, ok, type Result } from "#app/lib/result.ts";
import type { ServiceContext } from "./context.server.ts";

/** Disconnecting what is disconnected changes nothing; an uninstalled shop stays uninstalled. */
export function disconnect(
  ctx: ServiceContext,
  merchantId: string,
  connectionId: string,
  actor: AuditEntry["actor"] = "merchant",
): Promise<Result<null, Failure>> {
  return ctx.db.write(async (tx) => {
    const connection = await getConnection(tx, merchantId, connectionId);
    if (!connection) return err(failure("not_found", "integration_not_found", "This integration no longer exists."));
    if (connection.status === "inactive") return ok(null);
    const now = ctx.clock();
    await updateConnection(tx, merchantId, connectionId, { status: "inactive", status_reason: "disconnected", last_error: null, updated_at: now });
    await writeAudit(
      tx,
      merchantId,
      { connectionId, kind: "command", actor, action: "disconnected", entityType: "connection", entityId: connectionId },
      now,
    );
    return ok(null);
  });
}
