/** A plugin fetches its commands and says what became of each. */
import { writeAudit } from "#app/data/audit.server.ts";
import { getCommand, listDueCommands, updateCommand, type BridgeCommand } from "#app/data/bridge-commands.server.ts";
import type { Tx } from "#app/data/database.ts";
import { canBecome, COMMAND_LEASE_MS, MOST_COMMANDS, subjectOf, type CommandKind, type CommandStatus } from "#app/domain/bridge/command.ts";
import type { ServiceContext } from "../context.server.ts";

interface Site {
  merchantId: string;
  connectionId: string;
}
export interface CommandResult {
  status: "done" | "failed";
  result: Record<string, unknown> | null;
  reason: { code: string; message: string } | null;
}

/** Each is the caller's for a minute: two pollers never get the same one. */
export function leaseCommands({ db, clock }: Pick<ServiceContext, "db" | "clock">, { merchantId, connectionId }: Site): Promise<BridgeCommand[]> {
  return db.write(async (tx) => {
    await tx.lock(`bridge-commands:${connectionId}`);
    const now = clock();
    const due = await listDueCommands(tx, merchantId, connectionId, now, MOST_COMMANDS);
    for (const { id, attempts } of due)
      await updateCommand(tx, merchantId, connectionId, id, {
        status: "sent",
        attempts: attempts + 1,
        lease_until: now + COMMAND_LEASE_MS,
        updated_at: now,
      });
    return due;
  });
}

/** The first answer counts; a repeat, or another one, is told what stands. @returns null: there is no such command of this site */
export function settleCommand(
  { db, clock }: Pick<ServiceContext, "db" | "clock">,
  { merchantId, connectionId }: Site,
  id: string,
  { status, result, reason }: CommandResult,
): Promise<CommandStatus | null> {
  return db.write(async (tx) => {
    await tx.lock(`bridge-commands:${connectionId}`);
    const command = await getCommand(tx, merchantId, connectionId, id);
    // What was never fetched cannot have been carried out: that id was guessed.
    if (command === undefined || command.status === "pending") return null;
    if (!canBecome(command.status as CommandStatus, status)) return command.status as CommandStatus;
    const now = clock();
    await updateCommand(tx, merchantId, connectionId, id, {
      status,
      result: result === null ? null : JSON.stringify(result),
      error_code: status === "failed" ? (reason?.code ?? "command_refused") : null,
      error_message: status === "failed" ? (reason?.message ?? "The store gave no reason.") : null,
      lease_until: null,
      updated_at: now,
      completed_at: now,
    });
    await settleItem(tx, command, { status, result, reason }, now);
    return status;
  });
}

/** The row of sync_queue that stands for the command, its attempt, and who wanted it, when and why. */
async function settleItem(tx: Tx, command: BridgeCommand, { status, reason }: CommandResult, now: number): Promise<void> {
  const { merchant_id: merchantId, connection_id: connectionId, sync_item_id: itemId } = command;
  const item = itemId === null ? undefined : await tx.find("sync_queue", { id: itemId, merchant_id: merchantId });
  const error =
    status === "failed"
      ? { error_class: "rejected", error_code: "command_refused", error_message: reason?.message ?? "The store gave no reason." }
      : null;
  const none = { error_class: null, error_code: null, error_message: null };
  const ended = status === "done" ? "completed" : "dead";
  if (item !== undefined) {
    // Also one that was given up because no answer came: now it is known. The lease goes: a worker that looks at it just now changes nothing.
    await tx.update(
      "sync_queue",
      { status: ended, completed_at: now, updated_at: now, lease_token: null, lease_until: null, ...none, ...error },
      { id: item.id, merchant_id: merchantId },
    );
    await tx.insert("attempts", {
      merchant_id: merchantId,
      sync_item_id: item.id,
      number: Math.max(1, command.attempts),
      started_at: command.created_at,
      duration_ms: Math.max(0, now - command.created_at),
      outcome: ended,
      ...none,
      ...error,
    });
  }
  const payload = JSON.parse(command.payload) as Record<string, unknown>;
  const { entityType, entityId } = item
    ? { entityType: item.entity_type, entityId: item.entity_id }
    : subjectOf(command.kind as CommandKind, payload);
  const why = item === undefined ? {} : (JSON.parse(item.payload) as { reason?: string });
  await writeAudit(
    tx,
    merchantId,
    {
      connectionId,
      kind: "command",
      actor: "worker",
      action: status === "done" ? "store_command_done" : "store_command_failed",
      entityType,
      entityId,
      ...(item && { syncItemId: item.id }),
      data: {
        kind: command.kind,
        cause: item?.cause ?? null,
        ...(why.reason !== undefined && { why: why.reason }),
        ...(command.kind === "order.status" && { to: payload["status"] }),
        ...(reason && { code: reason.code }),
      },
    },
    now,
  );
}
