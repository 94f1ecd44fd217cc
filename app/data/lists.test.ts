/** The read side on a real, migrated database: paging, search, counts, and that a second merchant's rows never show. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { insertConnection, openTestDatabase, type OpenTestDatabase } from "../../tests/helpers/open-test-database.ts";
import { delivery, order, SEED_NOW, seedModel } from "../../tests/helpers/seed-model.ts";
import { decodeCursor, type Page, pageRequestOf, type PageRequest } from "#app/lib/cursor.ts";
import { readRecentActivity } from "./audit-activity.server.ts";
import { listConnections } from "./connections-list.server.ts";
import { listCustomers } from "./customers-list.server.ts";
import { findDeliveryDetail } from "./deliveries-detail.server.ts";
import { COUNT_CAP, countDeliveries, searchDeliveries } from "./deliveries-search.server.ts";
import { entityKey, readEntityNames } from "./entity-names.server.ts";
import { readCustomerBatch, readOrderBatch, readPayload } from "./exports-read.server.ts";
import { findOrderDetail } from "./orders-detail.server.ts";
import { listOrders, ORDER_LIST_KEY } from "./orders-list.server.ts";
import { readOrderHops } from "./orders-timeline.server.ts";
import { listLocations, listProducts } from "./products-list.server.ts";
import { countOpenDeliveries, hourOf, readHourFigures, readTopicFigures } from "./statistics-window.server.ts";
import { listSubscriptions } from "./webhooks-registry.server.ts";

let opened: OpenTestDatabase;
const mine = { merchantId: "mer_mine", connectionId: "con_mine" };
const theirs = { merchantId: "mer_theirs", connectionId: "con_theirs" };
const ORDERS = 25;

beforeAll(async () => {
  opened = await openTestDatabase();
  await insertConnection(opened.db, "mine");
  await insertConnection(opened.db, "theirs");
  await seedModel(opened.db, mine, { orders: ORDERS });
  // The same numbers, ids and people at another merchant.
  await seedModel(opened.db, theirs, { orders: ORDERS, firstDelivery: 1001 });
  await opened.db.write(async (tx) => {
    await tx.insert(
      "deliveries",
      delivery(mine, 501, {
        status: "dead",
        topic: "refunds/create",
        error_code: "body_unreadable",
        error_class: "rejected",
        error_message: "The field id is missing.",
      }),
    );
    await tx.insert("deliveries", delivery(mine, 502, { status: "held", hold_key: "order:9", topic: "refunds/create" }));
    await tx.insert("deliveries", delivery(theirs, 1501, { status: "dead" }));
    // Equal times: the id decides, so that no row is shown twice or never.
    for (let n = 0; n < 4; n++)
      await tx.insert(
        "orders",
        order(mine, 900 + n, {
          source_created_at: SEED_NOW - 900_000_000,
          quarantine_reason: n === 0 ? "The lines come to 1.00 less" : null,
          quarantine_minor: n === 0 ? 100 : null,
        }),
      );
  });
});
afterAll(() => opened.close());

async function allPages<T>(read: (page: PageRequest) => Promise<Page<T>>, size: number): Promise<T[][]> {
  const pages: T[][] = [];
  for (let after: string | null = "", more = true; more;) {
    const key = decodeCursor(after);
    const page: Page<T> = await read(key ? { size, after: key } : { size });
    pages.push(page.rows);
    after = page.next;
    more = page.next !== null;
  }
  return pages;
}

describe("pages", () => {
  it("cover every order once, newest first", async () => {
    const pages = await allPages((page) => listOrders(opened.db, mine.merchantId, {}, page), 7);
    const ids = pages.flat().map((row) => row.id);
    expect(new Set(ids).size).toBe(ORDERS + 4);
    expect(ids).toHaveLength(ORDERS + 4);
    expect(pages.flat().map((row) => row.source_created_at)).toEqual(
      pages
        .flat()
        .map((row) => row.source_created_at)
        .sort((a, b) => b - a),
    );
  });

  it("keep orders of the same second in the order of their numbers, from page to page and back", async () => {
    const at = SEED_NOW + 60_000;
    const tied = { merchantId: "mer_tied", connectionId: "con_tied" };
    await insertConnection(opened.db, "tied");
    // Ids say nothing: the orders arrived in another order than they were placed, and #10000 comes after #9999.
    const numbers = [10001, 9997, 10000, 9998, 10002, 9999];
    await opened.db.write(async (tx) => {
      for (const [place, number] of numbers.entries())
        await tx.insert("orders", order(tied, number - 1000, { id: `ord_tied_${place}`, source_created_at: at }));
    });
    const read = (page: PageRequest) => listOrders(opened.db, tied.merchantId, {}, page);
    const refs = (rows: readonly { order_ref: string }[]) => rows.map((row) => row.order_ref);
    const expected = [10002, 10001, 10000, 9999, 9998, 9997].map((number) => `SH-#${number}`);
    for (const size of [1, 2, 4, 50]) expect(refs((await allPages(read, size)).flat()), `pages of ${size}`).toEqual(expected);
    const last = await read({ size: 2, after: decodeCursor((await read({ size: 4 })).next)! });
    const before = await read({ size: 3, before: decodeCursor(last.previous)! });
    expect(refs(before.rows)).toEqual(expected.slice(1, 4));
    // What the page reads a cursor with must take what the list wrote.
    expect(pageRequestOf(new URLSearchParams({ after: before.next! }), 2, ORDER_LIST_KEY).after).toEqual(decodeCursor(before.next));
  });

  it("lead back the way they came", async () => {
    const first = await listOrders(opened.db, mine.merchantId, {}, { size: 10 });
    const second = await listOrders(opened.db, mine.merchantId, {}, { size: 10, after: decodeCursor(first.next)! });
    const back = await listOrders(opened.db, mine.merchantId, {}, { size: 10, before: decodeCursor(second.previous)! });
    expect(back.rows).toEqual(first.rows);
    expect(first.previous).toBeNull();
    expect(back.previous).toBeNull();
    expect(back.next).not.toBeNull();
  });

  it("cover every delivery, customer and product once", async () => {
    const deliveries = await allPages((page) => searchDeliveries(opened.db, mine.merchantId, {}, page), 4);
    expect(new Set(deliveries.flat().map((row) => row.id)).size).toBe(ORDERS + 2);
    expect((await allPages((page) => listCustomers(opened.db, mine.merchantId, {}, page), 2)).flat()).toHaveLength(3);
    expect((await allPages((page) => listProducts(opened.db, mine.merchantId, {}, page), 1)).flat()).toHaveLength(2);
  });
});

describe("deliveries of a topic", () => {
  it("are found in every state, once, newest first, page by page", async () => {
    const statuses = ["completed", "pending", "processing", "held", "failed", "dead"] as const;
    const ids = statuses.map((_, n) => 600 + n);
    await opened.db.write(async (tx) => {
      for (const [n, status] of statuses.entries())
        await tx.insert("deliveries", delivery(mine, 600 + n, { status, topic: "app/states", received_at: SEED_NOW + n, completed_at: null }));
    });
    try {
      const pages = await allPages((page) => searchDeliveries(opened.db, mine.merchantId, { topic: "app/states" }, page), 4);
      expect(pages.flat().map((row) => row.id)).toEqual([...ids].reverse());
      expect(await countDeliveries(opened.db, mine.merchantId, { topic: "app/states" })).toEqual({ count: statuses.length, isMore: false });
      for (const [n, status] of statuses.entries())
        expect((await searchDeliveries(opened.db, mine.merchantId, { topic: "app/states", status }, { size: 9 })).rows.map((row) => row.id)).toEqual([
          600 + n,
        ]);
      expect(await countOpenDeliveries(opened.db, mine.merchantId)).toEqual({ pending: 1, processing: 1, held: 2, failed: 1, dead: 2 });
    } finally {
      await opened.db.write(async (tx) => {
        for (const id of ids) await tx.remove("deliveries", { id });
      });
    }
  });
});

describe("order search", () => {
  const find = async (search: string) => (await listOrders(opened.db, mine.merchantId, { search }, { size: 50 })).rows.map((row) => row.order_ref);
  it.each(["1003", "#1003", "SH-#1003", "sh-1003", "820982911946153", "gid://shopify/Order/820982911946153", "ord_mer_mine_00003"])(
    "finds one order by %s",
    async (text) => {
      expect(await find(text)).toEqual(["SH-#1003"]);
    },
  );
  it("finds by part of a name or address, whatever the case", async () => {
    expect((await find("ADA")).length).toBeGreaterThan(5);
    expect((await find("cleo@EXAMPLE")).length).toBeGreaterThan(5);
  });
  it("takes wildcards as plain characters", async () => {
    expect(await find("%")).toEqual([]);
    expect(await find("a_a")).toEqual([]);
  });
  it("filters what does not add up, and by status", async () => {
    expect((await listOrders(opened.db, mine.merchantId, { isQuarantined: true }, { size: 50 })).rows).toHaveLength(1);
    expect((await listOrders(opened.db, mine.merchantId, { hubStatus: "SHIPPED" }, { size: 50 })).rows).toHaveLength(0);
  });
});

describe("delivery search", () => {
  const find = async (filter: Parameters<typeof searchDeliveries>[2]) =>
    (await searchDeliveries(opened.db, mine.merchantId, filter, { size: 50 })).rows.map((row) => row.id);
  it.each([
    ["order number", "#1003"],
    ["the platform's id", "820982911946153"],
    ["our order id", "ord_mer_mine_00003"],
    ["the platform's delivery id", "mer_mine-hook-3"],
  ])("finds by %s", async (_what, search) => {
    expect(await find({ search })).toEqual([3]);
  });
  it("finds by our own number", async () => expect(await find({ search: "501" })).toEqual([501]));
  it("finds nothing for what is not there", async () => expect(await find({ search: "nothing like it" })).toEqual([]));
  it("narrows by status, topic and time together", async () => {
    expect(await find({ status: "dead" })).toEqual([501]);
    expect((await find({ topic: "refunds/create" })).sort()).toEqual([501, 502]);
    expect(await find({ topic: "refunds/create", status: "held" })).toEqual([502]);
    expect(await find({ since: SEED_NOW - 3 * 60_000, status: "completed" })).toEqual([1, 2, 3]);
    expect(await find({ until: SEED_NOW - 24 * 60_000, status: "completed" })).toEqual([25]);
  });
  it("counts what it finds", async () => {
    expect(await countDeliveries(opened.db, mine.merchantId, { topic: "orders/create" })).toEqual({ count: ORDERS, isMore: false });
    expect(COUNT_CAP).toBeGreaterThan(ORDERS);
  });
});

describe("figures", () => {
  it("sum the slots of each hour and leave out what is older", async () => {
    const hours = await readHourFigures(opened.db, mine.merchantId, hourOf(SEED_NOW) - 23 * 3_600_000);
    expect(hours.map(({ completed, dead }) => [completed, dead])).toEqual([
      [1, 0],
      [98, 1],
    ]);
    expect(await readTopicFigures(opened.db, mine.merchantId, hourOf(SEED_NOW))).toEqual([
      { connectionId: "con_mine", topic: "orders/create", finished: 99, dead: 1 },
    ]);
  });
  it("count what is not completed", async () => {
    expect(await countOpenDeliveries(opened.db, mine.merchantId)).toEqual({ pending: 0, processing: 0, held: 1, failed: 0, dead: 1 });
  });
});

it("gives an order's hops: deliveries, attempts, changes", async () => {
  const detail = await findOrderDetail(opened.db, mine.merchantId, "ord_mer_mine_00003");
  const hops = await readOrderHops(opened.db, mine.merchantId, detail!.order);
  expect(hops.deliveries.map((row) => row.id)).toEqual([3]);
  expect(hops.attempts).toHaveLength(1);
  expect(hops.changes).toHaveLength(1);
  expect(detail!.lines).toHaveLength(1);
  expect(detail!.customer?.name).toBe("Ada Example");
});

it("names things as people do", async () => {
  const refs = [
    { entity_type: "inventory", external_id: "item1" },
    { entity_type: "product", external_id: "788032" },
    { entity_type: "order", external_id: "820982911946151" },
    { entity_type: "customer", external_id: "115310291" },
  ].map((ref) => ({ connection_id: "con_mine", ...ref }));
  const names = await readEntityNames(opened.db, mine.merchantId, refs);
  expect(refs.map((ref) => names.get(entityKey(ref)))).toEqual(["Blue mug", "Tea pot", "SH-#1001", "Ben Sample"]);
});

describe("another merchant", () => {
  const stranger = "mer_mine";
  it("sees nothing of theirs by id", async () => {
    expect(await findOrderDetail(opened.db, stranger, "ord_mer_theirs_00003")).toBeNull();
    expect(await findDeliveryDetail(opened.db, stranger, 1003)).toBeNull();
    expect(await readPayload(opened.db, stranger, 1003)).toBeNull();
    expect(await readPayload(opened.db, "mer_theirs", 1003)).not.toBeNull();
    expect(
      (await readEntityNames(opened.db, stranger, [{ connection_id: "con_theirs", entity_type: "order", external_id: "820982911946151" }])).size,
    ).toBe(0);
  });
  it("sees nothing of theirs in any list", async () => {
    const page = { size: 500 };
    const hops = await readOrderHops(opened.db, stranger, (await findOrderDetail(opened.db, "mer_theirs", "ord_mer_theirs_00003"))!.order);
    const activity = await readRecentActivity(opened.db, stranger, 500);
    const everything = JSON.stringify([
      (await listOrders(opened.db, stranger, {}, page)).rows,
      (await listOrders(opened.db, stranger, { search: "ada" }, page)).rows,
      (await searchDeliveries(opened.db, stranger, {}, page)).rows,
      (await searchDeliveries(opened.db, stranger, { search: "mer_theirs-hook-1003" }, page)).rows,
      (await searchDeliveries(opened.db, stranger, { search: "ord_mer_theirs_00003" }, page)).rows,
      (await listCustomers(opened.db, stranger, { search: "ada" }, page)).rows,
      (await listProducts(opened.db, stranger, { search: "mug" }, page)).rows,
      await listLocations(opened.db, stranger),
      await listConnections(opened.db, stranger),
      await listSubscriptions(opened.db, stranger),
      (await readOrderBatch(opened.db, stranger, null, 500)).rows,
      (await readCustomerBatch(opened.db, stranger, null, 500)).rows,
      activity,
      hops,
    ]);
    expect(everything).toContain("mer_mine");
    expect(everything).not.toContain("theirs");
  });
});
