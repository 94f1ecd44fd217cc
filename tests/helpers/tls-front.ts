/** What stands in front of a server on the internet: ends TLS and hands the request on by plain http, saying so as proxies do. */
import { request, type IncomingHttpHeaders } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import type { KeyAndCert } from "./certificates.ts";
import { handedOn, IDLE_CONNECTION_MS } from "./hand-on.ts";

export interface TlsFront {
  port: number;
  /** https://127.0.0.1:port */
  url: string;
  /** What came through, oldest first. */
  seen: { method: string; path: string; headers: IncomingHttpHeaders }[];
  /** Shows another certificate from the next connection on. */
  show(certificate: KeyAndCert): void;
  close(): Promise<void>;
}

/** @param target the port on this machine behind it; looked up for each request, so that what listens there may be started later */
export async function startTlsFront(certificate: KeyAndCert, target: () => number): Promise<TlsFront> {
  const seen: TlsFront["seen"] = [];
  const server = createServer({ ...certificate }, (req, res) => {
    seen.push({ method: req.method ?? "", path: req.url ?? "", headers: req.headers });
    const headers = { ...handedOn(req.headers), "x-forwarded-proto": "https", "x-forwarded-host": req.headers.host, "x-forwarded-for": "127.0.0.1" };
    const onward = request({ host: "127.0.0.1", port: target(), method: req.method, path: req.url, headers }, (answer) => {
      res.writeHead(answer.statusCode ?? 502, handedOn(answer.headers));
      answer.pipe(res);
    });
    onward.on("error", () => (res.headersSent ? res.destroy() : res.writeHead(502).end()));
    req.pipe(onward);
  });
  server.keepAliveTimeout = IDLE_CONNECTION_MS;
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `https://127.0.0.1:${port}`,
    seen,
    show(next) {
      server.setSecureContext({ ...next });
      server.closeIdleConnections();
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
