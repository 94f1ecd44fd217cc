/** What another merchant's store means by its statuses, what is noted on its orders, and how often its signatures were refused. */
import { listOrderNotes } from "#app/data/order-notes.server.ts";
import { countRefusedSignatures } from "#app/data/refused-signatures.server.ts";
import * as mappings from "#app/data/status-mappings.server.ts";
import { bravo, eachOf, type Attacks } from "../../helpers/attack.ts";
import { wooConnectionId } from "../../helpers/seed-bridge.ts";
import { SHARED } from "../../helpers/seed-tenant.ts";
import { SEED_NOW } from "../../helpers/seed-model.ts";

const CONNECTIONS = [bravo.connectionId, wooConnectionId(bravo)];
const THEIRS = { direction: "in", from_value: "awaiting-pickup" } as const;

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
} satisfies Attacks;
