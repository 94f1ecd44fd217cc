import { ensureConnection } from "#app/data/connections.server.ts";
import { SEED_NOW } from "../../helpers/seed-model.ts";
import { bravo, type Attacks } from "../../helpers/attack.ts";

export const attacks: Attacks = {
  "connections/ensureConnection": async (_db, tx, me) => {
    const made = await ensureConnection(tx, me, "csv", bravo.merchantId, "CSV import", SEED_NOW).catch(() => null);
    return made === null ? "no such merchant" : made.merchant_id === me;
  },
};
