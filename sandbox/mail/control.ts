import { readLimit } from "../api/paging.ts";
import { parseInput } from "../commerce/inputs.ts";
import type { Route } from "../http.ts";
import { mailFaultsSchema, readMailFaults, setMailFaults } from "./faults.ts";
import { readMailAccount } from "./sink.ts";
import { listMails, rawMail } from "./store.ts";

/** The mail sink's JSON API, under /sandbox/mail. */
export const mailControlRoutes: Route[] = [
  {
    method: "GET",
    pattern: "/sandbox/mail",
    handle: (_request, ctx) => ({ status: 200, body: { account: readMailAccount(ctx), faults: readMailFaults(ctx) } }),
  },
  {
    method: "GET",
    pattern: "/sandbox/mail/messages",
    handle: (request, ctx) => ({ status: 200, body: { messages: listMails(ctx, readLimit(request.query, 500)) } }),
  },
  {
    // Everything as it came over the wire.
    method: "GET",
    pattern: "/sandbox/mail/messages/:seq/raw",
    handle: (request, ctx) => ({ status: 200, headers: { "content-type": "text/plain; charset=utf-8" }, body: rawMail(ctx, request.params["seq"]!) }),
  },
  {
    method: "POST",
    pattern: "/sandbox/mail/faults",
    handle: (request, ctx) => ({ status: 200, body: { faults: setMailFaults(ctx, parseInput(mailFaultsSchema, request.json())) } }),
  },
];
