/** What goes wrong between a shop and the hub, and is put right without a person. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { planCommand } from "#app/services/bridge/plan-command.server.ts";
import { waitUntil } from "../helpers/wait-until.ts";
import { orderFaults, productFaults } from "./as-the-store-says.ts";
import { MERCHANT, startBridgeStand } from "./bridge-stand.ts";
import { isHpos } from "./hpos.ts";
import type { BridgeStand } from "./bridge-stand.ts";
import { eventsAbout, numberingFaults, storedEvents } from "./hub-state.ts";
import { TEST_KEY } from "./store.ts";
import { eventsOf } from "./wire.ts";

let stand: BridgeStand;
let product: number;

beforeAll(async () => {
  stand = await startBridgeStand();
  product = (await stand.store.makeProduct()).id;
  await stand.settle();
});
afterAll(async () => {
  await stand?.close();
});
beforeEach(() => {
  stand.wire.fate = () => "pass";
  stand.site.set("block-rest", null);
});

/** The hub's wish, and what became of it; visits alone carry it. */
async function command(
  ...[kind, payload, key]: [Parameters<typeof planCommand>[3], never, string]
): Promise<{ status: string; result: string | null; error: string | null }> {
  const connection = { id: stand.connectionId, merchant_id: MERCHANT };
  const id = await stand.db.write((tx) => planCommand(stand.ctx, tx, connection, kind, payload, key, { cause: "merchant" }));
  return waitUntil(
    `the command ${kind} is answered`,
    async () => {
      const row = await stand.db.read.selectFrom("bridge_commands").selectAll().where("id", "=", id!).executeTakeFirstOrThrow();
      if (row.status === "done" || row.status === "failed") return { status: row.status, result: row.result, error: row.error_code };
      // A shop looks for commands once a minute; its clock is moved on.
      clockMs += 61_000;
      stand.site.set("clock-offset-ms", String(clockMs % 240_000));
      await stand.visit();
      return null;
    },
    { timeoutMs: 60_000, everyMs: 300, explain: () => stand.site.logs().slice(-2000) },
  );
}
let clockMs = 0;

describe(`the line between shop and hub, HPOS ${isHpos ? "on" : "off"}`, () => {
  it("number 57 is lost on the wire although the shop was told 200: it is fetched without a person", async () => {
    const { store, wire } = stand;
    const next = (): number => Number(stand.site.query("SELECT MAX(seq) AS seq FROM wp_crossdock_outbox")[0]!["seq"]) + 1;
    // Each call is one more, or none yet: never two.
    while (next() < 57) await store.rest("PUT", `products/${product}`, { stock_quantity: 200 + next() });
    await stand.settle();
    expect(next()).toBe(57);
    let lost = 0;
    wire.fate = (call) => {
      const events = eventsOf(call);
      if (lost > 0 || !events.some(({ seq }) => seq === 57)) return "pass";
      lost++;
      return { status: 200, body: { accepted: events.length, duplicates: 0, last_seq: 57, wanted: [], commands_waiting: 0 } };
    };
    await store.rest("PUT", `products/${product}`, { stock_quantity: 57 });
    await waitUntil("57 was sent and lost", async () => (await stand.visit(), lost === 1));
    await store.rest("PUT", `products/${product}`, { stock_quantity: 58 });
    await waitUntil("the hub has 57 and 58", async () => {
      await stand.visit();
      const seqs = (await storedEvents(stand)).map(({ seq }) => seq);
      return seqs.includes(57) && seqs.includes(58);
    });
    await stand.settle();
    expect(await numberingFaults(stand)).toEqual([]);
    expect(await productFaults(stand, product)).toEqual([]);
  });

  it("the hub's answers are lost, so calls come again: each event is there once", async () => {
    const { store, wire } = stand;
    let lost = 0;
    wire.fate = (call) => {
      if (eventsOf(call).length === 0 || lost >= 3) return "pass";
      lost++;
      return "lose_answer";
    };
    const { id } = await store.makeOrder(product);
    await waitUntil("three answers were lost", async () => {
      clockMs += 61_000;
      stand.site.set("clock-offset-ms", String(clockMs % 240_000));
      await stand.visit();
      return lost === 3;
    });
    stand.wire.fate = () => "pass";
    stand.site.set("clock-offset-ms", null);
    await stand.site.php("\\Crossdock\\Plugin::instance()->get(\\Crossdock\\Bridge\\Backoff::class)->clear();");
    await stand.settle();
    expect((await eventsAbout(stand, "order", id)).map(({ topic }) => topic)).toEqual(["order.created"]);
    expect(await numberingFaults(stand)).toEqual([]);
  });

  it("nothing reaches the shop from outside: stock and status still change, both ways", { timeout: 240_000 }, async () => {
    const { store } = stand;
    const order = await store.makeOrder(product, { set_paid: true });
    await stand.settle();
    stand.site.set("block-rest", TEST_KEY);
    expect((await fetch(`${stand.site.url}/wp-json/wc/v3/orders`)).status).toBe(403);

    await store.rest("PUT", `products/${product}`, { stock_quantity: 71 });
    await store.rest("PUT", `orders/${order.id}`, { status: "on-hold" });
    await stand.settle();
    expect(await productFaults(stand, product)).toEqual([]);
    expect(await orderFaults(stand, order.id)).toEqual([]);

    expect(await command("stock.set", { product_id: product, quantity: 33, expected: 71 } as never, "stock-1")).toMatchObject({ status: "done" });
    expect((await store.rest("GET", `products/${product}`))["stock_quantity"]).toBe(33);
    expect(await command("stock.set", { product_id: product, quantity: 5, expected: 71 } as never, "stock-2")).toMatchObject({
      status: "failed",
      error: "changed_meanwhile",
    });
    expect(await command("order.status", { order_id: order.id, status: "completed", note: "Delivered" } as never, "status-1")).toMatchObject({
      status: "done",
    });
    expect((await store.order(order.id)).status).toBe("completed");
    stand.site.set("clock-offset-ms", null);
    await stand.settle();
    expect(await productFaults(stand, product)).toEqual([]);
    expect(await orderFaults(stand, order.id)).toEqual([]);
    expect(await numberingFaults(stand)).toEqual([]);
  });
});
