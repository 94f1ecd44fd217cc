/**
 * A stand-in for the hub behind the wp-admin page: answers the bridge's calls with what a test puts there, so that each state of the page
 * (nothing yet, much, down, refused) can be looked at. The real hub is in the other tests of this folder.
 */
import { randomBytes } from "node:crypto";
import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { gunzipSync } from "node:zlib";
import { recordSecret } from "../helpers/results-folder.ts";
import { MANY } from "./stand-hub-data.ts";

type Body = Record<string, unknown>;
type Answers = Record<string, Body>;

export interface StandHub {
  url: string;
  /** Every call so far: `GET monitor`. */
  calls: { call: string; body: Body }[];
  /** ok; empty: knows nothing of the shop; down: answers nothing but 503; inactive: the connection is switched off there. */
  mode: "ok" | "empty" | "down" | "inactive";
  /** Replaces the answer of a call: `GET keys`. */
  answers: Answers;
  /** How long a call waits for its answer: `POST events`. */
  delaysMs: Record<string, number>;
  /** How many of a call were open at the same time, at most. */
  mostOpen: Record<string, number>;
  close(): Promise<void>;
}

const EMPTY: Answers = {
  "GET monitor": {
    window: "24h",
    operations: 0,
    completed: 0,
    failed: 0,
    retried: 0,
    success_rate: null,
    now: { pending: 0, held: 0, needs_attention: 0 },
    deliveries: [],
  },
  "GET orders": { orders: [], next_cursor: null },
  "GET problems": { problems: [], next_cursor: null },
  "GET keys": { keys: [], count: 0 },
  "GET integrations": { integrations: [], count: 0 },
};

const error = (type: string, message: string, remedy: string): Body => ({ error: { type, message, remedy } });

export async function startStandHub(): Promise<StandHub> {
  const secret = `whsec_${randomBytes(32).toString("base64")}`;
  recordSecret("bridge secret", secret);
  const hub: StandHub = { url: "", calls: [], mode: "ok", answers: {}, delaysMs: {}, mostOpen: {}, close };
  const open: Record<string, number> = {};
  const server = createServer((request, response) => {
    void readBody(request).then(async (body) => {
      const path = new URL(request.url ?? "/", "http://hub").pathname.replace("/bridge/v1/", "");
      const call = `${request.method} ${path}`;
      hub.calls.push({ call, body });
      open[call] = (open[call] ?? 0) + 1;
      hub.mostOpen[call] = Math.max(hub.mostOpen[call] ?? 0, open[call]);
      if (hub.delaysMs[call]) await endOfDelay(response, hub.delaysMs[call]);
      open[call] -= 1;
      const [status, answer] = answerOf(hub, call, body, secret);
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(answer));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  hub.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return hub;

  async function close(): Promise<void> {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

function answerOf(hub: StandHub, call: string, body: Body, secret: string): [number, Body] {
  if (hub.mode === "down") return [503, error("store_unavailable", "The hub is being updated.", "Try again in some minutes.")];
  if (hub.answers[call]) return [200, hub.answers[call]];
  if (call === "POST pair" || call === "POST merchants") {
    if (body["code"] !== undefined && body["code"] !== "GOOD-CODE")
      return [403, error("pairing_code_invalid", "This pairing code is wrong, used or too old.", "Make a new one.")];
    return [201, { connection_id: "con_stand", secret, merchant_name: "Example Outdoor", hub_url: hub.url }];
  }
  if (hub.mode === "inactive" && call === "POST events") return [409, error("integration_inactive", "The connection is switched off.", "")];
  if (call === "POST events") {
    const events = (body["events"] ?? []) as { seq: number }[];
    return [200, { accepted: events.length, duplicates: 0, last_seq: Math.max(0, ...events.map(({ seq }) => seq)), wanted: [], commands_waiting: 0 }];
  }
  if (call === "GET status")
    return [
      200,
      {
        last_seq: 0,
        max_seq: 0,
        wanted: [],
        clock_offset_ms: 0,
        connection: { status: hub.mode === "inactive" ? "inactive" : "active", name: "Example" },
        merchant: { name: "Example Outdoor" },
        commands_waiting: 0,
        entities: {},
        last_event_at: null,
        hub_time: new Date().toISOString(),
      },
    ];
  if (call === "GET commands") return [200, { commands: [], wanted: [] }];
  if (call === "POST heartbeat") return [200, { wanted: [], commands_waiting: 0 }];
  if (call === "POST rotate-secret") return [200, { secret }];
  if (call === "POST disconnect") return [200, { status: "inactive" }];
  const data = hub.mode === "empty" ? EMPTY : { ...EMPTY, ...MANY() };
  const known = data[call];
  return known ? [200, known] : [404, error("not_found", "There is no such thing.", "")];
}

/** Or the caller has hung up. */
const endOfDelay = (response: ServerResponse, ms: number): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    response.once("close", () => (clearTimeout(timer), resolve()));
  });

async function readBody(request: IncomingMessage): Promise<Body> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  try {
    const bytes = Buffer.concat(chunks);
    return JSON.parse((request.headers["content-encoding"] === "gzip" ? gunzipSync(bytes) : bytes).toString("utf8")) as Body;
  } catch {
    return {};
  }
}
