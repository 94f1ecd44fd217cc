/** The merchant withdraws a planned message. */
import { writeAudit } from "#app/data/audit.server.ts";
import { findMessage } from "#app/data/messages.server.ts";
import { failure, type Failure } from "#app/domain/failure.ts";
import { err, ok, type Result } from "#app/lib/result.ts";
import { withdrawOne } from "#app/sync/plan-messages.server.ts";
import type { ServiceContext } from "../context.server.ts";

export function withdrawMessage(ctx: Pick<ServiceContext, "db" | "clock">, merchantId: string, messageId: string): Promise<Result<null, Failure>> {
  return ctx.db.write(async (tx) => {
    const now = ctx.clock();
    const message = await findMessage(tx, merchantId, messageId);
    if (message?.direction !== "out") return err(failure("not_found", "message_not_found", "There is no such message."));
    if (!(await withdrawOne({ tx, now }, message, "withdrawn_by_merchant")))
      return err(failure("conflict", "message_moved_on", "The message is not planned any more."));
    await writeAudit(
      tx,
      merchantId,
      {
        connectionId: message.connection_id,
        kind: "command",
        actor: "merchant",
        action: "withdraw_message",
        entityType: "message",
        entityId: message.id,
      },
      now,
    );
    return ok(null);
  });
}
