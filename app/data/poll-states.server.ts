/** How far the stores that are asked on a schedule were read: one row per connection and kind of thing. */
import type { Database, Row, Tx } from "./database.ts";
import { reading, writing } from "./either.ts";

export type PollState = Row<"poll_states">;

export interface NewPollState {
  connectionId: string;
  entity: string;
  /** Epoch ms: everything modified before it was seen. */
  cursor: number;
  nextPollAt: number;
}

/** @param keepsCursor of a known one: what was not read yet is not skipped. */
export function savePollState(
  db: Database | Tx,
  merchantId: string,
  { connectionId, entity, cursor, nextPollAt }: NewPollState,
  now: number,
  { keepsCursor = false } = {},
): Promise<void> {
  return writing(db, async (tx) => {
    const known = await tx.find("poll_states", { connection_id: connectionId, entity });
    if (known !== undefined && known.merchant_id !== merchantId) return;
    const patch = { next_poll_at: nextPollAt, error_code: null, error_message: null, updated_at: now };
    if (known)
      await tx.update("poll_states", keepsCursor ? patch : { ...patch, cursor }, { connection_id: connectionId, entity, merchant_id: merchantId });
    else await tx.insert("poll_states", { connection_id: connectionId, entity, merchant_id: merchantId, cursor, ...patch });
  });
}

/** What a look at the store came to; the cursor is left where it was when there is none. */
export async function finishPoll(
  db: Database | Tx,
  merchantId: string,
  of: { connectionId: string; entity: string },
  outcome: { cursor?: number; found: number; nextPollAt: number; failure: { code: string; message: string } | null },
  now: number,
): Promise<void> {
  await writing(db, (tx) =>
    tx.update(
      "poll_states",
      {
        ...(outcome.cursor !== undefined && { cursor: outcome.cursor }),
        next_poll_at: outcome.nextPollAt,
        last_polled_at: now,
        found: outcome.found,
        error_code: outcome.failure?.code ?? null,
        error_message: outcome.failure?.message ?? null,
        updated_at: now,
      },
      { connection_id: of.connectionId, entity: of.entity, merchant_id: merchantId },
    ),
  );
}

export function listPollStates(db: Database | Tx, merchantId: string, connectionId: string): Promise<PollState[]> {
  return reading(db)
    .selectFrom("poll_states")
    .selectAll()
    .where("merchant_id", "=", merchantId)
    .where("connection_id", "=", connectionId)
    .orderBy("entity")
    .execute();
}

/** Of active connections: what the last look could not read. */
export async function listFailingPolls(
  db: Database,
  merchantId: string,
): Promise<Pick<PollState, "connection_id" | "entity" | "error_code" | "error_message">[]> {
  return db.read
    .selectFrom("connections")
    .innerJoin("poll_states", "poll_states.connection_id", "connections.id")
    .select(["poll_states.connection_id", "poll_states.entity", "poll_states.error_code", "poll_states.error_message"])
    .where("connections.merchant_id", "=", merchantId)
    .where("poll_states.merchant_id", "=", merchantId)
    .where("connections.status", "=", "active")
    .where("connections.deleted_at", "is", null)
    .where("poll_states.error_code", "is not", null)
    .orderBy("poll_states.connection_id")
    .orderBy("poll_states.entity")
    .execute();
}
