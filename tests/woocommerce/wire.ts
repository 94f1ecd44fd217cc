/** The line between a site and the hub: a proxy that sees every call, and loses, refuses or repeats one where a test says so. */
import { createServer, request } from "node:http";
import type { IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { gunzipSync } from "node:zlib";

export interface WireCall {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  /** Unpacked. */
  body: string;
  /** What the site was answered; 0: nothing. */
  status: number;
  answer: string;
}

/** What becomes of a call: it goes on, it is lost, it goes on and its answer is lost, or somebody else answers it. */
export type Fate = "pass" | "lose" | "lose_answer" | { status: number; body: unknown };

export interface Wire {
  url: string;
  calls: WireCall[];
  /** Decides for each call; default: all pass. */
  fate: (call: Omit<WireCall, "status" | "answer">) => Fate;
  /** Sequence numbers of all events that reached the hub and were answered 200, in the order of arrival, repeats included. */
  arrived(): number[];
  close(): Promise<void>;
}

export interface SentEvent {
  id: string;
  seq: number;
  topic: string;
  occurred_at: string;
  resource_id: string;
  origin: string;
}

export const eventsOf = (call: Pick<WireCall, "path" | "body">): SentEvent[] =>
  call.path.startsWith("/bridge/v1/events") ? (JSON.parse(call.body) as { events: SentEvent[] }).events : [];

/** @param target where the hub listens */
export async function startWire(target: string): Promise<Wire> {
  const calls: WireCall[] = [];
  const server = createServer((req, res) => {
    const chunks: Buffer[] = [];
    req.on("data", (chunk: Buffer) => chunks.push(chunk));
    req.on("end", () => {
      const raw = Buffer.concat(chunks);
      const body = (req.headers["content-encoding"] === "gzip" ? gunzipSync(raw) : raw).toString("utf8");
      const call: WireCall = { method: req.method ?? "GET", path: req.url ?? "/", headers: req.headers, body, status: 0, answer: "" };
      calls.push(call);
      const fate = wire.fate(call);
      if (fate === "lose") return void req.socket.destroy();
      if (typeof fate === "object") {
        call.status = fate.status;
        call.answer = JSON.stringify(fate.body);
        res.writeHead(fate.status, { "content-type": "application/json", date: new Date().toUTCString() }).end(call.answer);
        return;
      }
      const onward = request(`${target}${call.path}`, { method: call.method, headers: req.headers }, (answer) => {
        const answered: Buffer[] = [];
        answer.on("data", (chunk: Buffer) => answered.push(chunk));
        answer.on("end", () => {
          call.status = answer.statusCode ?? 0;
          call.answer = Buffer.concat(answered).toString("utf8");
          if (fate === "lose_answer") return void req.socket.destroy();
          res.writeHead(call.status, answer.headers).end(Buffer.concat(answered));
        });
      });
      // The hub is down: the site sees a broken line, as it would.
      onward.on("error", () => void req.socket.destroy());
      onward.end(raw);
    });
  });
  await new Promise<void>((resolve, reject) => server.once("error", reject).listen(0, "127.0.0.1", resolve));
  const wire: Wire = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    fate: () => "pass",
    arrived: () => calls.filter((call) => call.status === 200 && call.answer !== "").flatMap((call) => eventsOf(call).map((event) => event.seq)),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return wire;
}
