import type { Connector } from "../contract.ts";
import { FIELDS } from "./account.ts";
import { reports } from "./reports.ts";
import { check, send } from "./send.ts";

export const whatsapp: Connector = {
  name: "whatsapp",
  label: "WhatsApp",
  accountId: ({ phone_number_id }) => (typeof phone_number_id === "string" ? phone_number_id : null),
  sender: {
    name: "whatsapp",
    label: "WhatsApp",
    channel: "whatsapp",
    fields: FIELDS,
    send,
    check,
  },
  reports,
};
