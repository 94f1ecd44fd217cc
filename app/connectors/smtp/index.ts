import type { Connector } from "../contract.ts";
import { FIELDS } from "./account.ts";

export const smtp: Connector = {
  name: "smtp",
  label: "E-mail (SMTP)",
  accountId: () => null,
  sender: {
    name: "smtp",
    label: "E-mail (SMTP)",
    channel: "email",
    fields: FIELDS,
    // The mail library is loaded with the first mail: not every process, and no thread that only reads, sends any.
    send: async (message, account, world) => (await import("./send.ts")).send(message, account, world),
    check: async (account, world) => (await import("./send.ts")).check(account, world),
  },
  reports: null,
};
