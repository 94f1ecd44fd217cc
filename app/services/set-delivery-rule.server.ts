/** The merchant's rule for carriers that report nothing: shipped counts as delivered after so many days, or never by itself. */
import { writeAudit } from "#app/data/audit.server.ts";
import { getConnection, readSettings, updateConnection } from "#app/data/connections.server.ts";
import { failure, type Failure } from "#app/domain/failure.ts";
import { err, ok, type Result } from "#app/lib/result.ts";
import type { ServiceContext } from "./context.server.ts";

export const MAX_DAYS = 60;

/** @param days null takes the rule away */
export function setDeliveryRule(ctx: ServiceContext, merchantId: string, connectionId: string, days: number | null): Promise<Result<null, Failure>> {
  if (days !== null && (!Number.isInteger(days) || days < 1 || days > MAX_DAYS)) {
    return Promise.resolve(err(failure("rejected", "days_invalid", `Days are a whole number from 1 to ${MAX_DAYS}.`)));
  }
  return ctx.db.write(async (tx) => {
    const connection = await getConnection(tx, merchantId, connectionId);
    if (!connection) return err(failure("not_found", "integration_not_found", "This integration no longer exists."));
    const { delivered_after_days: before = null, ...settings } = readSettings(connection);
    if (before === days) return ok(null);
    const now = ctx.clock();
    await updateConnection(tx, merchantId, connectionId, {
      settings: JSON.stringify(days === null ? settings : { ...settings, delivered_after_days: days }),
      updated_at: now,
    });
    await writeAudit(
      tx,
      merchantId,
      {
        connectionId,
        kind: "command",
        actor: "merchant",
        action: "delivery_rule_set",
        entityType: "connection",
        entityId: connectionId,
        data: { before, after: days },
      },
      now,
    );
    return ok(null);
  });
}
