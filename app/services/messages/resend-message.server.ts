/** A person decides to send a message (again): one whose outcome is unknown, that failed, came too late or had no address. */
import { writeAudit } from "#app/data/audit.server.ts";
import type { Patch } from "#app/data/database.ts";
import { findMessage, type Message } from "#app/data/messages.server.ts";
import { failure, type Failure } from "#app/domain/failure.ts";
import { RESENDABLE } from "#app/domain/messages/status.ts";
import { readTries, writeTries } from "#app/domain/messages/tries.ts";
import { err, ok, type Result } from "#app/lib/result.ts";
import { scheduleSending } from "#app/sync/plan-messages.server.ts";
import type { ServiceContext } from "../context.server.ts";

/**
 * Plans it for now. Everything is asked again before it is sent: the order, the customer's consent, quiet hours. Pressed twice, it is
 * planned once.
 */
export function resendMessage(
  ctx: Pick<ServiceContext, "db" | "queue" | "clock">,
  merchantId: string,
  messageId: string,
): Promise<Result<null, Failure>> {
  return ctx.db.write(async (tx) => {
    const now = ctx.clock();
    const message = await findMessage(tx, merchantId, messageId);
    if (message?.direction !== "out" || message.erased_at !== null) return err(notFound);
    if (!(RESENDABLE as readonly string[]).includes(message.status)) return err(notResendable);
    const patch = {
      ...(message.status === "failed" && withFailure(message)),
      ...{ status: "planned", reason: null, error_class: null, error_message: null },
      ...{ send_after: now, latest_at: null, updated_at: now },
    };
    if ((await tx.update("messages", patch, { id: message.id, status: message.status })) !== 1) return err(notResendable);
    await scheduleSending({ tx, queue: ctx.queue, now }, { ...message, cause: "merchant" }, now);
    await writeAudit(
      tx,
      merchantId,
      {
        connectionId: message.connection_id,
        kind: "command",
        actor: "merchant",
        action: "resend_message",
        entityType: "message",
        entityId: message.id,
        data: { was: message.status },
      },
      now,
    );
    return ok(null);
  });
}

/** It failed, so it reached nobody: the failure joins the tries, and its sending's number cannot be taken for that of the next. */
function withFailure(message: Message): Patch<"messages"> {
  const { reason, error_class, error_message, provider_id, updated_at } = message;
  const failed = { at: updated_at, provider_id, code: reason ?? "unexpected_error", class: error_class ?? "rejected", said: error_message };
  return { provider_id: null, tries: writeTries([...readTries(message.tries), { ...failed, is_end: true }]) };
}

const notFound = failure("not_found", "message_not_found", "There is no such message.");
const notResendable = failure("conflict", "message_moved_on", "The message is under way, has arrived or was withdrawn.");
