/** Where the list of calls is made: the stand-in, or the real WooCommerce. Both are asked over http, signed, by the same client. */
import { createServer } from "node:http";
import type { IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { createWooClient } from "../../../sandbox/woocommerce/testing/woo-client.ts";
import type { WooAnswer, WooKeys } from "../../../sandbox/woocommerce/testing/woo-client.ts";

/** What a scene may change of the store. */
export interface GroundSettings {
  calc_taxes: boolean;
  prices_include_tax: boolean;
  /** Hours from UTC. */
  gmt_offset: number;
  currency: string;
  decimals: number;
}

export interface ReceivedHook {
  headers: IncomingHttpHeaders;
  body: string;
}

export interface Ground {
  name: "stand-in" | "real";
  /** The store's address, no slash at the end. */
  site: string;
  keys: Record<"both" | "read" | "write", WooKeys>;
  call(method: string, path: string, query?: Record<string, string>, body?: unknown, key?: keyof Ground["keys"]): Promise<WooAnswer>;
  settings(change: Partial<GroundSettings>): Promise<void>;
  /** What the administrator does to an order in the trash; REST cannot. */
  restore(kind: "order" | "product", id: number): Promise<void>;
  /** Sends every webhook that waits, and answers what came to `hookUrl` since the last time. */
  deliveries(): Promise<ReceivedHook[]>;
  hookUrl: string;
  /** What the receiver of webhooks answers from now on. */
  answerHooks(status: number): void;
  stop(): Promise<void>;
}

/** The one rate of both stores. */
export const TAX = { country: "US", state: "TX", rate: 8.25, name: "Sales tax" };

export interface HookReceiver {
  url: string;
  received: ReceivedHook[];
  status: number;
  close(): Promise<void>;
}

export async function startReceiver(): Promise<HookReceiver> {
  const receiver: HookReceiver = { url: "", received: [], status: 200, close: () => Promise.resolve() };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      receiver.received.push({ headers: request.headers, body: Buffer.concat(chunks).toString("utf8") });
      response.writeHead(receiver.status).end("seen");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  receiver.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
  receiver.close = () => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(() => resolve()));
  };
  return receiver;
}

export const callerFor =
  (site: string, keys: Ground["keys"]): Ground["call"] =>
  (method, path, query, body, key = "both") =>
    createWooClient(site, keys[key]).call(method, path, query, body);
