import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { updateConnection, type Connection } from "#app/data/connections.server.ts";
import { listPollStates } from "#app/data/poll-states.server.ts";
import { readPlace, placeText } from "#app/domain/store-connection.ts";
import { presentHome } from "#app/presenters/home.server.ts";
import { ok } from "#app/lib/result.ts";
import { storeOrder, storeProduct, type Json } from "../../../tests/helpers/store-server.ts";
import { STORE_MERCHANT, storeServices, type StoreServices } from "../../../tests/helpers/store-services.ts";
import { listModified } from "./list-modified.server.ts";
import { pollStores } from "./poll-stores.server.ts";
import { storeApi } from "./store-api.server.ts";
import { syncOrders, type SyncResult } from "./sync-orders.server.ts";

let services: StoreServices;
let connection: Connection;
beforeEach(async () => {
  services = await storeServices();
  connection = await services.connected();
});
afterEach(() => services?.close());

/** n orders from a second on, `perSecond` of them in each. */
const orders = (n: number, from: number, perSecond = 1): Json[] =>
  Array.from({ length: n }, (_, at) => storeOrder(at + 1, new Date(from + Math.floor(at / perSecond) * 1000).toISOString().slice(0, 19)));
const deliveries = async () =>
  (await services.ctx.db.write((tx) => tx.list("deliveries", { connection_id: connection.id }))).sort((a, b) => a.id - b.id);
const valueOf = <T>(result: { ok: true; value: T } | { ok: false; error: unknown }): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
};
const LONG_AGO = Date.UTC(2026, 9, 1);

describe("a place in a store's changes", () => {
  it("is a time, with how many of its second were read", () => {
    expect(placeText({ at: LONG_AGO, skip: 0 })).toBe("2026-10-01T00:00:00Z");
    expect(readPlace("2026-10-01T02:00:00.900+02:00~40")).toEqual({ at: LONG_AGO, skip: 40 });
    for (const text of ["", "yesterday", "2026-10-01", "2026-13-01T00:00:00Z", "2026-10-01T00:00:00Z~x", "2026-10-01T00:00:00Z~-1", "~1"])
      expect(readPlace(text), text).toBeNull();
  });
});

describe("reading what changed", () => {
  /** Every id that a whole reading comes to, however it is cut. */
  async function readAll(limit: number, since: number | null = null): Promise<number[]> {
    const api = storeApi(services.ctx, connection);
    const ids: number[] = [];
    for (let place = since === null ? null : { at: since, skip: 0 }, calls = 0; calls < 200; calls++) {
      const page = valueOf(await listModified(api, "/orders", place, limit));
      ids.push(...page.items.map(({ id }) => Number(id)));
      if (page.next === null) return ids;
      place = page.next;
    }
    throw new Error("it never ends");
  }

  it.each([1, 2, 3, 5, 7, 100])("loses none, whatever shares a second, %i at a time", async (limit) => {
    const groups = [1, 3, 1, 12, 2, 7];
    let id = 0;
    groups.forEach((size, second) => {
      for (let i = 0; i < size; i++) services.store.orders.push(storeOrder(++id, new Date(LONG_AGO + second * 1000).toISOString().slice(0, 19)));
    });
    const all = Array.from({ length: id }, (_, at) => at + 1);
    expect([...new Set(await readAll(limit))].sort((a, b) => a - b)).toEqual(all);
    expect([...new Set(await readAll(limit, LONG_AGO + 3000))].sort((a, b) => a - b)).toEqual(all.slice(5));
  });

  it("takes what has no time of change, and refuses what has no id", async () => {
    const list = (items: unknown[]) =>
      listModified({ list: () => Promise.resolve(ok({ items, total: null, totalPages: null })) }, "/orders", null, 100);
    expect(
      valueOf(
        await list([
          { id: 1, date_modified_gmt: null },
          { id: "820982911946154508", date_created_gmt: "2026-10-01T00:00:00" },
        ]),
      ).items,
    ).toMatchObject([
      { id: 1, modifiedAt: 0 },
      { id: "820982911946154508", modifiedAt: LONG_AGO },
    ]);
    for (const items of [[{}], [null], ["x"], [{ id: true }]])
      expect(await list(items)).toMatchObject({ ok: false, error: { code: "store_answer_unreadable" } });
  });
});

describe("Sync now", () => {
  const sync = async (request: Parameters<typeof syncOrders>[2] = {}): Promise<SyncResult> =>
    valueOf(await syncOrders(services.ctx, connection, request, 0));

  it("stores each order once, as history, and says what is not worked on yet", async () => {
    services.store.orders.push(...orders(3, LONG_AGO));
    const first = await sync();
    expect(first).toMatchObject({ total: 3, synced: 0, failed: 0, waiting: 3, errors: [], nextSince: null });
    expect(await sync()).toMatchObject({ total: 3 });
    expect((await deliveries()).map(({ topic, origin, triggered_at }) => ({ topic, origin, triggered_at }))).toEqual(
      [0, 1, 2].map((at) => ({ topic: "order.polled", origin: "backfill", triggered_at: LONG_AGO + at * 1000 })),
    );
  });

  it("continues until there is no more", async () => {
    services.store.orders.push(...orders(25, LONG_AGO, 4));
    const seen = new Set<number>();
    let since: string | undefined;
    let calls = 0;
    do {
      const result = await sync({ limit: 10, since });
      since = result.nextSince ?? undefined;
      calls++;
    } while (since !== undefined && calls < 20);
    for (const { dedupe_key } of await deliveries()) seen.add(Number(dedupe_key.split(":")[2]));
    expect(seen.size).toBe(25);
    expect(calls).toBeLessThan(8);
  });

  it("counts what came of it: done, and not understood", async () => {
    services.store.orders.push(...orders(2, LONG_AGO));
    await sync();
    const [good, bad] = await deliveries();
    await services.ctx.db.write(async (tx) => {
      await tx.update("deliveries", { status: "completed" }, { id: good!.id });
      await tx.update(
        "deliveries",
        { status: "held", order_ref: "WC-2", error_code: "status_not_mapped", error_message: "What does it mean?" },
        { id: bad!.id },
      );
    });
    expect(await sync()).toMatchObject({
      synced: 1,
      failed: 1,
      waiting: 0,
      errors: [{ orderId: "2", orderRef: "WC-2", code: "status_not_mapped", message: "What does it mean?", deliveryId: bad!.id }],
    });
  });

  it("is live of what changed since the store was connected, and only where that is wanted", async () => {
    const now = services.time.now;
    services.store.orders.push(
      storeOrder(1, new Date(now - 60_000).toISOString().slice(0, 19)),
      storeOrder(2, new Date(now + 60_000).toISOString().slice(0, 19)),
    );
    await sync();
    expect((await deliveries()).map((one) => one.origin)).toEqual(["backfill", "live"]);
    services.store.orders.push(storeOrder(3, new Date(now + 90_000).toISOString().slice(0, 19)));
    await updateConnection(services.ctx.db, STORE_MERCHANT, connection.id, { settings: '{"auto_sync":false}' });
    connection = await services.reload(connection);
    await sync();
    expect((await deliveries()).at(-1)?.origin).toBe("backfill");
  });

  it("reads nothing of a store that was disconnected", async () => {
    await updateConnection(services.ctx.db, STORE_MERCHANT, connection.id, { status: "inactive" });
    connection = await services.reload(connection);
    expect(await syncOrders(services.ctx, connection, {}, 0)).toMatchObject({ ok: false, error: { code: "integration_inactive" } });
  });
});

describe("polling", () => {
  const state = async (entity = "orders") =>
    (await listPollStates(services.ctx.db, STORE_MERCHANT, connection.id)).find((one) => one.entity === entity)!;
  const at = (ms: number) => new Date(ms).toISOString().slice(0, 19);

  it("finds what changed, once, and waits for its time", async () => {
    const { ctx, store, time } = services;
    store.orders.push(storeOrder(1, at(LONG_AGO)), storeOrder(2, at(time.now + 1000)));
    store.products.push(storeProduct(7, "A", { date_modified_gmt: at(time.now + 1000), related_ids: [1, 2] }));
    expect(await pollStores(ctx)).toBe(2);
    expect((await deliveries()).map(({ topic, origin }) => `${topic} ${origin}`).sort()).toEqual(["order.polled live", "product.polled live"]);
    expect(await state()).toMatchObject({ found: 1, cursor: time.now + 1000, next_poll_at: time.now + 10 * 60_000, error_code: null });
    expect(await pollStores(ctx)).toBe(0);
    time.now += 10 * 60_000;
    // Related products are picked anew with each answer: that is no change.
    store.products[0]!["related_ids"] = [3];
    store.orders.push(storeOrder(3, at(time.now)));
    expect(await pollStores(ctx)).toBe(2);
    expect(await deliveries()).toHaveLength(3);
    expect(await state("products")).toMatchObject({ found: 0 });
  });

  it("sees an order that was saved after the look that should have seen it", async () => {
    const { ctx, store, time } = services;
    store.orders.push(storeOrder(1, at(time.now + 60_000)));
    time.now += 60_000;
    await pollStores(ctx);
    store.orders.push(storeOrder(2, at(time.now - 30_000)));
    time.now += 10 * 60_000;
    await pollStores(ctx);
    expect(await deliveries()).toHaveLength(2);
  });

  it("gets on in a store with more changes than a page in one minute", async () => {
    const { ctx, store, time } = services;
    store.orders.push(...orders(250, time.now + 1000, 60));
    await pollStores(ctx);
    expect(await deliveries()).toHaveLength(250);
    expect(await state()).toMatchObject({ found: 250 });
  });

  it("leaves its place where the store does not answer, says so, and tries again", async () => {
    const { ctx, store, time } = services;
    const before = (await state()).cursor;
    store.instead = (_req, res, path) => (path === "/orders" ? void res.writeHead(500).end() : false);
    await pollStores(ctx);
    await pollStores(ctx);
    expect(await state()).toMatchObject({ cursor: before, error_code: "server_error", next_poll_at: time.now + 10 * 60_000 });
    // The home page and the API's alerts tell of it.
    const { concerns } = await presentHome(ctx.db, STORE_MERCHANT, null, time.now);
    expect(concerns).toContainEqual(
      expect.objectContaining({ key: `poll:${connection.id}`, tone: "critical", title: "Test store cannot be asked what changed" }),
    );
    expect((await services.audit(connection)).filter(({ kind }) => kind === "error")).toMatchObject([
      { action: "server_error", data: { doing: "poll" } },
    ]);
    store.instead = (_req, res, path) => (path === "/orders" ? void res.writeHead(429, { "retry-after": "20" }).end() : false);
    time.now += 10 * 60_000;
    await pollStores(ctx);
    expect(await state()).toMatchObject({ error_code: "rate_limited", next_poll_at: time.now + 20_000 });
    store.instead = null;
    store.orders.push(storeOrder(1, at(time.now)));
    time.now += 20_000;
    await pollStores(ctx);
    expect(await state()).toMatchObject({ found: 1, error_code: null });
  });

  it("looks neither where nobody wants it, nor at a store that was disconnected", async () => {
    const { ctx, store, time } = services;
    store.asked.length = 0;
    await updateConnection(ctx.db, STORE_MERCHANT, connection.id, { settings: '{"auto_sync":false}' });
    expect(await pollStores(ctx)).toBe(2);
    time.now += 3_600_000;
    await updateConnection(ctx.db, STORE_MERCHANT, connection.id, { status: "inactive" });
    expect(await pollStores(ctx)).toBe(0);
    expect(store.asked).toEqual([]);
  });

  it("is done by one process at a time", async () => {
    const { ctx, store } = services;
    await Promise.all([pollStores(ctx), pollStores(ctx), pollStores(ctx)]);
    expect(store.asked.filter(({ call, query }) => call === "GET /orders" && query.has("modified_after"))).toHaveLength(1);
  });
});
