import { getApiKey, insertApiKey, listApiKeys, removeApiKeysOf, updateApiKey } from "#app/data/api-keys.server.ts";
import { ensureConnection } from "#app/data/connections.server.ts";
import { findQuotaWindow, listQuotaWindows, saveQuotaWindow } from "#app/data/quota.server.ts";
import { SEED_NOW } from "../../helpers/seed-model.ts";
import { bravo, type Attacks } from "../../helpers/attack.ts";

const keyId = `key_${bravo.name}`;
const windowId = `key:${keyId}`;

export const attacks: Attacks = {
  "api-keys/getApiKey": (_db, tx, me) => getApiKey(tx, me, keyId),
  "api-keys/insertApiKey": (_db, tx, me) =>
    insertApiKey(tx, me, {
      id: "key_new",
      connection_id: bravo.connectionId,
      name: "new",
      mode: "live",
      prefix: "cd_live_new",
      key_sha256: "new",
      scopes: "read",
      created_by: "merchant",
      created_at: SEED_NOW,
    }),
  "api-keys/listApiKeys": (_db, tx, me) => listApiKeys(tx, me),
  "api-keys/removeApiKeysOf": (_db, tx, me) => removeApiKeysOf(tx, me, bravo.connectionId),
  "api-keys/updateApiKey": (_db, tx, me) => updateApiKey(tx, me, keyId, { revoked_at: SEED_NOW }),
  "connections/ensureConnection": async (_db, tx, me) => {
    const made = await ensureConnection(tx, me, "csv", bravo.merchantId, "CSV import", SEED_NOW).catch(() => null);
    return made === null ? "no such merchant" : made.merchant_id === me;
  },
  "quota/findQuotaWindow": (_db, tx, me) => findQuotaWindow(tx, me, windowId),
  "quota/listQuotaWindows": (db, _tx, me) => listQuotaWindows(db, me, [windowId, `merchant:${bravo.merchantId}`], 0),
  // The same id for another merchant would be refused by the table: nothing of bravo's is changed.
  "quota/saveQuotaWindow": (_db, tx, me) =>
    tx.attempt(() => saveQuotaWindow(tx, me, windowId, { started_at: SEED_NOW, used: 999 })).catch(() => undefined),
};
