/** WooCommerce stores with REST keys: schedules, logs, kept answers, presses of "Connect". */
import { listAudit, listRetryableSyncItems, listSyncItems, makeSyncItemsDue } from "#app/data/activity-list.server.ts";
import { readOutcomes } from "#app/data/deliveries-outcomes.server.ts";
import { beginRequest, endRequest } from "#app/data/idempotent-requests.server.ts";
import { listInventory } from "#app/data/inventory-list.server.ts";
import { finishPoll, listFailingPolls, listPollStates, savePollState } from "#app/data/poll-states.server.ts";
import { listConnectionLog, listStoreIntegrations } from "#app/data/store-integrations.server.ts";
import { insertAuthRequest } from "#app/data/wc-auth-requests.server.ts";
import { bravo, eachOf, type Attacks } from "../../helpers/attack.ts";
import { SEED_NOW } from "../../helpers/seed-model.ts";

const { connectionId, deliveryIds } = bravo;
const keySha256 = `key-${bravo.name}`;

const page = { size: 50 };
const ANY = ["pending", "processing", "completed", "failed", "dead", "held"];

export const attacks: Attacks = {
  "activity-list/listAudit": (db, _tx, me) => eachOf([{}, { connectionId }, { kind: "command" }], (filter) => listAudit(db, me, filter, page)),
  "activity-list/listRetryableSyncItems": (db, _tx, me) => listRetryableSyncItems(db, me, { statuses: ANY }, 100),
  "activity-list/listSyncItems": (db, _tx, me) =>
    eachOf([{}, { connectionId }, { entityType: "order" }], (filter) => listSyncItems(db, me, filter, page)),
  "activity-list/makeSyncItemsDue": async (_db, tx, me) => {
    const theirs = await tx.list("sync_queue", { merchant_id: bravo.merchantId });
    return makeSyncItemsDue(tx, me, ["", ...theirs.map(({ id }) => id)], ANY, SEED_NOW);
  },
  "inventory-list/listInventory": (db, _tx, me) =>
    eachOf([{}, { connectionId }, { sku: "MUG-1" }, { sku: "MUG-1", connectionId }], (filter) => listInventory(db, me, filter, page)),
  "deliveries-outcomes/readOutcomes": (db, _tx, me) => readOutcomes(db, me, deliveryIds),
  "idempotent-requests/beginRequest": (_db, tx, me) =>
    beginRequest(tx, me, { keySha256, requestSha256: bravo.name, givenUpBefore: 0, expiresAt: SEED_NOW + 1 }, SEED_NOW),
  "idempotent-requests/endRequest": async (_db, tx, me) => {
    await endRequest(tx, me, keySha256, { status: 200, body: "taken over" });
    await endRequest(tx, me, keySha256, null);
  },
  "poll-states/finishPoll": (_db, tx, me) =>
    finishPoll(tx, me, { connectionId, entity: "orders" }, { cursor: 1, found: 999, nextPollAt: 1, failure: null }, SEED_NOW),
  "poll-states/listFailingPolls": (db, _tx, me) => listFailingPolls(db, me),
  "poll-states/listPollStates": (_db, tx, me) => listPollStates(tx, me, connectionId),
  // The connection is theirs: a row for another kind of thing would be a new one, so the known one is named.
  "poll-states/savePollState": (_db, tx, me) =>
    savePollState(tx, me, { connectionId, entity: "orders", cursor: 1, nextPollAt: 1 }, SEED_NOW).catch(() => undefined),
  "store-integrations/listConnectionLog": (db, _tx, me) => listConnectionLog(db, me, connectionId, { size: 50 }),
  "store-integrations/listStoreIntegrations": (db, _tx, me) => listStoreIntegrations(db, me),
  "wc-auth-requests/insertAuthRequest": (_db, tx, me) =>
    insertAuthRequest(tx, me, { nonce_sha256: "nonce-new", store_url: "https://new.example.com", settings: "{}", expires_at: SEED_NOW }, SEED_NOW),
};
