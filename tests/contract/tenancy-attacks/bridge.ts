/** A paired site of another merchant: its numbers, its commands, its codes. */
import * as commands from "#app/data/bridge-commands.server.ts";
import * as gaps from "#app/data/bridge-gaps.server.ts";
import * as sites from "#app/data/bridge-sites.server.ts";
import { saveContact } from "#app/data/merchant-contact.server.ts";
import * as codes from "#app/data/pairing-codes.server.ts";
import * as storeOrders from "#app/data/store-orders.server.ts";
import { bravo, eachOf, type Attacks } from "../../helpers/attack.ts";
import { SHARED } from "../../helpers/seed-tenant.ts";
import { wooConnectionId } from "../../helpers/seed-bridge.ts";
import { SEED_NOW } from "../../helpers/seed-model.ts";

const CONNECTIONS = [bravo.connectionId, wooConnectionId(bravo)];
const site = wooConnectionId(bravo);
const missing = bravo.deliveryIds[0] + 1;
const NEW_SITE = {
  connection_id: "con_new",
  site_url: "https://new.example.com",
  secret_encrypted: "k1:new",
  capabilities: "{}",
  health: "[]",
  outbox: "{}",
  created_at: SEED_NOW,
  updated_at: SEED_NOW,
};
const NEW_COMMAND = {
  id: "cmd_new",
  connection_id: site,
  kind: "order.note",
  payload: "{}",
  status: "pending",
  dedupe_key: "mine",
  created_at: SEED_NOW,
  updated_at: SEED_NOW,
  expires_at: SEED_NOW + 1,
};

export const attacks = {
  "bridge-commands/countWaitingCommands": (db, _tx, me) => eachOf(CONNECTIONS, (id) => commands.countWaitingCommands(db, me, id, SEED_NOW)),
  "bridge-commands/findCommandOfItem": (db, _tx, me) => commands.findCommandOfItem(db, me, bravo.connectionId, bravo.syncItemId),
  "bridge-commands/getCommand": (db, _tx, me) => commands.getCommand(db, me, bravo.connectionId, "cmd_bravo"),
  "bridge-commands/insertCommand": (_db, tx, me) => commands.insertCommand(tx, me, NEW_COMMAND),
  "bridge-commands/listCommands": (db, _tx, me) => eachOf(CONNECTIONS, (id) => commands.listCommands(db, me, id, 10)),
  "bridge-commands/listDueCommands": (db, _tx, me) => eachOf(CONNECTIONS, (id) => commands.listDueCommands(db, me, id, SEED_NOW, 10)),
  "bridge-commands/updateCommand": (_db, tx, me) => commands.updateCommand(tx, me, bravo.connectionId, "cmd_bravo", { status: "done" }),
  "bridge-gaps/countAsked": (_db, tx, me) => gaps.countAsked(tx, me, site, [missing], SEED_NOW),
  "bridge-gaps/insertGap": (_db, tx, me) => gaps.insertGap(tx, me, "con_mine", { seq: missing, until: missing }, SEED_NOW),
  "bridge-gaps/listGapsToAsk": (db, _tx, me) => gaps.listGapsToAsk(db, me, site, 10),
  "bridge-gaps/listGapsWithin": (db, _tx, me) => gaps.listGapsWithin(db, me, site, 1, missing),
  "bridge-gaps/removeGap": (_db, tx, me) => gaps.removeGap(tx, me, site, missing),
  "bridge-gaps/summariseGaps": (db, _tx, me) => gaps.summariseGaps(db, me, site),
  "bridge-sites/findSite": (db, _tx, me) => eachOf(CONNECTIONS, (id) => sites.findSite(db, me, id)),
  "bridge-sites/insertSite": (_db, tx, me) => sites.insertSite(tx, me, NEW_SITE),
  "bridge-sites/listSiteContacts": (db, _tx, me) => sites.listSiteContacts(db, me),
  "bridge-sites/updateSite": (_db, tx, me) => sites.updateSite(tx, me, site, { max_seq: 1 }),
  "merchant-contact/saveContact": (_db, tx, me) => saveContact(tx, me, { email: "new@example.com" }, SEED_NOW),
  "pairing-codes/findLatestCode": (db, _tx, me) => codes.findLatestCode(db, me),
  "pairing-codes/insertPairingCode": (_db, tx, me) =>
    codes.insertPairingCode(tx, me, { code_sha256: "sha-new", created_by: "merchant", created_at: SEED_NOW, expires_at: SEED_NOW }),
  "pairing-codes/removeUnusedCodes": (_db, tx, me) => codes.removeUnusedCodes(tx, me, SEED_NOW),
  "store-orders/findOrderByExternalId": (db, _tx, me) => storeOrders.findOrderByExternalId(db, me, bravo.connectionId, SHARED.orderExternalId),
  "store-orders/readConnectionFigures": (db, _tx, me) => storeOrders.readConnectionFigures(db, me, bravo.connectionId, SEED_NOW, 24),
} satisfies Attacks;
