/** The door for webhooks over real sockets: what a sender can do wrong, or on purpose. */
import { createHmac } from "node:crypto";
import { createServer, type Server } from "node:http";
import { connect, type AddressInfo, type Socket } from "node:net";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Receipt, StoreOutcome } from "#app/inbox/receipt.ts";
import { createShopifyReceiver, MAX_BODY_BYTES } from "./receive-webhook.server.ts";

const SECRET = "the-secret-of-the-app";
const sign = (body: string | Uint8Array, encoding: "base64" | "base64url" = "base64") => createHmac("sha256", SECRET).update(body).digest(encoding);

let stored: Receipt[];
let counted: string[];
let outcome: () => Promise<StoreOutcome>;
let server: Server;
let port: number;
beforeEach(async () => {
  stored = [];
  counted = [];
  outcome = () => Promise.resolve({ kind: "stored", deliveryId: stored.length });
  const receive = createShopifyReceiver({
    inbox: {
      store: (receipt) => {
        stored.push(receipt);
        return outcome();
      },
    },
    counters: {
      count: (kind) => void counted.push(kind),
      countClaimed: (kind, { channel, account }) => void counted.push(`${kind} ${channel} ${account}`),
      flush: () => Promise.resolve(),
    },
    clock: () => 1_700_000_000_000,
    secrets: () => Promise.resolve([SECRET]),
    onError: () => undefined,
  });
  server = createServer(receive);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  port = (server.address() as AddressInfo).port;
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

function head(fields: Record<string, string>): string {
  const all = {
    Host: "app",
    "Content-Type": "application/json",
    "X-Shopify-Topic": "orders/create",
    "X-Shopify-Shop-Domain": "acme.myshopify.com",
    "X-Shopify-Webhook-Id": "id-1",
    ...fields,
  };
  return `POST /webhooks/shopify HTTP/1.1\r\n${Object.entries(all)
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join("")}\r\n`;
}
const request = (body: string, fields: Record<string, string> = {}): string =>
  head({ "Content-Length": String(Buffer.byteLength(body)), "X-Shopify-Hmac-Sha256": sign(body), ...fields }) + body;

const open = (): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1", () => resolve(socket));
    socket.on("error", reject);
  });

/** Sends raw bytes and waits for this many answers. */
async function talk(socket: Socket, parts: readonly (string | Uint8Array)[], answers: number): Promise<number[]> {
  let text = "";
  const done = new Promise<number[]>((resolve) => {
    const statuses = () => [...text.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => Number(status));
    socket.on("data", (chunk) => {
      text += chunk.toString("latin1");
      if (statuses().length >= answers && text.endsWith("}")) resolve(statuses());
    });
    socket.on("close", () => resolve(statuses()));
  });
  for (const part of parts) socket.write(part);
  const statuses = await done;
  socket.removeAllListeners("data");
  return statuses;
}

async function post(body: string, fields: Record<string, string> = {}): Promise<number> {
  const socket = await open();
  const [status] = await talk(socket, [request(body, fields)], 1);
  socket.destroy();
  return status!;
}

describe("the door for webhooks", () => {
  it("stores what is signed, byte for byte", async () => {
    const body = '{"id": 820982911946154508 , "note":"é"}\n';
    expect(await post(body)).toBe(200);
    expect(Buffer.from(stored[0]!.body).toString("utf8")).toBe(body);
  });

  it("answers several deliveries on one connection in their order", async () => {
    const socket = await open();
    expect(await talk(socket, [request('{"id":1}') + request('{"id":2}', { "X-Shopify-Hmac-Sha256": sign("{}") }) + request('{"id":3}')], 3)).toEqual(
      [200, 401, 200],
    );
    expect(stored).toHaveLength(2);
    socket.destroy();
  });

  it("refuses a body over the limit, said or not said, and takes the next delivery", async () => {
    const large = Buffer.alloc(MAX_BODY_BYTES + 1, 0x20);
    const chunked = head({ "Transfer-Encoding": "chunked", "X-Shopify-Hmac-Sha256": sign(large) });
    const socket = await open();
    expect(await talk(socket, [chunked, `${large.length.toString(16)}\r\n`, large, "\r\n0\r\n\r\n", request('{"id":1}')], 2)).toEqual([413, 200]);
    socket.destroy();
    expect(await post(large.toString())).toBe(413);
    expect(stored).toHaveLength(1);
  });

  it("stores nothing of a delivery that was cut off", async () => {
    const socket = await open();
    socket.write(request('{"id":1}').slice(0, -3));
    const ended = new Promise((resolve) => socket.on("close", resolve));
    socket.resume().end();
    await ended;
    expect(await post('{"id":2}')).toBe(200);
    expect(stored).toHaveLength(1);
  });

  it("verifies the bytes as they came: a packed body is not unpacked first", async () => {
    const packed = gzipSync('{"id":1}');
    const socket = await open();
    const fields = { "Content-Length": String(packed.length), "Content-Encoding": "gzip", "X-Shopify-Hmac-Sha256": sign('{"id":1}') };
    expect(await talk(socket, [head(fields), packed], 1)).toEqual([401]);
    socket.destroy();
    expect(stored).toEqual([]);
  });

  it.each([
    ["two signatures", (body: string) => ({ "X-Shopify-Hmac-Sha256": `${sign("other")}, ${sign(body)}` })],
    ["no signature", () => ({ "X-Shopify-Hmac-Sha256": "" })],
    ["a signature in hex", (body: string) => ({ "X-Shopify-Hmac-Sha256": createHmac("sha256", SECRET).update(body).digest("hex") })],
    ["the signature of another body", () => ({ "X-Shopify-Hmac-Sha256": sign("{}") })],
  ])("refuses %s", async (_what, fields) => {
    const body = '{"id":1}';
    expect(await post(body, fields(body))).toBe(401);
    expect(stored).toEqual([]);
    expect(counted).toEqual(["unverified shopify acme.myshopify.com"]);
  });

  it("counts what names no store for nobody", async () => {
    expect(await post('{"id":1}', { "X-Shopify-Hmac-Sha256": "", "X-Shopify-Shop-Domain": "acme.example.com" })).toBe(401);
    expect(counted).toEqual(["unverified"]);
  });

  // The app's secret signs these as well, and every user of every shop can read them in the browser: their signature proves no delivery.
  it.each([
    [
      "a session token",
      `${Buffer.from('{"alg":"HS256"}').toString("base64url")}.${Buffer.from('{"dest":"https://mine.myshopify.com"}').toString("base64url")}`,
    ],
    ["the query of a sign-in", "code=1&host=x&shop=mine.myshopify.com&state=1&timestamp=1"],
  ])("does not take %s for a delivery of another shop", async (_what, body) => {
    expect(await post(body, { "X-Shopify-Topic": "app/uninstalled", "X-Shopify-Shop-Domain": "victim.myshopify.com" })).toBe(401);
    expect(stored).toEqual([]);
  });

  it("says 503 when the row cannot be committed, never 500", async () => {
    outcome = () => Promise.reject(Object.assign(new Error("database or disk is full"), { code: "SQLITE_FULL" }));
    expect(await post('{"id":1}')).toBe(503);
  });
});
