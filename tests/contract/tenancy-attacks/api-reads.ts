/** What REST v1 reads. */
import { findOrderIds } from "#app/data/orders-list.server.ts";
import { readWaiting } from "#app/data/waiting.server.ts";
import { bravo, eachOf, type Attacks } from "../../helpers/attack.ts";
import { SEED_NOW } from "../../helpers/seed-model.ts";
import { SHARED } from "../../helpers/seed-tenant.ts";

export const attacks: Attacks = {
  "orders-list/findOrderIds": (db, _tx, me) =>
    eachOf([bravo.orderId, SHARED.orderRef, SHARED.orderExternalId], (search) => findOrderIds(db, me, search)),
  "waiting/readWaiting": (db, _tx, me) => readWaiting(db, me, SEED_NOW + 1e11),
};
