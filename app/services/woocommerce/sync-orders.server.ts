/** "Sync now": orders are read from a store and stored at once; their fate is waited for as long as a caller may be kept waiting. */
import { setTimeout as delay } from "node:timers/promises";
import { writeAudit } from "#app/data/audit.server.ts";
import { updateConnection, type Connection } from "#app/data/connections.server.ts";
import { readOutcomes, type DeliveryOutcome } from "#app/data/deliveries-outcomes.server.ts";
import { failure, type Failure } from "#app/domain/failure.ts";
import { placeText, readPlace } from "#app/domain/store-connection.ts";
import { err, ok, type Result } from "#app/lib/result.ts";
import type { ServiceContext } from "../context.server.ts";
import { listModified } from "./list-modified.server.ts";
import { storeApi } from "./store-api.server.ts";
import { storeRead, type StoredItem } from "./store-deliveries.server.ts";

export const MOST_SYNCED = 100;
/** A proxy in front of us gives up after thirty seconds, mostly; reading took its part of them. */
const WAIT_MS = 10_000;

export interface SyncRequest {
  /** WooCommerce's own word. */
  status?: string | undefined;
  /** A moment, or `next_since` of the answer before. */
  since?: string | undefined;
  limit?: number | undefined;
}

export interface SyncResult {
  at: number;
  total: number;
  /** In the hub as the store has them. */
  synced: number;
  failed: number;
  /** Stored safely, and not worked on yet. */
  waiting: number;
  errors: { orderId: string; orderRef: string | null; code: string; message: string; deliveryId: number }[];
  nextSince: string | null;
}

export async function syncOrders(
  ctx: ServiceContext,
  connection: Connection,
  { status, since, limit = MOST_SYNCED }: SyncRequest,
  waitMs = WAIT_MS,
): Promise<Result<SyncResult, Failure>> {
  if (connection.status === "inactive") return err(failure("conflict", "integration_inactive", "The integration is disconnected."));
  const api = storeApi(ctx, connection, { actor: "merchant" });
  const read = await listModified(api, "/orders", since === undefined ? null : readPlace(since), limit, status === undefined ? {} : { status });
  if (!read.ok) return read;
  const stored = await storeRead(ctx, connection, "order", read.value.items);
  const outcomes = await settled(ctx, connection, stored, waitMs);
  const result = resultOf(ctx, stored, outcomes, read.value.next === null ? null : placeText(read.value.next));
  await ctx.db.write(async (tx) => {
    await updateConnection(tx, connection.merchant_id, connection.id, { last_sync_at: result.at });
    const data = { total: result.total, synced: result.synced, failed: result.failed, waiting: result.waiting };
    await writeAudit(
      tx,
      connection.merchant_id,
      {
        connectionId: connection.id,
        kind: "command",
        actor: "merchant",
        action: "store_synced",
        entityType: "connection",
        entityId: connection.id,
        data,
      },
      result.at,
    );
  });
  return ok(result);
}

async function settled(ctx: ServiceContext, connection: Connection, stored: readonly StoredItem[], waitMs: number): Promise<DeliveryOutcome[]> {
  const ids = [...new Set(stored.map((one) => one.deliveryId))];
  const endsAt = performance.now() + waitMs;
  for (;;) {
    const outcomes = await readOutcomes(ctx.db, connection.merchant_id, ids);
    if (outcomes.every(isSettled) || performance.now() > endsAt) return outcomes;
    await delay(50);
  }
}
const isSettled = ({ status }: DeliveryOutcome): boolean => ["completed", "held", "dead"].includes(status);

function resultOf(ctx: ServiceContext, stored: readonly StoredItem[], outcomes: readonly DeliveryOutcome[], nextSince: string | null): SyncResult {
  const byId = new Map(outcomes.map((one) => [one.id, one]));
  const fates = stored.map((one) => ({ ...one, fate: byId.get(one.deliveryId) }));
  const failed = fates.filter(({ fate }) => fate?.status === "held" || fate?.status === "dead");
  const synced = fates.filter(({ fate }) => fate?.status === "completed");
  return {
    at: ctx.clock(),
    total: stored.length,
    synced: synced.length,
    failed: failed.length,
    waiting: stored.length - synced.length - failed.length,
    errors: failed.map(({ externalId, deliveryId, fate }) => ({
      orderId: externalId,
      orderRef: fate?.order_ref ?? null,
      code: fate?.error_code ?? "unexpected_error",
      message: fate?.error_message ?? "It could not be processed.",
      deliveryId,
    })),
    nextSince,
  };
}
