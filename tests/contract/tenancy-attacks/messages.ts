import * as consents from "#app/data/consents.server.ts";
import { findMessageSettings, saveMessageSettings } from "#app/data/merchant-settings.server.ts";
import * as messages from "#app/data/messages.server.ts";
import { DEFAULT_MESSAGE_SETTINGS } from "#app/domain/messages/settings.ts";
import { SEED_NOW } from "../../helpers/seed-model.ts";
import { bravo, type Attacks } from "../../helpers/attack.ts";
import { SHARED } from "../../helpers/seed-tenant.ts";

const addresses = [bravo.email, SHARED.phone];
const person = { orderIds: [bravo.orderId], customerIds: [bravo.customerId], addresses };

export const attacks: Attacks = {
  "consents/findConsents": async (_db, tx, me) => [...(await consents.findConsents(tx, me, addresses))],
  "consents/listConsentsOf": (db, _tx, me) => consents.listConsentsOf(db, me, addresses),
  "consents/findConsent": (_db, tx, me) => Promise.all(addresses.map((address) => consents.findConsent(tx, me, address))),
  "consents/listConsentHistory": (db, _tx, me) => consents.listConsentHistory(db, me, addresses, 100),
  "consents/auditConsent": (_db, tx, me) =>
    consents.auditConsent(tx, me, undefined, {
      ...{ address: bravo.email, state: "granted", source: "merchant", connectionId: null },
      ...{ saidAt: SEED_NOW, at: SEED_NOW },
    }),
  "consents/saveConsent": (_db, tx, me) =>
    consents.saveConsent(tx, me, { address: `someone-else-than-${me}@example.com`, state: "refused", source: "merchant" }, SEED_NOW),
  "consents/eraseConsents": (_db, tx, me) => consents.eraseConsents(tx, me, addresses, SEED_NOW),
  "consents/removeStrangersConsents": (_db, tx, me) => consents.removeStrangersConsents(tx, me, 100),
  "merchant-settings/findMessageSettings": (db, _tx, me) => findMessageSettings(db, me),
  "merchant-settings/saveMessageSettings": (_db, tx, me) => saveMessageSettings(tx, me, DEFAULT_MESSAGE_SETTINGS, SEED_NOW),
  "messages/findMessage": (db, _tx, me) => messages.findMessage(db, me, `msg_${bravo.name}`),
  "messages/findMessageOfProvider": (db, _tx, me) => messages.findMessageOfProvider(db, me, "whatsapp", `wamid.${bravo.name}`),
  "messages/listMessagesOfOrder": (db, _tx, me) => messages.listMessagesOfOrder(db, me, bravo.orderId),
  "messages/listPlannedTo": (db, _tx, me) => messages.listPlannedTo(db, me, bravo.email),
  "messages/findLastMessageTo": (db, _tx, me) => messages.findLastMessageTo(db, me, "email", bravo.email),
  "messages/listMessagesOfPerson": (db, _tx, me) => messages.listMessagesOfPerson(db, me, person),
  "messages/findReportsOf": (db, _tx, me) =>
    messages.findReportsOf(db, me, [
      { provider_id: SHARED.orderExternalId } as messages.Message,
      { provider_id: `wamid.${bravo.name}` } as messages.Message,
    ]),
  "messages/eraseMessages": async (db, tx, me) => {
    const theirs = await messages.listMessagesOfPerson(db, bravo.merchantId, person);
    await messages.eraseMessages(tx, me, theirs, SEED_NOW);
  },
};
