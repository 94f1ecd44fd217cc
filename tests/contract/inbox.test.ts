/** The inbox's promises, on either engine: stored once, acknowledged after commit, one bad row never fails its neighbours. */
import { statSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Database, Tx } from "#app/data/database.ts";
import { createInbox, type Inbox } from "#app/inbox/inbox.server.ts";
import type { Receipt } from "#app/inbox/receipt.ts";
import { storeReceipts } from "#app/inbox/store-receipts.server.ts";
import type { Queue } from "#app/queue/queue.ts";
import { insertConnection, openTestDatabase, type OpenTestDatabase } from "../helpers/open-test-database.ts";
import { testEngine } from "../helpers/test-database.ts";

let open: OpenTestDatabase;
let db: Database;
let inbox: Inbox;
const silentQueue: Queue = {
  schedule: () => Promise.resolve(),
  wake: () => undefined,
  start: () => Promise.resolve(),
  stop: () => Promise.resolve(),
};

beforeEach(async () => {
  open = await openTestDatabase();
  db = open.db;
  inbox = createInbox(db, silentQueue);
  await insertConnection(db, "one");
});
afterEach(() => open.close());

const receipt = (dedupeKey: string, patch: Partial<Receipt> = {}): Receipt => ({
  channel: "shopify",
  account: "one.myshopify.com",
  mode: "live",
  topic: "orders/create",
  dedupeKey,
  sourceEventId: null,
  triggeredAt: null,
  headers: '{"x-shopify-topic":"orders/create"}',
  body: Buffer.from(`{"key":"${dedupeKey}"}`),
  receivedAt: 1_750_000_000_000,
  isAlwaysAccepted: false,
  ...patch,
});
const stored = () => db.read.selectFrom("deliveries").select(["dedupe_key", "status", "connection_id"]).orderBy("id").execute();

describe("the inbox", () => {
  it("keeps the raw bytes", async () => {
    const body = Buffer.from([0x7b, 0x22, 0xff, 0x00, 0x7d]);
    await inbox.store(receipt("raw", { body }));
    const payload = await db.read.selectFrom("delivery_payloads").select(["body", "headers"]).executeTakeFirstOrThrow();
    expect(Buffer.from(payload.body)).toEqual(body);
    expect(JSON.parse(payload.headers)).toEqual({ "x-shopify-topic": "orders/create" });
  });

  it("answers a repeat as stored, and changes nothing", async () => {
    const first = await inbox.store(receipt("a"));
    expect(first.kind).toBe("stored");
    // The number of the first one: whoever asks again is told the same.
    expect(await inbox.store(receipt("a"))).toEqual({ kind: "repeat", deliveryId: (first as { deliveryId: number }).deliveryId });
    expect(await stored()).toHaveLength(1);
  });

  it.runIf(testEngine === "sqlite")("goes before what waits for the writer already (needs SQLite)", async () => {
    const done: string[] = [];
    let letGo: () => void = () => undefined;
    const isHeld = new Promise<void>((resolve) => (letGo = resolve));
    let holds: () => void = () => undefined;
    const isBegun = new Promise<void>((resolve) => (holds = resolve));
    const holder = db.write(() => (holds(), isHeld));
    await isBegun;
    const rows = Array.from({ length: 3 }, (_, n) => db.write(() => Promise.resolve()).then(() => done.push(`rows ${n}`)));
    const webhook = inbox.store(receipt("a")).then(() => done.push("webhook"));
    // The inbox collects what arrives in one turn of the event loop.
    await new Promise(setImmediate);
    await new Promise(setImmediate);
    letGo();
    await Promise.all([holder, webhook, ...rows]);
    expect(done).toEqual(["webhook", "rows 0", "rows 1", "rows 2"]);
  });

  it("answers repeats within one group", async () => {
    const kinds = (await Promise.all([inbox.store(receipt("a")), inbox.store(receipt("a")), inbox.store(receipt("b"))])).map(
      (outcome) => outcome.kind,
    );
    expect(kinds).toEqual(["stored", "repeat", "stored"]);
  });

  it("keeps the same key with another body visible, once", async () => {
    const { deliveryId } = (await inbox.store(receipt("a"))) as { deliveryId: number };
    const other = { body: Buffer.from("{}") };
    expect(await inbox.store(receipt("a", other))).toMatchObject({ kind: "conflict", firstId: deliveryId });
    expect(await inbox.store(receipt("a", other))).toEqual({ kind: "repeat", deliveryId });
    expect((await stored()).map((row) => row.status)).toEqual(["pending", "held"]);
  });

  it("dedupes within a connection only, and apart for test and live", async () => {
    await insertConnection(db, "two");
    await inbox.store(receipt("a"));
    expect((await inbox.store(receipt("a", { account: "two.myshopify.com" }))).kind).toBe("stored");
    expect((await inbox.store(receipt("a", { mode: "test" }))).kind).toBe("stored");
    expect((await stored()).map((row) => row.connection_id)).toEqual(["con_one", "con_two", "con_one"]);
  });

  it("stores nothing for an unknown or a disconnected account", async () => {
    await insertConnection(db, "off", { status: "inactive" });
    expect((await inbox.store(receipt("a", { account: "nobody.myshopify.com" }))).kind).toBe("unknown_account");
    expect((await inbox.store(receipt("a", { account: "off.myshopify.com" }))).kind).toBe("inactive");
    expect(await stored()).toEqual([]);
  });

  it("takes compliance requests of unknown and disconnected accounts all the same", async () => {
    await insertConnection(db, "off", { status: "inactive", deleted_at: 1 });
    const always = { isAlwaysAccepted: true, topic: "shop/redact" };
    expect((await inbox.store(receipt("a", { ...always, account: "nobody.myshopify.com" }))).kind).toBe("stored");
    expect((await inbox.store(receipt("a", { ...always, account: "nobody.myshopify.com" }))).kind).toBe("repeat");
    expect((await inbox.store(receipt("a", { ...always, account: "off.myshopify.com" }))).kind).toBe("stored");
    expect(
      await db.read.selectFrom("connections").select(["status", "status_reason"]).where("external_id", "=", "nobody.myshopify.com").execute(),
    ).toEqual([{ status: "inactive", status_reason: "unknown_shop" }]);
  });

  it("fails one bad row alone, not its neighbours", async () => {
    const bad = receipt("bad", { topic: null as never });
    const results = await Promise.allSettled([inbox.store(receipt("a")), inbox.store(bad), inbox.store(receipt("b"))]);
    expect(results.map((result) => result.status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect((await stored()).map((row) => row.dedupe_key).sort()).toEqual(["a", "b"]);
  });

  it("shares one transaction between receipts of the same moment", async () => {
    let transactions = 0;
    const counting: Database = { ...db, write: <T>(work: (tx: Tx) => Promise<T>) => (transactions++, db.write(work)) };
    const grouped = createInbox(counting, silentQueue);
    await Promise.all(Array.from({ length: 50 }, (_, i) => grouped.store(receipt(`k${i}`))));
    expect(transactions).toBe(1);
    expect(await stored()).toHaveLength(50);
  });

  it("takes along what arrives until it is the group's turn to write", async () => {
    const groups: Promise<unknown>[] = [];
    let begin: () => void = () => undefined;
    const isTurn = new Promise<void>((resolve) => (begin = resolve));
    const counting: Database = {
      ...db,
      write: <T>(work: (tx: Tx) => Promise<T>) => {
        const group = isTurn.then(() => db.write(work));
        groups.push(group);
        return group;
      },
    };
    const grouped = createInbox(counting, silentQueue);
    const early = grouped.store(receipt("early"));
    await new Promise(setImmediate);
    const late = grouped.store(receipt("late"));
    begin();
    await Promise.all([early, late]);
    expect(groups).toHaveLength(1);
    expect(await stored()).toHaveLength(2);
  });

  it("loses nobody when the database has the transaction run again", async () => {
    const undone = new Error("deadlock");
    const again: Database = {
      ...db,
      async write(work) {
        await expect(db.write((tx) => work(tx).then(() => Promise.reject(undone)))).rejects.toBe(undone);
        return db.write(work);
      },
    };
    const grouped = createInbox(again, silentQueue);
    const outcomes = await Promise.all(["a", "b", "c"].map((key) => grouped.store(receipt(key))));
    expect(outcomes.map((outcome) => outcome.kind)).toEqual(["stored", "stored", "stored"]);
    expect(await stored()).toHaveLength(3);
  });

  it("loses nobody when the turn never comes", async () => {
    const closed = createInbox({ ...db, write: () => Promise.reject(new Error("the database is closed")) }, silentQueue);
    const results = await Promise.allSettled(["a", "b", "c"].map((key) => closed.store(receipt(key))));
    expect(results.map((result) => result.status)).toEqual(["rejected", "rejected", "rejected"]);
    expect(await stored()).toHaveLength(0);
  });

  it("never gives a number twice, whatever failed, was deleted or comes from another process", async () => {
    const number = async (from: Inbox, key: string) => ((await from.store(receipt(key))) as { deliveryId: number }).deliveryId;
    // What is undone may be the very transaction that reserved numbers.
    const undoing: Database = {
      ...db,
      write: (work) =>
        db.write(async (tx) => {
          await work(tx);
          throw new Error("undone");
        }),
    };
    let isUndone = true;
    const shaky = createInbox({ ...db, write: (work) => (isUndone ? undoing : db).write(work) }, silentQueue);
    await expect(shaky.store(receipt("a"))).rejects.toThrow("undone");
    isUndone = false;
    const other = createInbox(db, silentQueue);
    const numbers = [];
    for (let n = 0; n < 4; n++) numbers.push(await number(inbox, `one-${n}`), await number(other, `two-${n}`), await number(shaky, `three-${n}`));
    const newest = Math.max(...numbers);
    await db.write((tx) => tx.remove("deliveries", { id: newest }));
    await db.write((tx) => tx.remove("delivery_payloads", { delivery_id: newest }));
    for (const from of [createInbox(db, silentQueue), inbox, shaky]) numbers.push(await number(from, `after-${numbers.length}`));
    expect(new Set(numbers).size).toBe(15);
    expect(await stored()).toHaveLength(14);
  });

  it("numbers what comes one after the other one after the other, repeats between them or not", async () => {
    const first = (await inbox.store(receipt("a"))) as { deliveryId: number };
    await Promise.all([inbox.store(receipt("a")), inbox.store(receipt("a"))]);
    const second = (await inbox.store(receipt("b"))) as { deliveryId: number };
    if (db.engine === "sqlite") expect(second.deliveryId).toBe(first.deliveryId + 1);
    else expect(second.deliveryId).toBeGreaterThan(first.deliveryId);
  });

  it("does not take a number that is in use for a repeat", async () => {
    const { deliveryId } = (await inbox.store(receipt("a"))) as { deliveryId: number };
    const stuck = { next: () => deliveryId, taken: () => undefined, forget: () => undefined };
    await expect(db.write((tx) => storeReceipts(tx, silentQueue, [receipt("b")], stuck))).rejects.toThrow("number");
    expect(await stored()).toHaveLength(1);
  });

  it.runIf(testEngine === "sqlite")("writes nothing for a repeat (needs SQLite)", async () => {
    await inbox.store(receipt("a"));
    const log = `${open.test.url.slice("file:".length)}-wal`;
    const before = statSync(log).size;
    for (let n = 0; n < 3; n++) expect((await inbox.store(receipt("a"))).kind).toBe("repeat");
    expect(statSync(log).size).toBe(before);
    await inbox.store(receipt("b"));
    expect(statSync(log).size).toBeGreaterThan(before);
  });

  it("rejects when the commit fails, and stores nothing of it", async () => {
    const failing: Database = { ...db, write: () => Promise.reject(new Error("disk full")) };
    await expect(createInbox(failing, silentQueue).store(receipt("a"))).rejects.toThrow("disk full");
    expect(await stored()).toEqual([]);
  });
});
