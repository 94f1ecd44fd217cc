/**
 * A command for a store's plugin, and the row of sync_queue that stands for it on every page. The item waits until the plugin answers; when
 * the command's time is over without an answer the queue takes the item up (`overdueCommand`), and it ends as what it is.
 */
import { writeAudit } from "#app/data/audit.server.ts";
import { findCommandOfItem, insertCommand, updateCommand } from "#app/data/bridge-commands.server.ts";
import type { Connection } from "#app/data/connections.server.ts";
import type { Row, Tx } from "#app/data/database.ts";
import { planSyncItem } from "#app/data/sync-items.server.ts";
import {
  canBecome,
  COMMAND_LIFE_MS,
  COMMAND_PAYLOADS,
  subjectOf,
  type CommandKind,
  type CommandPayload,
  type CommandStatus,
} from "#app/domain/bridge/command.ts";
import { failure, type Failure } from "#app/domain/failure.ts";
import { newId } from "#app/lib/ids.ts";
import { err, ok, type Result } from "#app/lib/result.ts";
import type { Later } from "#app/sync/read-entity.server.ts";
import { syncLane } from "#app/sync/sync-lane.ts";
import type { ServiceContext } from "../context.server.ts";

export interface CommandWish {
  /** Who or what wants it: merchant, operator, key:<id>, delivery:<id>. */
  cause: string;
  /** Why, for the audit trail; never anything about a person. */
  reason?: string;
  /** A row of sync_queue that is there already and shall wait for the answer; without it one is made. */
  syncItemId?: string;
  lifeMs?: number;
}

/** In the item's action: "command:stock.set". */
const ACTION = "command";

/**
 * Plans a command in the transaction of whatever wants it.
 * @param dedupeKey one command per wish and connection: the second time nothing happens
 * @returns the command's id; null when there is one for this wish
 * @throws where the payload is not one of this kind: that is a bug of the caller
 */
export async function planCommand<K extends CommandKind>(
  { queue, clock }: Pick<ServiceContext, "queue" | "clock">,
  tx: Tx,
  connection: Pick<Connection, "id" | "merchant_id">,
  kind: K,
  payload: CommandPayload<K>,
  dedupeKey: string,
  { cause, reason, syncItemId, lifeMs = COMMAND_LIFE_MS }: CommandWish,
): Promise<string | null> {
  const now = clock();
  const checked = COMMAND_PAYLOADS[kind].parse(payload) as Record<string, unknown>;
  const { entityType, entityId } = subjectOf(kind, checked);
  const expiresAt = now + lifeMs;
  const item = {
    connectionId: connection.id,
    entityType,
    entityId,
    action: ACTION,
    direction: "outbound",
    cause,
    dedupeKey: `command:${dedupeKey}`,
    payload: { kind, ...(reason !== undefined && { reason }) },
  } as const;
  const itemId = syncItemId ?? (await planSyncItem(tx, connection.merchant_id, item, now));
  if (itemId === null) return null;
  const id = newId("cmd", now);
  const isNew = await insertCommand(tx, connection.merchant_id, {
    id,
    connection_id: connection.id,
    kind,
    payload: JSON.stringify(checked),
    status: "pending",
    dedupe_key: dedupeKey,
    sync_item_id: itemId,
    created_at: now,
    updated_at: now,
    expires_at: expiresAt,
  });
  if (!isNew) return null;
  // Not the worker carries it out but the plugin: nothing is due before the command's time is over.
  if (syncItemId === undefined) await tx.update("sync_queue", { next_attempt_at: expiresAt }, { id: itemId, merchant_id: connection.merchant_id });
  await queue.schedule(tx, syncLane, [itemId], expiresAt);
  return id;
}

/** The worker's part: the item of a command is due when its time is over. */
export function overdueCommand(ctx: Pick<ServiceContext, "db" | "clock">, item: Row<"sync_queue">): Promise<Result<null | Later, Failure>> {
  return ctx.db.write(async (tx) => {
    const { merchant_id: merchantId, connection_id: connectionId } = item;
    const command = await findCommandOfItem(tx, merchantId, connectionId, item.id);
    if (command === undefined) return err(failure("bug", "unexpected_error", "There is no command of this item."));
    const now = ctx.clock();
    if (command.status === "done") return ok(null);
    if (command.status === "failed") return err(failure("rejected", "command_refused", command.error_message ?? "The store refused it."));
    if (command.expires_at > now) return ok({ kind: "later", at: command.expires_at });
    const wasFetched = command.attempts > 0;
    const ended = wasFetched
      ? failure("outcome_unknown", "command_outcome_unknown", "The store fetched it and never said what became of it.")
      : failure("rejected", "command_not_fetched", "The store did not fetch it in time.");
    if (canBecome(command.status as CommandStatus, "expired")) {
      const patch = {
        status: "expired",
        lease_until: null,
        error_code: ended.code,
        error_message: ended.message,
        updated_at: now,
        completed_at: now,
      };
      await updateCommand(tx, merchantId, connectionId, command.id, patch);
      await writeAudit(
        tx,
        merchantId,
        {
          connectionId,
          kind: "command",
          actor: "worker",
          action: "store_command_expired",
          entityType: item.entity_type,
          entityId: item.entity_id,
          syncItemId: item.id,
          data: { kind: command.kind, cause: item.cause, code: ended.code },
        },
        now,
      );
    }
    return err(ended);
  });
}
