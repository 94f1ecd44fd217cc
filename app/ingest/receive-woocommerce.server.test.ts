/** What the door does where the row cannot be committed, or the store's secret not be opened: the one answer that asks to come again. */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { hookOf, sendHook } from "../../tests/helpers/woocommerce-hooks.ts";
import { wooOrder } from "../../tests/helpers/woocommerce-things.ts";
import { createHookDoor, type HookDoorOptions } from "./receive-woocommerce.server.ts";

const store = { connectionId: "con_one", site: "https://shop.example.com", secret: "s3cret" };
const account = { connectionId: "con_one", externalId: store.site, secret: store.secret };
const working: HookDoorOptions = {
  inbox: { store: () => Promise.resolve({ kind: "stored", deliveryId: 1 }) },
  counters: { count: () => undefined, countClaimed: () => undefined, flush: () => Promise.resolve() },
  clock: () => 1,
  findById: () => Promise.resolve(account),
  findBySource: () => Promise.resolve([account]),
  onError: () => undefined,
};
let server: Server | undefined;
afterEach(() => new Promise<void>((resolve) => (server === undefined ? resolve() : void server.close(() => resolve()))));

async function ask(change: Partial<HookDoorOptions>) {
  const door = createHookDoor({ ...working, ...change });
  server = createServer((req, res) => door.receive(req, res));
  await new Promise<void>((resolve) => server?.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return sendHook(`http://127.0.0.1:${port}/webhooks/woocommerce/con_one`, hookOf(store, "order.updated", wooOrder()));
}

describe("the door for stores' own webhooks", () => {
  it("stores what is signed", async () => expect(await ask({})).toMatchObject({ status: 200 }));

  it("asks to come again when the row cannot be committed, or the secret not be opened, and tells us", async () => {
    for (const change of [
      { inbox: { store: () => Promise.reject(new Error("disk full")) } },
      { findById: () => Promise.reject(new Error("no such key")) },
    ]) {
      const errors: string[] = [];
      const answer = await ask({ ...change, onError: (error) => void errors.push(error.message) });
      expect(answer).toMatchObject({ status: 503, body: { error: { type: "store_unavailable" } } });
      expect(answer.headers.get("retry-after")).toBe("30");
      expect(errors).toHaveLength(1);
      await new Promise<void>((resolve) => server?.close(() => resolve()));
      server = undefined;
    }
  });

  it("knows its two addresses, and no other", () => {
    const { handles } = createHookDoor(working);
    expect(["/webhooks/woocommerce/con_1", "/api/v1/woocommerce/webhooks/receive"].every(handles)).toBe(true);
    expect(["/webhooks/woocommerce/", "/webhooks/woocommerce/a/b", "/webhooks/shopify", "/api/v1/woocommerce/webhooks"].some(handles)).toBe(false);
  });
});
