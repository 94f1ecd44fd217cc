/** What comes back and goes again: the second time is no repeat of the first. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { waitUntil } from "../helpers/wait-until.ts";
import { orderFaults } from "./as-the-store-says.ts";
import { startBridgeStand } from "./bridge-stand.ts";
import { isHpos } from "./hpos.ts";
import type { BridgeStand } from "./bridge-stand.ts";
import { eventsAbout, numberingFaults, orderRow } from "./hub-state.ts";

let stand: BridgeStand;
let product: number;
let clockMs = 0;

beforeAll(async () => {
  stand = await startBridgeStand();
  product = (await stand.store.makeProduct()).id;
});
afterAll(async () => {
  await stand?.close();
});

const topicsOf = async (id: number): Promise<string[]> => (await eventsAbout(stand, "order", id)).map(({ topic }) => topic);
const isDeleted = async (id: number): Promise<boolean> => (await orderRow(stand, id))?.deleted_at != null;

/** The next comparison of the shop's tables with what was told is a quarter of an hour away; the shop's clock is moved there. */
async function untilCompared(description: string, happened: () => Promise<boolean>): Promise<void> {
  clockMs += 16 * 60_000;
  stand.site.set("clock-offset-ms", String(clockMs));
  await waitUntil(
    description,
    async () => {
      await stand.visit();
      return happened();
    },
    { timeoutMs: 60_000, everyMs: 300, explain: () => JSON.stringify(stand.site.query("SELECT name, value FROM wp_crossdock_state")) },
  );
  await stand.settle();
}

/** Everything that a backup of the shop's database holds about orders. */
const TABLES = [
  "wc_orders",
  "wc_orders_meta",
  "wc_order_addresses",
  "wc_order_operational_data",
  "woocommerce_order_items",
  "woocommerce_order_itemmeta",
  "posts",
  "postmeta",
  "comments",
].map((name) => `wp_${name}`);

describe(`again, HPOS ${isHpos ? "on" : "off"}`, () => {
  it("an order trashed, restored and trashed again: each is seen", async () => {
    const { store } = stand;
    const { id } = await store.makeOrder(product);
    await stand.settle();
    const admin = await store.admin();
    for (const [action, topic] of [
      ["trash", "order.trashed"],
      ["untrash", "order.restored"],
      ["trash", "order.trashed"],
    ] as const) {
      await admin.onOrders(action, [id]);
      await stand.settle();
      expect((await topicsOf(id)).at(-1)).toBe(topic);
      expect(await isDeleted(id)).toBe(action === "trash");
    }
    expect((await topicsOf(id)).filter((topic) => topic !== "order.updated")).toEqual([
      "order.created",
      "order.trashed",
      "order.restored",
      "order.trashed",
    ]);
    expect(await numberingFaults(stand)).toEqual([]);
  });

  it("an order deleted, restored by a backup of the database and deleted again: each is seen", { timeout: 240_000 }, async () => {
    const { store } = stand;
    const { id } = await store.makeOrder(product);
    await stand.settle();
    stand.site.query(TABLES.map((name) => `CREATE TABLE backup_${name} AS SELECT * FROM ${name};`).join("\n"));

    await store.rest("DELETE", `orders/${id}?force=true`);
    await stand.settle();
    expect((await topicsOf(id)).at(-1)).toBe("order.deleted");
    expect(await isDeleted(id)).toBe(true);

    // Past WordPress: no hook tells of it.
    stand.site.query(TABLES.map((name) => `INSERT IGNORE INTO ${name} SELECT * FROM backup_${name};`).join("\n"));
    await untilCompared("the order is back", async () => !(await isDeleted(id)));
    expect((await topicsOf(id)).at(-1)).toBe("order.restored");
    expect(await orderFaults(stand, id)).toEqual([]);

    await store.rest("DELETE", `orders/${id}?force=true`);
    await stand.settle();
    expect((await topicsOf(id)).at(-1)).toBe("order.deleted");
    expect(await isDeleted(id)).toBe(true);
    expect((await topicsOf(id)).filter((topic) => topic === "order.deleted")).toHaveLength(2);
    expect(await numberingFaults(stand)).toEqual([]);
  });

  it("an order changed by SQL, and one deleted by SQL, past every hook: both are found", { timeout: 240_000 }, async () => {
    const { store } = stand;
    const changed = await store.makeOrder(product);
    const gone = await store.makeOrder(product);
    await stand.settle();
    stand.site.query(
      isHpos
        ? `UPDATE wp_wc_orders SET status = 'wc-on-hold', date_updated_gmt = DATE_ADD(date_updated_gmt, INTERVAL 1 SECOND) WHERE id = ${changed.id}; DELETE FROM wp_wc_orders WHERE id = ${gone.id};`
        : `UPDATE wp_posts SET post_status = 'wc-on-hold', post_modified_gmt = DATE_ADD(post_modified_gmt, INTERVAL 1 SECOND) WHERE ID = ${changed.id}; DELETE FROM wp_posts WHERE ID = ${gone.id};`,
    );
    await untilCompared("both are found", async () => (await isDeleted(gone.id)) && (await orderRow(stand, changed.id))?.source_status === "on-hold");
    expect(await orderFaults(stand, changed.id)).toEqual([]);
    expect(await numberingFaults(stand)).toEqual([]);
  });
});
