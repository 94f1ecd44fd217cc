import type { Row, Tx } from "#app/data/database.ts";
import type { Failure } from "#app/domain/failure.ts";

/**
 * The sending of a message ended for good, without its own work having said how: the store is disconnected, or the process ended each time.
 * What was never begun has failed; of what was begun the outcome is unknown.
 */
export async function giveUpMessage(tx: Tx, item: Row<"sync_queue">, error: Failure, now: number): Promise<void> {
  if (item.entity_type !== "message") return;
  const others = await tx.list("sync_queue", {
    connection_id: item.connection_id,
    entity_type: "message",
    entity_id: item.entity_id,
    status: "pending",
  });
  // A person has asked for it again meanwhile: that is not ours to end.
  if (others.length > 0) return;
  const patch = { reason: error.code, error_class: error.class, error_message: error.message, updated_at: now };
  const of = { merchant_id: item.merchant_id, id: item.entity_id };
  await tx.update("messages", { ...patch, status: "failed" }, { ...of, status: "planned" });
  await tx.update("messages", { ...patch, status: "outcome_unknown" }, { ...of, status: "sending" });
}
