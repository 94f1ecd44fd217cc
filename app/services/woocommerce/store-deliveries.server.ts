/** What was read from a store goes the way of everything that arrives: stored first, once, and worked on by the worker. */
import { createHash } from "node:crypto";
import type { Connection } from "#app/data/connections.server.ts";
import { deliveryLane } from "#app/inbox/delivery-lane.ts";
import type { Receipt } from "#app/inbox/receipt.ts";
import { storeReceipts } from "#app/inbox/store-receipts.server.ts";
import type { ServiceContext } from "../context.server.ts";
import type { Modified } from "./list-modified.server.ts";
import { readStoreSettings } from "./store-settings.ts";

export type PolledEntity = "order" | "product";

export interface StoredItem {
  externalId: string;
  deliveryId: number;
  /** It was here before, just so. */
  isRepeat: boolean;
}

/** Per transaction: ingest goes on between them. */
const GROUP = 25;

/** Nothing is stored of a connection that is no longer active: its items are then missing from the answer. */
export async function storeRead(
  ctx: ServiceContext,
  connection: Connection,
  entity: PolledEntity,
  items: readonly Modified[],
): Promise<StoredItem[]> {
  const stored: StoredItem[] = [];
  for (let at = 0; at < items.length; at += GROUP) {
    const group = items.slice(at, at + GROUP);
    const now = ctx.clock();
    const receipts = group.map((one) => receiptOf(connection, entity, one, now));
    const outcomes = await ctx.db.write((tx) => storeReceipts(tx, ctx.queue, receipts));
    outcomes.forEach((outcome, index) => {
      const externalId = String(group[index]!.id);
      if (outcome.kind === "stored" || outcome.kind === "repeat" || outcome.kind === "conflict")
        stored.push({ externalId, deliveryId: outcome.deliveryId, isRepeat: outcome.kind === "repeat" });
    });
    ctx.queue.wake(deliveryLane);
  }
  return stored;
}

function receiptOf(connection: Connection, entity: PolledEntity, { id, modifiedAt, item }: Modified, now: number): Receipt {
  const { related_ids: _, ...lasting } = item;
  // WooCommerce picks related products anew with each answer, which would make each answer another one.
  const body = Buffer.from(JSON.stringify(lasting));
  const modified = /^[\d:T-]{1,30}$/.exec(String(item["date_modified_gmt"]))?.[0] ?? "";
  const at = Date.parse(`${modified}Z`);
  return {
    channel: connection.channel,
    account: connection.external_id,
    mode: "live",
    topic: `${entity}.polled`,
    dedupeKey: `poll:${entity}:${id}:${modified}:${createHash("sha256").update(body).digest("hex")}`,
    sourceEventId: null,
    triggeredAt: Number.isNaN(at) ? null : at,
    headers: "{}",
    body,
    receivedAt: now,
    isAlwaysAccepted: false,
    origin: originOf(connection, modifiedAt),
  };
}

/** What was changed last before the store was connected is history; where nothing is taken over by itself, all of it is. */
const originOf = (connection: Connection, modifiedAt: number): "live" | "backfill" =>
  readStoreSettings(connection).auto_sync !== false && modifiedAt >= connection.created_at ? "live" : "backfill";
