/** POST /webhooks/<connector>/<connectionId>: what a message service reports. Raw body → the connection's secret → signature → inbox. */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Connector, ConnectorAccount, ReportReceiver } from "#app/connectors/contract.ts";
import type { Inbox } from "#app/inbox/inbox.server.ts";
import type { ReceiptCounters } from "#app/inbox/receipt-counters.server.ts";
import type { Clock } from "#app/lib/clock.ts";
import { readBody } from "#app/lib/read-body.ts";
import { respond, type IngestOutcome } from "./respond.ts";
import { MAX_BODY_BYTES } from "./receive-webhook.server.ts";

const PATH = /^\/webhooks\/([a-z]+)\/([A-Za-z0-9_]{1,80})$/;

export interface ReportOptions {
  connectors: Record<string, Connector>;
  inbox: Inbox;
  counters: ReceiptCounters;
  clock: Clock;
  /** The connection's account with its secret opened; null: there is no such connection (any more). */
  findAccount: (connector: string, connectionId: string) => Promise<ConnectorAccount | null>;
  onError: (error: Error) => void;
}

export interface ReportDoor {
  handles(path: string): boolean;
  receive(req: IncomingMessage, res: ServerResponse): void;
}

export function createReportDoor(options: ReportOptions): ReportDoor {
  const receiverOf = (path: string): { name: string; id: string; reports: ReportReceiver } | null => {
    const [, name = "", id = ""] = PATH.exec(path) ?? [];
    const reports = Object.hasOwn(options.connectors, name) ? options.connectors[name]?.reports : null;
    return reports ? { name, id, reports } : null;
  };
  return {
    handles: (path) => receiverOf(path) !== null,
    receive(req, res) {
      const [path = "/", query = ""] = (req.url ?? "/").split("?", 2);
      const target = receiverOf(path);
      if (target === null) return;
      const work =
        req.method === "GET"
          ? answerChallenge(options, target, query, res)
          : store(options, target, req).then((outcome) => outcome && respond(res, outcome));
      work.catch((error: Error) => {
        options.onError(error);
        respond(res, { kind: "not_writable" });
      });
    },
  };
}

type Target = { name: string; id: string; reports: ReportReceiver };

async function store(options: ReportOptions, { name, id, reports }: Target, req: IncomingMessage): Promise<IngestOutcome | null> {
  if (req.method !== "POST") return { kind: "wrong_method" };
  if (!/^application\/json\b/i.test(req.headers["content-type"] ?? "")) return { kind: "wrong_type" };
  const body = await readBody(req, MAX_BODY_BYTES);
  if (body.kind === "aborted") return null;
  if (body.kind === "too_large") return { kind: "too_large", maxBytes: MAX_BODY_BYTES };
  const receivedAt = options.clock();
  const account = await options.findAccount(name, id);
  if (account === null) return { kind: "unknown_account" };
  if (!reports.isSigned(body.bytes, req.headers, account)) {
    options.counters.count("unverified", null, receivedAt);
    return { kind: "unverified", message: "The signature does not match the body. Check that the app secret in Settings, Messages is the app's." };
  }
  const outcome = await options.inbox.store({
    channel: name,
    account: account.externalId,
    mode: "live",
    ...reports.describe(body.bytes),
    sourceEventId: null,
    headers: JSON.stringify(
      Object.fromEntries(reports.keptHeaders.flatMap((header) => (req.headers[header] === undefined ? [] : [[header, req.headers[header]]]))),
    ),
    body: body.bytes,
    receivedAt,
    isAlwaysAccepted: false,
  });
  if (outcome.kind !== "stored") options.counters.count(outcome.kind, outcome.kind === "inactive" ? outcome.connectionId : null, receivedAt);
  return outcome;
}

/** The service asks whether the address is ours, once, when a person enters it there. */
async function answerChallenge(options: ReportOptions, { name, id, reports }: Target, query: string, res: ServerResponse): Promise<void> {
  const account = await options.findAccount(name, id);
  const answer = account === null ? null : reports.answerChallenge(new URLSearchParams(query), account);
  if (answer === null) {
    const message = "The verify token is not the one in Settings, Messages.";
    res.writeHead(403, { "content-type": "application/json" }).end(JSON.stringify({ error: { type: "webhook_verification_failed", message } }));
    return;
  }
  res.writeHead(200, { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" }).end(answer);
}
