/** A connection that the other side no longer lets in: shown on it, with its sentence, until it is let in again. */
import { writeAudit, type AuditEntry } from "#app/data/audit.server.ts";
import { getConnection, updateConnection, type Connection } from "#app/data/connections.server.ts";
import type { Failure } from "#app/domain/failure.ts";
import type { ServiceContext } from "./context.server.ts";

export async function showAuthFailure(ctx: ServiceContext, connection: Connection, error: Failure, actor: AuditEntry["actor"]): Promise<void> {
  await ctx.db.write(async (tx) => {
    const current = await getConnection(tx, connection.merchant_id, connection.id);
    // Not over a state that a person or the platform has chosen meanwhile: disconnected and uninstalled stay what they are.
    if (!current || current.status === "inactive" || (current.status === "error" && current.last_error === error.message)) return;
    const now = ctx.clock();
    await updateConnection(tx, connection.merchant_id, connection.id, {
      status: "error",
      status_reason: error.code,
      last_error: error.message,
      updated_at: now,
    });
    await writeAudit(
      tx,
      connection.merchant_id,
      { connectionId: connection.id, kind: "error", actor, action: error.code, data: { message: error.message } },
      now,
    );
  });
  ctx.log.warn("connection needs attention", { connection_id: connection.id, error_class: error.class, error_code: error.code });
}
