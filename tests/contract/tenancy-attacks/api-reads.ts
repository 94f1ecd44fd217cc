/** What REST v1 reads. */
import { findOrderIds } from "#app/data/orders-list.server.ts";
import { readWaiting } from "#app/data/waiting.server.ts";
import { bravo, eachOf, type Attacks } from "../../helpers/attack.ts";
import { SEED_NOW } from "../../helpers/seed-model.ts";
import { SHARED } from "../../helpers/seed-tenant.ts";

export const attacks: Attacks = {
  "orders-list/findOrderIds": (db, _tx, me) =>
    eachOf([bravo.orderId, SHARED.orderRef, SHARED.orderExternalId], (search) => findOrderIds(db, me, search)),
  "waiting/readWaiting": async (_db, tx, me) => {
    // Something of theirs is due, for as long as it is looked at.
    const [one] = await tx.list("deliveries", { merchant_id: bravo.merchantId });
    if (one) await tx.update("deliveries", { status: "pending" }, { id: one.id });
    const waiting = await readWaiting(tx, me, SEED_NOW + 1e11);
    if (one) await tx.update("deliveries", { status: one.status }, { id: one.id });
    return waiting;
  },
};
