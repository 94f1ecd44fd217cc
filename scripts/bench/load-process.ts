/**
 * Sends signed deliveries from a process of its own, over plain sockets: one request under way per connection, requests built and signed
 * before the clock starts, so that the sender costs as little as possible. Driven over IPC by load.ts.
 */
import { createHmac } from "node:crypto";
import { connect, type Socket } from "node:net";
import { constants, setPriority } from "node:os";
import { orderBody } from "./order-body.ts";
import type { LoadAnswer, LoadRequest } from "./load.ts";
import { quantile } from "./figures.ts";

const HEAD_END = Buffer.from("\r\n\r\n");

function requestOf(load: LoadRequest, n: number): Buffer {
  const order = load.first + n;
  const body = Buffer.from(orderBody(order));
  const signature = createHmac("sha256", load.secret).update(body).digest("base64");
  const head = [
    "POST /webhooks/shopify HTTP/1.1",
    `Host: 127.0.0.1:${load.port}`,
    "Content-Type: application/json",
    "User-Agent: Shopify-Captain-Hook",
    "X-Shopify-Topic: orders/create",
    `X-Shopify-Shop-Domain: ${load.shop}`,
    "X-Shopify-API-Version: 2026-10",
    `X-Shopify-Webhook-Id: bench-${String(order).padStart(12, "0")}`,
    `X-Shopify-Event-Id: event-${String(order).padStart(12, "0")}`,
    "X-Shopify-Triggered-At: 2026-10-01T08:00:00.123456789Z",
    `X-Shopify-Hmac-Sha256: ${signature}`,
    `Content-Length: ${body.length}`,
    "Connection: keep-alive",
    "",
    "",
  ].join("\r\n");
  return Buffer.concat([Buffer.from(head), body]);
}

/** One connection: answers the status of each request it sends. */
class Lane {
  #socket: Socket;
  #received: Buffer = Buffer.alloc(0);
  #settle: { resolve: (status: number) => void; reject: (error: Error) => void } | undefined;

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.setNoDelay(true);
    socket.on("data", (chunk: Buffer) => this.#read(chunk));
    const fail = (error: Error): void => this.#settle?.reject(error);
    socket.on("error", fail);
    socket.on("close", () => fail(new Error("the server closed the connection")));
  }

  static open(port: number): Promise<Lane> {
    return new Promise((resolve, reject) => {
      const socket = connect(port, "127.0.0.1", () => resolve(new Lane(socket)));
      socket.once("error", reject);
    });
  }

  send(request: Buffer): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#settle = { resolve, reject };
      this.#socket.write(request);
    });
  }

  #read(chunk: Buffer): void {
    this.#received = this.#received.length === 0 ? chunk : Buffer.concat([this.#received, chunk]);
    const end = this.#received.indexOf(HEAD_END);
    if (end === -1) return;
    const head = this.#received.toString("latin1", 0, end);
    const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);
    if (this.#received.length < end + 4 + length) return;
    this.#received = Buffer.alloc(0);
    const settle = this.#settle;
    this.#settle = undefined;
    settle?.resolve(Number(head.slice(9, 12)));
  }

  close(): void {
    this.#settle = undefined;
    this.#socket.destroy();
  }
}

/** A sender at a fixed rate is asked how long it waited: for the server, not for a processor of this machine, where it stands for another one. */
function takePriority(isAsked: boolean): void {
  try {
    setPriority(isAsked ? constants.priority.PRIORITY_ABOVE_NORMAL : constants.priority.PRIORITY_NORMAL);
  } catch {
    // Only root may: then it waits for its turn.
  }
}

async function run(load: LoadRequest): Promise<LoadAnswer> {
  const requests = Array.from({ length: load.count }, (_, n) => requestOf(load, n));
  const lanes = await Promise.all(Array.from({ length: load.concurrency }, () => Lane.open(load.port)));
  takePriority(load.perSecond !== undefined);
  const latencies: number[] = [];
  const statuses: Record<string, number> = {};
  let next = 0;
  const startedAt = performance.now();
  /** When request n is due: at once, or at a fixed rate whatever the answers do, so that a stall shows in all it delays. */
  const dueAt = (n: number): number => (load.perSecond === undefined ? 0 : startedAt + (n * 1000) / load.perSecond);
  await Promise.all(
    lanes.map(async (lane) => {
      for (let n = next++; n < requests.length; n = next++) {
        const early = dueAt(n) - performance.now();
        if (early > 0) await new Promise((resolve) => setTimeout(resolve, early));
        const from = load.perSecond === undefined ? performance.now() : Math.max(dueAt(n), early > 0 ? performance.now() : 0);
        const status = await lane.send(requests[n]!);
        latencies.push(performance.now() - from);
        statuses[status] = (statuses[status] ?? 0) + 1;
      }
    }),
  );
  const durationMs = performance.now() - startedAt;
  for (const lane of lanes) lane.close();
  return {
    perSecond: (load.count / durationMs) * 1000,
    statuses,
    p50Ms: quantile(latencies, 0.5),
    p99Ms: quantile(latencies, 0.99),
    maxMs: quantile(latencies, 1),
    ...(load.wantsLatencies && { latenciesMs: latencies }),
  };
}

process.on("message", (message: { id: number; request: LoadRequest }) => {
  run(message.request).then(
    (answer) => process.send?.({ id: message.id, answer }),
    (error: Error) => process.send?.({ id: message.id, error: error.message }),
  );
});
process.on("disconnect", () => process.exit(0));
