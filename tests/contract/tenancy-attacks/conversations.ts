/** Conversations: lists, one of them, and how many wait. */
import * as conversations from "#app/data/conversations.server.ts";
import { findCustomerIds } from "#app/data/customers-list.server.ts";
import { bravo, eachOf, type Attacks } from "../../helpers/attack.ts";
import { SHARED } from "../../helpers/seed-tenant.ts";

const page = { size: 50 };

export const attacks: Attacks = {
  "conversations/countMessages": (db, _tx, me) => conversations.countMessages(db, me, ["planned", "received"], 100),
  "conversations/findConversation": (db, _tx, me) =>
    eachOf([bravo.customerId, "msg_bravo", "msg_bravo_in"], (id) => conversations.findConversation(db, me, id)),
  "conversations/listConversations": (db, _tx, me) =>
    eachOf(
      [{}, { search: bravo.email }, { search: SHARED.phone }, { search: SHARED.orderRef }, { statuses: ["planned"] }, { statuses: ["received"] }],
      (filter) => conversations.listConversations(db, me, filter, page),
    ),
  "customers-list/findCustomerIds": (db, _tx, me) => eachOf([bravo.email, SHARED.customerExternalId], (search) => findCustomerIds(db, me, search)),
};
