/** Stands before a server and remembers what it was asked and what it answered, whoever the client is. */
import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import type { Exchange } from "./api-conformance.ts";
import { handedOn, IDLE_CONNECTION_MS } from "./hand-on.ts";

export interface RecordingProxy {
  url: string;
  exchanges: Exchange[];
  close(): Promise<void>;
}

/** @param target origin of the server */
export async function startRecordingProxy(target: string): Promise<RecordingProxy> {
  const exchanges: Exchange[] = [];
  const server = createServer((req, res) => {
    const asked: Buffer[] = [];
    const { method = "GET", url: path = "/" } = req;
    const call = request(`${target}${path}`, { method, headers: handedOn(req.headers) }, (answer) => {
      const answered: Buffer[] = [];
      answer.on("data", (chunk: Buffer) => answered.push(chunk));
      answer.on("end", () => {
        const body = Buffer.concat(answered);
        const status = answer.statusCode ?? 0;
        const headers = Object.fromEntries(Object.entries(answer.headers).map(([name, value]) => [name, String(value)]));
        const requestBody = Buffer.concat(asked).toString("utf8");
        exchanges.push({ method, path, requestBody, requestType: req.headers["content-type"] ?? "", status, headers, body: body.toString("utf8") });
        res.writeHead(status, handedOn(answer.headers)).end(body);
      });
    });
    // A server that refuses a body for its length may answer and hang up while it is still being sent.
    call.on("error", () => void (res.headersSent || res.destroy()));
    req.on("data", (chunk: Buffer) => asked.push(chunk));
    req.on("end", () => call.end(Buffer.concat(asked)));
  });
  server.keepAliveTimeout = IDLE_CONNECTION_MS;
  await new Promise<void>((resolve, reject) => server.once("error", reject).listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    exchanges,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
