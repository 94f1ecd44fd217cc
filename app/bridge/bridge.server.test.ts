import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { createReceiptCounters } from "#app/inbox/receipt-counters.server.ts";
import { createInbox, type Inbox } from "#app/inbox/inbox.server.ts";
import { createPairingCode } from "#app/services/bridge/pairing-code.server.ts";
import { createSite, siteEvent, type BridgeSiteClient } from "../../tests/helpers/bridge-client.ts";
import { testServices, type TestServices } from "../../tests/helpers/service-context.ts";
import { waitUntil } from "../../tests/helpers/wait-until.ts";
import { createBridge, type Bridge } from "./bridge.server.ts";

let services: TestServices;
let server: Server;
let bridge: Bridge;
let site: BridgeSiteClient;
/** Stores as the test wants it. */
let inbox: Inbox;
/** Who stands in front of us may say for whom it asks: so many of them. */
let proxies = 0;

beforeEach(() => {
  vi.stubEnv("APP_URL", "https://hub.example.com");
  vi.stubEnv("ENCRYPTION_KEYS", `k1:${Buffer.alloc(32, 5).toString("base64")}`);
});
beforeAll(async () => {
  services = await testServices();
  services.time.now = Date.now();
  const { ctx } = services;
  const real = createInbox(ctx.db, ctx.queue);
  inbox = real;
  bridge = createBridge({
    ctx,
    inbox: { store: (receipt) => inbox.store(receipt) },
    counters: createReceiptCounters(ctx.db),
    isProxyTrusted: (_address, hop) => hop < proxies,
    allowsSignUp: true,
  });
  server = createServer((req, res) => bridge.answer(req, res)).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const { merchant_id } = await services.connect("acme");
  site = createSite(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, "https://shop.example.com");
  const { code } = await createPairingCode(ctx, merchant_id);
  vi.stubEnv("APP_URL", "https://hub.example.com");
  vi.stubEnv("ENCRYPTION_KEYS", `k1:${Buffer.alloc(32, 5).toString("base64")}`);
  expect((await site.pair(code)).status).toBe(201);
});
afterAll(async () => {
  await new Promise((resolve) => server.close(resolve));
  await services.close();
});

describe("the bridge", () => {
  it("asks to come again where an event cannot be stored, and knows the rest of the batch then", async () => {
    const working = inbox;
    const events = [siteEvent(1), siteEvent(2), siteEvent(3)];
    inbox = { store: (receipt) => (receipt.sourceEventId === "2" ? Promise.reject(new Error("SQLITE_FULL: disk full")) : working.store(receipt)) };
    const refused = await site.send(events);
    expect(refused).toMatchObject({ status: 503, body: { error: { type: "store_unavailable" } } });
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(JSON.stringify(refused.body)).not.toContain("SQLITE");
    inbox = working;
    expect(await site.send(events)).toMatchObject({ status: 200, body: { accepted: 1, duplicates: 2, last_seq: 3 } });
  });

  it("asks to come again where the database is not there at all", async () => {
    const { ctx } = services;
    const write = vi.spyOn(ctx.db, "write").mockRejectedValue(new Error("connection lost"));
    try {
      for (const answer of [await site.call("POST", "heartbeat", {}), await site.call("POST", "rotate-secret", {})]) {
        expect(answer).toMatchObject({ status: 503 });
        expect(answer.headers.get("retry-after")).toBe("30");
      }
    } finally {
      write.mockRestore();
    }
  });

  it("lets a sign-up through where that is open to all, and counts those too", async () => {
    const signUp = (number: number, address: string) =>
      site.call(
        "POST",
        "merchants",
        { site_url: `https://new-${number}.example.com`, shop_name: "New", email: "new@example.com" },
        { secrets: [], headers: { "x-forwarded-for": address } },
      );
    // Nobody stands in front: what the caller says of itself counts for nothing.
    const statuses: number[] = [];
    for (let number = 1; number <= 11; number++) statuses.push((await signUp(number, `203.0.113.${number}`)).status);
    expect(statuses).toEqual([...Array<number>(10).fill(201), 429]);
    // One proxy does: it added the last address, the caller the ones before.
    proxies = 1;
    expect((await signUp(20, "127.0.0.1")).status).toBe(429);
    expect((await signUp(21, "127.0.0.1, 203.0.113.5")).status).toBe(201);
    proxies = 0;
  });

  it("ends the calls that wait when it is stopped", async () => {
    let isOver = false;
    const waiting = site.call("GET", "commands?wait=25").then((answer) => ((isOver = true), answer));
    await waitUntil("it waits", async () => (await site.call("GET", "status")).status === 200);
    expect(isOver).toBe(false);
    bridge.stop();
    expect(await waiting).toMatchObject({ status: 200, body: { commands: [] } });
  });
});
