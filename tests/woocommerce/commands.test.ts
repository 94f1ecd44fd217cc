/**
 * The hub's wishes in the real shop, which nobody can reach from outside: its REST API is closed, WP-Cron is off, and what happens, happens
 * on visits.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { getConnection } from "#app/data/connections.server.ts";
import type { CommandKind, CommandPayload } from "#app/domain/bridge/command.ts";
import { planCommand } from "#app/services/bridge/plan-command.server.ts";
import { waitUntil } from "../helpers/wait-until.ts";
import { MERCHANT, startBridgeStand } from "./bridge-stand.ts";
import type { BridgeStand } from "./bridge-stand.ts";
import { eventsAbout } from "./hub-state.ts";
import { TEST_KEY } from "./store.ts";

let stand: BridgeStand;
let wishes = 0;

beforeAll(async () => {
  stand = await startBridgeStand();
  stand.site.set("block-rest", TEST_KEY);
});
afterAll(async () => {
  await stand?.close();
});
beforeEach(() => {
  stand.wire.fate = () => "pass";
});

async function wish<K extends CommandKind>(kind: K, payload: CommandPayload<K>): Promise<string> {
  const connection = await getConnection(stand.db, MERCHANT, stand.connectionId);
  if (!connection) throw new Error("The connection is gone.");
  const id = await stand.db.write((tx) => planCommand(stand.ctx, tx, connection, kind, payload, `test-${++wishes}`, { cause: "operator" }));
  if (id === null) throw new Error("The wish was made before.");
  return id;
}

const commandRow = (id: string) => stand.db.read.selectFrom("bridge_commands").selectAll().where("id", "=", id).executeTakeFirstOrThrow();

let ahead = 0;
/** A visit some time later: nothing has run for a minute. The hub allows five minutes, so the shop's clock goes to and fro. */
async function visitLater(): Promise<void> {
  ahead = ahead >= 200_000 ? -200_000 : ahead + 70_000;
  stand.site.set("clock-offset-ms", String(ahead));
  await stand.visit();
}

/** Visits until the shop has answered. */
async function answered(id: string): Promise<{ status: string; result: Record<string, unknown>; code: string | null }> {
  let row = await commandRow(id);
  await waitUntil(
    "the shop has answered the command",
    async () => {
      row = await commandRow(id);
      if (row.completed_at !== null) return true;
      await visitLater();
      return false;
    },
    { timeoutMs: 60_000, everyMs: 500, explain: async () => JSON.stringify(await commandRow(id)) + stand.site.logs().slice(-2000) },
  );
  return { status: row.status, result: JSON.parse(row.result ?? "{}") as Record<string, unknown>, code: row.error_code };
}

const carryOut = async <K extends CommandKind>(kind: K, payload: CommandPayload<K>) => answered(await wish(kind, payload));

describe("a shop that nobody can reach", () => {
  it("really cannot be reached", async () => {
    const response = await fetch(`${stand.site.url}/wp-json/wc/v3/orders`);
    await response.body?.cancel();
    expect(response.status).toBe(403);
  });

  it("sets stock where the number is the expected one, and only there", async () => {
    const product = await stand.store.makeProduct({ stock_quantity: 10 });
    expect(await carryOut("stock.set", { product_id: product.id, quantity: 4, expected: 10 })).toMatchObject({ status: "done" });
    expect(await stand.store.rest("GET", `products/${product.id}`)).toMatchObject({ stock_quantity: 4 });
    const refused = await carryOut("stock.set", { product_id: product.id, quantity: 50, expected: 10 });
    expect(refused).toMatchObject({ status: "failed", code: "changed_meanwhile", result: { present: 4 } });
    expect(await stand.store.rest("GET", `products/${product.id}`)).toMatchObject({ stock_quantity: 4 });
  });

  it("moves an order on, notes, tracks and refunds it; each comes back once, as the command's doing", async () => {
    const product = await stand.store.makeProduct();
    const order = await stand.store.makeOrder(product.id);
    await stand.settle();
    const before = (await eventsAbout(stand, "order", order.id)).length;
    expect(await carryOut("order.status", { order_id: order.id, status: "processing" })).toMatchObject({ status: "done" });
    expect(await carryOut("order.note", { order_id: order.id, text: "Packed.", is_customer_note: false })).toMatchObject({ status: "done" });
    expect(
      await carryOut("order.tracking", { order_id: order.id, carrier: "UPS", number: "1Z999", url: "https://track.example.com/1Z999" }),
    ).toMatchObject({ status: "done" });
    const line = order.line_items[0];
    const refunded = await carryOut("order.refund", {
      order_id: order.id,
      amount: "3.00",
      reason: "Damaged",
      restock: false,
      lines: [{ id: line?.id, quantity: 1, total: "3.00", taxes: {} }],
    });
    expect(refunded).toMatchObject({ status: "done", result: { amount: "3.00" } });
    await stand.settle();
    const now = await stand.store.order(order.id);
    expect(now.status).toBe("processing");
    expect(now.refunds.map(({ total }) => Number(total))).toEqual([-3]);
    const notes = await stand.store.rest<{ note: string }[]>("GET", `orders/${order.id}/notes`);
    expect(notes.filter(({ note }) => note === "Packed.")).toHaveLength(1);
    expect(notes.filter(({ note }) => note.includes("1Z999"))).toHaveLength(1);
    const after = (await eventsAbout(stand, "order", order.id)).slice(before);
    expect(after.length).toBeGreaterThan(0);
    expect(new Set(after.map(({ event }) => event.origin))).toEqual(new Set(["command"]));
  });

  it("makes a product by its SKU and reads what is asked for", async () => {
    const made = await carryOut("product.upsert", { sku: "HUB-1", name: "Made by the hub", price: "7.50", stock_quantity: 3 });
    expect(made).toMatchObject({ status: "done", result: { created: true } });
    const id = Number(made.result["product_id"]);
    expect(await stand.store.rest("GET", `products/${id}`)).toMatchObject({ sku: "HUB-1", name: "Made by the hub", stock_quantity: 3 });
    await stand.settle();
    const before = (await eventsAbout(stand, "product", id)).length;
    expect(await carryOut("read", { entity: "product", id })).toMatchObject({ status: "done" });
    await stand.settle();
    expect((await eventsAbout(stand, "product", id)).slice(before).map(({ event }) => event.origin)).toEqual(["command"]);
  });

  it("plans nothing because of what its own commands have changed", async () => {
    await stand.settle();
    const rows = await stand.db.read.selectFrom("bridge_commands").select("dedupe_key").execute();
    expect(rows.filter(({ dedupe_key }) => !dedupe_key.startsWith("test-"))).toEqual([]);
  });

  it("does a command once though its answer is lost on the way", async () => {
    const product = await stand.store.makeProduct();
    const order = await stand.store.makeOrder(product.id);
    const id = await wish("order.note", { order_id: order.id, text: "Only once.", is_customer_note: false });
    let lost = 0;
    stand.wire.fate = (call) => (call.path.endsWith("/result") && lost++ === 0 ? "lose" : "pass");
    await waitUntil("the answer was lost", async () => lost > 0 || (await visitLater(), false), { timeoutMs: 30_000, everyMs: 500 });
    expect((await commandRow(id)).completed_at).toBeNull();
    // The hub keeps a command that was fetched for a minute; here it is over at once.
    await stand.db.write((tx) => tx.update("bridge_commands", { lease_until: 0 }, { id, merchant_id: MERCHANT }));
    expect(await answered(id)).toMatchObject({ status: "done" });
    const notes = await stand.store.rest<{ note: string }[]>("GET", `orders/${order.id}/notes`);
    expect(notes.filter(({ note }) => note === "Only once.")).toHaveLength(1);
  });
});
