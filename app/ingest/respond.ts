/** The one place that maps what became of a request to an HTTP answer. Texts are for whoever reads the sender's log. */
import type { ServerResponse } from "node:http";
import { FAILURE_CATALOGUE, type FailureCode } from "#app/domain/failure-catalogue.ts";
import type { StoreOutcome } from "#app/inbox/receipt.ts";

export type IngestOutcome =
  | StoreOutcome
  | { kind: "unverified"; message: string }
  | { kind: "too_large"; maxBytes: number }
  | { kind: "wrong_type" }
  | { kind: "ping" }
  | { kind: "wrong_method" }
  | { kind: "unreadable"; message: string }
  | { kind: "not_writable" };

interface Answer {
  status: number;
  body: Record<string, unknown>;
  headers?: Record<string, string>;
}

const problem = (status: number, type: FailureCode, message: string, headers?: Record<string, string>): Answer => ({
  status,
  body: { error: { type, message, remedy: FAILURE_CATALOGUE[type].remedy, documentation_url: `/api/docs/errors#${type}` } },
  ...(headers && { headers }),
});

export function answerFor(outcome: IngestOutcome): Answer {
  switch (outcome.kind) {
    case "stored":
    case "conflict":
      return { status: 200, body: { status: "stored" } };
    case "repeat":
      return { status: 200, body: { status: "stored", duplicate: true } };
    // 200, or the platform would retry for hours and then drop the subscription of a shop that may come back.
    case "inactive":
      return { status: 200, body: { status: "ignored" } };
    case "ping":
      return { status: 200, body: { status: "pong" } };
    case "unknown_account":
      return problem(404, "integration_not_found", "No integration is connected for this shop.");
    case "unverified":
      return problem(401, "webhook_verification_failed", outcome.message);
    case "too_large":
      return problem(413, "payload_too_large", `The body is larger than ${outcome.maxBytes} bytes.`);
    case "wrong_type":
      return problem(415, "unsupported_media_type", "Send the body as application/json.");
    case "wrong_method":
      return problem(405, "method_not_allowed", "Use POST.", { Allow: "POST" });
    case "unreadable":
      return problem(400, "request_unreadable", outcome.message);
    case "not_writable":
      return problem(503, "store_unavailable", "The delivery could not be stored just now. Send it again.", { "Retry-After": "30" });
  }
}

export function respond(res: ServerResponse, outcome: IngestOutcome): void {
  if (res.headersSent || res.destroyed) return;
  const same = SAME_EACH_TIME.get(outcome.kind);
  const { status, headers, text } = same ?? written(outcome);
  // Plain ASCII, which Node writes faster when it need not find that out.
  res.writeHead(status, headers).end(text, same ? "latin1" : "utf8");
}

function written(outcome: IngestOutcome): { status: number; headers: string[]; text: string } {
  const { status, body, headers = {} } = answerFor(outcome);
  const text = JSON.stringify(body);
  return {
    status,
    headers: ["content-type", "application/json", "content-length", String(Buffer.byteLength(text)), ...Object.entries(headers).flat()],
    text,
  };
}

/** What a platform is told thousands of times a second is written once. */
const SAME_EACH_TIME = new Map<IngestOutcome["kind"], ReturnType<typeof written>>([
  ["stored", written({ kind: "stored", deliveryId: 0 })],
  ["repeat", written({ kind: "repeat", deliveryId: 0 })],
]);
