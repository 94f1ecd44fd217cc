/**
 * All 120 orders of create, paid, fulfilled, refund, cancelled for one order, through signed HTTP to real processes: plain, each doubled,
 * and with equal seconds (where the source has to be asked). The canonical dump is the same byte for byte, and says what the shop says.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { canonicalDump } from "#app/data/system/canonical-dump.server.ts";
import type { Table } from "#app/data/database.ts";
import { expectBooks, type Books } from "../contract/sandbox-books.ts";
import { connectDemoShop, type ConnectedDemoShop } from "../helpers/connect-demo-shop.ts";
import { readStoredOrder } from "../helpers/stored-order.ts";
import { startStand, type Stand } from "../helpers/start-stand.ts";
import { waitUntil } from "../helpers/wait-until.ts";

interface Signed {
  topic: string;
  headers: Record<string, string>;
  body: string;
}
interface Placed {
  id: string;
  events: Signed[];
}

let stand: Stand;
let demo: ConnectedDemoShop;

beforeAll(async () => {
  stand = await startStand();
  demo = await connectDemoShop(stand);
  // Hundreds of reads in a minute, about one order: the real limit would only make the test wait.
  const settings = { cost_bucket_size: 10_000_000, cost_restore_per_second: 10_000_000 };
  expect(
    (
      await fetch(`${stand.sandbox.origin}/sandbox/settings`, {
        method: "PUT",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(settings),
      })
    ).status,
  ).toBe(200);
});
afterAll(async () => {
  await demo?.close();
  await stand?.stop();
});

const MODEL: readonly Table[] = [
  "deliveries",
  "delivery_payloads",
  "attempts",
  "audit_log",
  "customers",
  "orders",
  "order_lines",
  "order_discounts",
  "order_taxes",
  "order_shipping_lines",
  "refunds",
  "refund_lines",
  "fulfillments",
  "status_history",
  "products",
  "variants",
  "inventory_levels",
  "locations",
  "tombstones",
  "sync_queue",
];

async function forgetEverything(): Promise<void> {
  await demo.db.write(async (tx) => {
    for (const table of MODEL) await tx.sql.deleteFrom(table).execute();
  });
}

/** Five steps in the life of an order; each step's delivery is signed as of that moment. */
async function liveAnOrder(pause: () => Promise<void>): Promise<Placed> {
  const { order } = await stand.sandbox.call<{ order: { id: string; lines: { id: string }[] } }>("POST", "/sandbox/orders", { tip: "3.00" });
  const events: Signed[] = [];
  const sign = async (topic: string) => void events.push(await stand.sandbox.call<Signed>("POST", `/sandbox/orders/${order.id}/payloads`, { topic }));
  await sign("orders/create");
  for (const [step, topic, body] of [
    ["pay", "orders/paid", {}],
    ["fulfill", "orders/fulfilled", {}],
    ["refund", "refunds/create", { lines: [{ line_id: order.lines[0]!.id, quantity: 1, restock: false }] }],
    ["cancel", "orders/cancelled", { refund: false, restock: false }],
  ] as const) {
    await pause();
    await stand.sandbox.call("POST", `/sandbox/orders/${order.id}/${step}`, body);
    await sign(topic);
  }
  return { id: order.id, events };
}

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length <= 1) return [[...items]];
  return items.flatMap((item, i) => permutations([...items.slice(0, i), ...items.slice(i + 1)]).map((rest) => [item, ...rest]));
}

async function deliver(event: Signed): Promise<void> {
  const response = await fetch(`${stand.appUrl}/webhooks/shopify`, { method: "POST", headers: event.headers, body: event.body });
  expect(response.status, await response.text()).toBe(200);
}

/** All deliveries are through, and every read of the source that is due has been made. */
async function settle(): Promise<void> {
  await waitUntil(
    "everything is applied",
    async () => {
      const open = await demo.db.read.selectFrom("deliveries").select("status").where("status", "<>", "completed").execute();
      const due = await demo.db.read
        .selectFrom("sync_queue")
        .select("status")
        .where("status", "in", ["pending", "processing", "failed"])
        // All but the reads that only wait whether a snapshot makes them superfluous.
        .where((eb) => eb.or([eb("status", "<>", "pending"), eb("next_attempt_at", "<=", Date.now() + 1_000)]))
        .execute();
      return open.length === 0 && due.length === 0;
    },
    {
      everyMs: 10,
      explain: async () =>
        JSON.stringify(await demo.db.read.selectFrom("deliveries").select(["topic", "status", "error_code", "error_message", "hold_key"]).execute()),
    },
  );
}

async function dumpAfter(events: readonly Signed[]): Promise<string> {
  await forgetEverything();
  for (const event of events) await deliver(event);
  await settle();
  return canonicalDump(demo.db);
}

/** Between two steps: until the clock shows another second, or not at all (and then they must share one). */
const nextSecond = async () => {
  const second = Math.floor(Date.now() / 1000);
  await waitUntil("the next second", () => Math.floor(Date.now() / 1000) > second, { everyMs: 5 });
};

const everySecondApart = () => liveAnOrder(nextSecond);
async function allInOneSecond(): Promise<Placed> {
  for (;;) {
    await nextSecond();
    const placed = await liveAnOrder(() => Promise.resolve());
    const times = placed.events
      .filter((event) => event.topic.startsWith("orders/"))
      .map((event) => (JSON.parse(event.body) as { updated_at: string }).updated_at);
    if (new Set(times).size === 1) return placed;
  }
}

describe("the order of arrival", () => {
  it.each([
    ["seconds apart", everySecondApart, 1],
    ["each doubled", everySecondApart, 2],
    ["all in the same second", allInOneSecond, 1],
    ["all in the same second and doubled", allInOneSecond, 2],
  ] as const)("does not show: %s", { timeout: 600_000 }, async (_, live, copies) => {
    const placed = await live();
    const expected = await dumpAfter(placed.events);
    expect(expected).toContain('"cancel_reason":"customer"');
    expect(expected).toContain("refunds ");
    for (const order of permutations(placed.events)) {
      const dump = await dumpAfter(copies === 1 ? order : [...order, ...order]);
      expect(dump, order.map((event) => event.topic).join(" → ")).toBe(expected);
    }
    // GET /sandbox/orders/{id}: the shop's own books, which none of our code has touched.
    expectBooks(await readStoredOrder(demo.db, placed.id), await stand.sandbox.call<Books>("GET", `/sandbox/orders/${placed.id}`));
  });
});
