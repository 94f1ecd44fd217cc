/** The cleaning of old content, and what it is set to. */
import * as retention from "#app/data/retention.server.ts";
import { RETENTION_LIMITS, type RetentionRun } from "#app/domain/retention.ts";
import { bravo, type Attacks } from "../../helpers/attack.ts";
import { SEED_NOW } from "../../helpers/seed-model.ts";

const LATER = SEED_NOW + 1e11;
const run: RetentionRun = {
  trigger: "merchant",
  requested_at: SEED_NOW,
  started_at: null,
  full_at: SEED_NOW,
  kind: "deliveries",
  positions: {},
  counts: { deliveries: 0, activity: 0, messages: 0, imports: 0, exports: 0 },
};
const periods = { deliveries: 7, activity: 30, messages: 30, imports: 7, exports: RETENTION_LIMITS.exports.min };

export const attacks: Attacks = {
  "retention/askForRetentionRun": (_db, tx, me) => retention.askForRetentionRun(tx, me, run, SEED_NOW),
  "retention/cleanActivity": (_db, tx, me) => retention.cleanActivity(tx, me, [...bravo.deliveryIds]),
  "retention/cleanDataExports": (_db, tx, me) => retention.cleanDataExports(tx, me, LATER, 100),
  "retention/cleanDeliveries": (_db, tx, me) => retention.cleanDeliveries(tx, me, [...bravo.deliveryIds]),
  "retention/cleanImportRows": (_db, tx, me) => retention.cleanImportRows(tx, me, { importId: "imp_bravo", rowNumbers: [2, 3] }),
  "retention/cleanMessages": (_db, tx, me) => retention.cleanMessages(tx, me, ["msg_bravo", "msg_bravo_in"]),
  "retention/endRetentionRun": (_db, tx, me) => retention.endRetentionRun(tx, me, { ...run, started_at: SEED_NOW, ended_at: SEED_NOW }, SEED_NOW),
  "retention/getRetention": (_db, tx, me) => retention.getRetention(tx, me),
  "retention/listOldActivity": (db, _tx, me) => retention.listOldActivity(db, me, LATER, 100),
  "retention/listOldDeliveries": (db, _tx, me) => retention.listOldDeliveries(db, me, LATER, null, 100),
  "retention/listOldImportRows": (db, _tx, me) => retention.listOldImportRows(db, me, LATER, 100),
  "retention/listOldMessages": (db, _tx, me) => retention.listOldMessages(db, me, LATER, null, 100),
  "retention/saveRetention": (_db, tx, me) => retention.saveRetention(tx, me, periods, SEED_NOW),
  "retention/saveRetentionRun": (_db, tx, me) => retention.saveRetentionRun(tx, me, run, SEED_NOW),
};
