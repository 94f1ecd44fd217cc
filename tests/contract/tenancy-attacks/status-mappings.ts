/** What another merchant's store means by its statuses, what is noted on its orders, and how often its signatures were refused. */
import { listOrderNotes } from "#app/data/order-notes.server.ts";
import { countRefusedSignatures } from "#app/data/refused-signatures.server.ts";
import { countOrdersByMeaning, listDifferingOrders } from "#app/data/store-status-orders.server.ts";
import { listEntitiesInWork, planSyncItemAgain } from "#app/data/sync-items.server.ts";
import * as mappings from "#app/data/status-mappings.server.ts";
import type { Tx } from "#app/data/database.ts";
import { bravo, eachOf, type Attacks } from "../../helpers/attack.ts";
import { wooConnectionId } from "../../helpers/seed-bridge.ts";
import { SHARED } from "../../helpers/seed-tenant.ts";
import { SEED_NOW } from "../../helpers/seed-model.ts";

const CONNECTIONS = [bravo.connectionId, wooConnectionId(bravo)];
const THEIRS = { direction: "in", from_value: "awaiting-pickup" } as const;

/** Their order is in a status of the store, for as long as it is looked at. */
async function withStoreStatus(tx: Tx, look: () => Promise<unknown>): Promise<unknown> {
  const [theirs] = await tx.list("orders", { id: bravo.orderId });
  if (theirs) await tx.update("orders", { source_status: "picking" }, { id: theirs.id });
  const seen = await look();
  if (theirs) await tx.update("orders", { source_status: theirs.source_status }, { id: theirs.id });
  return seen;
}

/** Their item is done, for as long as it is asked for again. */
async function withEndedItem(tx: Tx, ask: () => Promise<unknown>): Promise<void> {
  const [theirs] = await tx.list("sync_queue", { id: bravo.syncItemId });
  if (theirs) await tx.update("sync_queue", { status: "completed" }, { id: theirs.id });
  // A key is taken or free within a connection, whosesoever: what counts is that their row stays as it is.
  await ask();
  const [after] = await tx.list("sync_queue", { id: bravo.syncItemId });
  if (theirs && after?.status === "completed") await tx.update("sync_queue", { status: theirs.status }, { id: theirs.id });
}

export const attacks = {
  "order-notes/listOrderNotes": (db, _tx, me) =>
    eachOf(CONNECTIONS, (id) => eachOf([SHARED.orderExternalId, bravo.orderId], (order) => listOrderNotes(db, me, id, order))),
  "refused-signatures/countRefusedSignatures": async (_db, tx, me) => {
    const hour = SEED_NOW - (SEED_NOW % 3_600_000);
    const row = { connection_id: bravo.connectionId, kind: "unverified", hour };
    const [theirs] = await tx.list("connections", { id: bravo.connectionId });
    if (theirs) await tx.insert("receipt_counters", { ...row, count: 3 });
    const count = await countRefusedSignatures(tx, me, bravo.connectionId, SEED_NOW);
    if (theirs) await tx.remove("receipt_counters", row);
    return count;
  },
  "status-mappings/countHeldByKey": async (_db, tx, me) => {
    // Something of theirs waits, for as long as it is looked at.
    const [one] = await tx.list("deliveries", { merchant_id: bravo.merchantId });
    if (one) await tx.update("deliveries", { status: "held", hold_key: "status:picking" }, { id: one.id });
    const held = await eachOf(CONNECTIONS, (id) => mappings.countHeldByKey(tx, me, id, "status:"));
    if (one) await tx.update("deliveries", { status: one.status, hold_key: one.hold_key }, { id: one.id });
    return held;
  },
  "status-mappings/findStatusMapping": (db, _tx, me) =>
    eachOf(CONNECTIONS, (id) => mappings.findStatusMapping(db, me, id, THEIRS.direction, THEIRS.from_value)),
  "status-mappings/listStatusMappings": (db, _tx, me) => eachOf(CONNECTIONS, (id) => mappings.listStatusMappings(db, me, id)),
  "status-mappings/removeStatusMapping": (_db, tx, me) =>
    eachOf(CONNECTIONS, (id) => mappings.removeStatusMapping(tx, me, id, THEIRS.direction, THEIRS.from_value)),
  "status-mappings/saveStatusMapping": (_db, tx, me) =>
    mappings.saveStatusMapping(tx, me, {
      connection_id: "con_mine",
      ...THEIRS,
      to_value: "CANCELLED",
      created_by: "merchant",
      updated_at: SEED_NOW,
    }),
  "store-status-orders/countOrdersByMeaning": (_db, tx, me) =>
    withStoreStatus(tx, () => eachOf(CONNECTIONS, (id) => countOrdersByMeaning(tx, me, id, [{ from: "picking", to: "PICKED" }], 10))),
  "store-status-orders/listDifferingOrders": (_db, tx, me) =>
    withStoreStatus(tx, () => eachOf(CONNECTIONS, (id) => listDifferingOrders(tx, me, id, { from: "picking", to: "PICKED" }, 10))),
  "sync-items/listEntitiesInWork": (db, _tx, me) => eachOf(CONNECTIONS, (id) => listEntitiesInWork(db, me, id, "order")),
  "sync-items/planSyncItemAgain": (_db, tx, me) =>
    withEndedItem(tx, () => {
      const item = { entityType: "order", entityId: SHARED.orderExternalId, action: "read", direction: "inbound" as const, cause: "operator" };
      return planSyncItemAgain(tx, me, { ...item, connectionId: bravo.connectionId, dedupeKey: "read:order", payload: {} }, SEED_NOW);
    }),
} satisfies Attacks;
