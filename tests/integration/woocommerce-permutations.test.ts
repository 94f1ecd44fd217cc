/**
 * Every order in which the events of an order's life can arrive, each twice and all within one second: from our plugin, and from the store's own
 * webhooks, where the store has to be asked. The canonical dump is the same byte for byte.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { canonicalDump } from "#app/data/system/canonical-dump.server.ts";
import { testEngine } from "../helpers/test-database.ts";
import { startToldStore, type ToldStore } from "../helpers/told-store.ts";
import { wooEvent, wooOrder, wooRefund, type Json } from "../helpers/woocommerce-things.ts";

let store: ToldStore;
beforeAll(async () => void (store = await startToldStore()));
afterAll(() => store?.close());

describe("an order of a store with our plugin", () => {
  it("comes out the same from every order of its life's events, each twice, all in one second", async () => {
    const ms = (n: number) => `2026-11-20T10:00:00.00${n}Z`;
    const note = { id: 281, author: "Ada", date_created_gmt: "2026-11-20T11:00:00", note: "Ring twice", customer_note: false, order_id: 723 };
    const refund = { refunds: [{ id: 900, total: "-10.00" }] };
    const told = (topic: string, n: number, object: Json | null, data: Json = {}, over: Json = {}) => ({
      topic,
      body: wooEvent(topic, n, ms(n), object, data, over),
    });
    const lives = [
      // Ends alive.
      [
        told("order.created", 1, wooOrder({ status: "pending", date_paid_gmt: null })),
        told("order.refunded", 2, wooOrder(refund), { refunds: [wooRefund(900)] }),
        told("order.trashed", 3, null, { state: "trashed" }, { resource_id: 723 }),
        told("order.restored", 4, wooOrder({ status: "completed", date_completed_gmt: "2026-11-21T10:00:00" })),
        told("order_note.created", 5, note),
      ],
      // Ends deleted.
      [
        told("order.created", 1, wooOrder()),
        told("order.restored", 2, wooOrder({ customer_note: "Leave it at the door" })),
        told("order.deleted", 3, null, { state: "deleted" }, { resource_id: 723 }),
        told("order_note.created", 4, note),
        told("order_note.deleted", 5, null, { state: "deleted" }, { resource_id: 281 }),
      ],
    ];
    for (const life of lives) {
      const dumps = new Map<string, string>();
      for (const sequence of sequencesOf(life)) {
        await store.forget();
        await store.tell(...sequence.flatMap((one) => [one, one]));
        expect((await store.rows("deliveries")).filter(({ status }) => status !== "completed")).toEqual([]);
        dumps.set(await canonicalDump(store.ctx.db), sequence.map(({ topic }) => topic).join(" "));
      }
      expect([...dumps.values()]).toHaveLength(1);
    }
  }, 600_000);
});

describe("an order of a store with keys alone", () => {
  const hook = (topic: string, over: Json = {}) => ({ topic, body: wooOrder(over) });

  it("comes out as the store has it from every order of its webhooks, each twice, all in one second", async () => {
    const refunded = { status: "completed", date_completed_gmt: "2026-11-20T10:00:05", refunds: [{ id: 900, total: "-10.00" }] };
    const life = [
      hook("order.created", { status: "pending", date_paid_gmt: null }),
      hook("order.updated"),
      hook("order.updated", refunded),
      { topic: "order.deleted", body: { id: 723 } as Json },
      hook("order.restored", { status: "processing" }),
    ];
    for (const ending of [{ "/orders/723": wooOrder(refunded), "/orders/723/refunds": [wooRefund(900)] }, {}] as ToldStore["answers"][]) {
      const dumps = new Set<string>();
      for (const sequence of sequencesOf(life)) {
        await store.forget();
        store.answers = ending;
        await store.tell(...sequence.flatMap((one) => [one, one]));
        expect((await store.rows("deliveries")).filter(({ status }) => status !== "completed")).toEqual([]);
        const known = await store.order();
        const isThere = known !== undefined && known.deleted_at === null;
        expect(isThere).toBe("/orders/723" in ending);
        dumps.add(isThere ? await canonicalDump(store.ctx.db) : "gone");
      }
      expect(dumps.size).toBe(1);
    }
  }, 600_000);
});

/** All of them on SQLite; on PostgreSQL, where each costs ten times as long, every fourth. */
const sequencesOf = <T>(life: readonly T[]): T[][] => permutations(life).filter((_, n) => testEngine === "sqlite" || n % 4 === 0);

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length <= 1) return [[...items]];
  return items.flatMap((item, index) => permutations(items.filter((_, at) => at !== index)).map((rest) => [item, ...rest]));
}
