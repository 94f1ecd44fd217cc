/** A group of deliveries, read ahead in a thread and looked up together, comes to the same as its deliveries one by one. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { CHANNELS } from "#app/channels/all.ts";
import { eraseDeliveries } from "#app/data/erase-deliveries.server.ts";
import { canonicalDump } from "#app/data/system/canonical-dump.server.ts";
import { deliveryLane } from "#app/inbox/delivery-lane.ts";
import { claimDue } from "#app/queue/claims.server.ts";
import type { Queue } from "#app/queue/queue.ts";
import { openTestDatabase, type OpenTestDatabase } from "../../tests/helpers/open-test-database.ts";
import { randomFrom } from "../../tests/helpers/random.ts";
import { sampleOrderBody, sampleRefundBody, storedShop, type Shop } from "../../tests/helpers/stored-shop.ts";
import { testEngine } from "../../tests/helpers/test-database.ts";
import { rememberGroup } from "./group-memory.server.ts";
import { createInterpreter, type Interpreter } from "./interpreter.server.ts";
import { createDeliveryWork, createGroupWork } from "./process-deliveries.server.ts";

const queue: Queue = { schedule: () => Promise.resolve(), wake: () => undefined, start: () => Promise.resolve(), stop: () => Promise.resolve() };
const now = Date.UTC(2026, 10, 21);
const MOST = 50;

let opened: OpenTestDatabase;
let shop: Shop;
const interpreters: Interpreter[] = [];
beforeEach(async () => {
  opened = await openTestDatabase();
  shop = await storedShop(opened.db);
});
afterEach(async () => {
  for (const interpreter of interpreters.splice(0)) await interpreter.stop();
  await opened.close();
});

const options = { channels: new Map(Object.entries(CHANNELS)), queue, clock: () => now, random: () => 0, onAttempt: () => undefined };
const claim = (limit: number) => opened.db.write((tx) => claimDue(tx, deliveryLane, limit, { now, leaseMs: 60_000, token: "wrk:1" }));

function startInterpreter(script?: URL): Interpreter {
  // A working thread is waited for, however slow the machine is; one that fails only as long as the worker would.
  const interpreter = createInterpreter({ file: opened.test.url.replace(/^file:/, ""), ...(script ? { script } : { patienceMs: 20_000 }) });
  interpreters.push(interpreter);
  return interpreter;
}

/** Claims what is due, reads it in the thread, lets something happen, and applies it as one group. @returns how many there were */
async function workTogether(interpreter: Interpreter | null, meanwhile: () => Promise<unknown> = () => Promise.resolve()): Promise<number> {
  const claims = await claim(MOST);
  const ids = claims.map(({ id }) => id as number);
  interpreter?.begin(ids);
  await interpreter?.ready(ids);
  await meanwhile();
  const work = createGroupWork({ ...options, ...(interpreter && { interpreter }) });
  return opened.db.write((tx) => work(tx, claims));
}

const receive = (topic: string, body: string, at = now - 10) => shop.receive(topic, body, at);

async function workOneByOne(): Promise<void> {
  const work = createDeliveryWork(options);
  for (let claims = await claim(1); claims.length > 0; claims = await claim(1)) await opened.db.write((tx) => work(tx, claims));
}

const deliveries = () =>
  opened.db.read.selectFrom("deliveries").select(["id", "status", "outcome", "entity_type", "external_id", "order_ref"]).orderBy("id").execute();
const audit = async () =>
  (await opened.db.read.selectFrom("audit_log").select(["delivery_id", "action", "entity_type", "data"]).orderBy("id").execute()).map((row) =>
    JSON.stringify(row),
  );
const erased = () =>
  opened.db.read.selectFrom("delivery_payloads").select("delivery_id").where("erased_at", "is not", null).orderBy("delivery_id").execute();

const person = (number: number, patch: Record<string, unknown> = {}) => ({
  id: 70 + number,
  first_name: "Test",
  last_name: `Buyer ${number}`,
  email: `buyer-${number}@example.com`,
  created_at: "2026-01-01T00:00:00Z",
  updated_at: "2026-01-01T00:00:00Z",
  ...patch,
});
const time = (minute: number) => `2026-01-01T13:${String(minute).padStart(2, "0")}:00Z`;
const orderOf = (number: number, minute: number, patch: Record<string, unknown> = {}) =>
  sampleOrderBody(number, { customer: person(number % 2), updated_at: time(minute), note: `At ${minute}`, ...patch });
const redaction = (number: number, orders: number[]) =>
  JSON.stringify({
    shop_domain: "cliff.myshopify.com",
    customer: { id: 70 + number, email: `buyer-${number}@example.com`, phone: null },
    orders_to_redact: orders.map((order) => 5_000_000_000 + order),
  });

/** A few shopfuls of trouble: versions in any order, twice, parts before wholes, deletions, and a person to be forgotten in between. */
function story(seed: number): [topic: string, body: string][] {
  const random = randomFrom(seed);
  const pick = (below: number) => Math.floor(random() * below);
  const said = Array.from({ length: 24 }, (): [string, string] => {
    const number = 1 + pick(3);
    const minute = pick(5);
    switch (pick(10)) {
      case 0:
        return ["refunds/create", sampleRefundBody(number)];
      case 1:
        return ["customers/update", JSON.stringify(person(number % 2, { updated_at: time(minute), first_name: `At ${minute}` }))];
      case 2:
        return ["orders/paid", orderOf(number, minute, { financial_status: "paid" })];
      case 3:
        return pick(3) === 0 ? ["orders/delete", JSON.stringify({ id: 5_000_000_000 + number })] : ["orders/create", orderOf(number, 0)];
      case 4:
        return pick(2) === 0 ? ["customers/redact", redaction(number % 2, [number])] : ["orders/create", "{not json"];
      default:
        return ["orders/updated", orderOf(number, minute, minute === 3 ? { line_items: [] } : {})];
    }
  });
  return said;
}

describe("a group", () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])("comes to the same as its deliveries one by one (story %i)", async (seed) => {
    const told = story(seed);
    for (const [at, [topic, body]] of told.entries()) await receive(topic, body, now - 1000 + at);
    const interpreter = testEngine === "sqlite" ? startInterpreter() : null;
    // Again for what was held and released.
    while ((await workTogether(interpreter)) > 0);
    await interpreter?.stop();
    const together = { dump: await canonicalDump(opened.db), deliveries: await deliveries(), audit: await audit(), erased: await erased() };
    await opened.close();
    opened = await openTestDatabase();
    shop = await storedShop(opened.db);
    for (const [at, [topic, body]] of told.entries()) await receive(topic, body, now - 1000 + at);
    await workOneByOne();
    const apart = { dump: await canonicalDump(opened.db), deliveries: await deliveries(), audit: await audit(), erased: await erased() };
    expect(together.deliveries).toEqual(apart.deliveries);
    expect(together.dump).toBe(apart.dump);
    expect(together.erased).toEqual(apart.erased);
    expect(together.audit.length).toBe(apart.audit.length);
  });
});

describe.runIf(testEngine === "sqlite")("what was read ahead (needs SQLite)", () => {
  it("is used: the worker does not read those bodies again", async () => {
    const id = await receive("orders/create", orderOf(1, 1));
    await receive("orders/create", orderOf(2, 1));
    // Whoever read the body now would find another note.
    await workTogether(startInterpreter(), () =>
      opened.db.write((tx) => tx.update("delivery_payloads", { body: Buffer.from(orderOf(1, 1, { note: "Read too late" })) }, { delivery_id: id })),
    );
    expect(await opened.db.read.selectFrom("orders").select("note").orderBy("external_id").execute()).toEqual([{ note: "At 1" }, { note: "At 1" }]);
  });

  it("is not used when the shop's country has changed since: the phone is read with the new one", async () => {
    const local = { phone: "020 7946 0958", customer: null, shipping_address: null, billing_address: null };
    await receive("orders/create", orderOf(1, 1, local));
    await receive("orders/create", orderOf(2, 1, local));
    await workTogether(startInterpreter(), () => opened.db.write((tx) => tx.update("connections", { country: "GB" }, { id: shop.connectionId })));
    expect(await opened.db.read.selectFrom("orders").select("phone_e164").execute()).toEqual([
      { phone_e164: "+442079460958" },
      { phone_e164: "+442079460958" },
    ]);
  });

  it("is not used when the body was erased since: erased stays erased", async () => {
    const ids = [await receive("orders/create", orderOf(1, 1)), await receive("orders/create", orderOf(2, 1))];
    await workTogether(startInterpreter(), () => opened.db.write((tx) => eraseDeliveries(tx, shop.merchantId, ids.slice(0, 1), now)));
    expect((await deliveries()).map(({ outcome }) => outcome)).toEqual(["ignored", "applied"]);
    expect(await opened.db.read.selectFrom("orders").select("name").execute()).toHaveLength(1);
  });

  it("is not used when a delivery before it, in the same group, erases it", async () => {
    await receive("orders/create", orderOf(1, 1), now - 3);
    await workOneByOne();
    await receive("customers/redact", redaction(1, [1]), now - 2);
    await receive("orders/updated", orderOf(1, 2), now - 1);
    await workTogether(startInterpreter());
    expect(await opened.db.read.selectFrom("orders").select(["email", "note"]).execute()).toEqual([{ email: null, note: null }]);
    expect((await deliveries()).map(({ outcome }) => outcome)).toEqual(["applied", "applied", "ignored"]);
  });

  it("waits for the reconnection when the store was disconnected since", async () => {
    await receive("orders/create", orderOf(1, 1));
    await receive("orders/create", orderOf(2, 1));
    await workTogether(startInterpreter(), () =>
      opened.db.write((tx) => tx.update("connections", { status: "inactive" }, { id: shop.connectionId })),
    );
    expect((await deliveries()).map(({ status }) => status)).toEqual(["held", "held"]);
  });

  it("shows a delivery of the group what the one before it wrote", async () => {
    await receive("orders/create", orderOf(1, 1), now - 5);
    await receive("orders/updated", orderOf(1, 3, { financial_status: "paid" }), now - 4);
    await receive("orders/updated", orderOf(1, 2), now - 3);
    await receive("orders/delete", JSON.stringify({ id: 5_000_000_001 }), now - 2);
    await receive("orders/updated", orderOf(1, 4), now - 1);
    await workTogether(startInterpreter());
    expect((await deliveries()).map(({ outcome }) => outcome)).toEqual(["applied", "applied", "stale", "applied", "stale"]);
    expect(await opened.db.read.selectFrom("orders").select(["note", "financial_status"]).execute()).toEqual([
      { note: "At 3", financial_status: "paid" },
    ]);
    expect(await opened.db.read.selectFrom("customers").select("external_id").execute()).toHaveLength(1);
  });

  it("shows it the lines that the one before it took away", async () => {
    await receive("orders/create", orderOf(1, 1), now - 4);
    await workOneByOne();
    const lines = () => opened.db.read.selectFrom("order_lines").select(["external_id", "title"]).execute();
    const before = await lines();
    await receive("orders/updated", orderOf(1, 3, { line_items: [] }), now - 3);
    await receive("orders/updated", orderOf(1, 4), now - 2);
    await workTogether(startInterpreter());
    expect(before).toHaveLength(1);
    expect(await lines()).toEqual(before);
  });

  it("shows it what a statement in words has changed", async () => {
    const id = await receive("orders/create", orderOf(1, 1));
    const claims = await claim(MOST);
    const read = await opened.db.write(async (tx) => {
      const memory = rememberGroup(tx)!;
      await memory.loadDeliveries(claims, [id]);
      await memory.tx.sql.updateTable("deliveries").set({ outcome: "changed" }).where("id", "=", id).execute();
      await memory.loadDeliveries(claims, [id]);
      await memory.tx.sql.updateTable("delivery_payloads").set({ erased_at: now }).where("delivery_id", "=", id).execute();
      return [await memory.tx.find("deliveries", { id }), await memory.tx.find("delivery_payloads", { delivery_id: id }, ["erased_at"])];
    });
    expect(read).toMatchObject([{ outcome: "changed" }, { erased_at: now }]);
  });

  it("releases what has waited for an order since long before", async () => {
    await receive("refunds/create", sampleRefundBody(1), now - 3);
    await workOneByOne();
    await receive("orders/create", orderOf(1, 1), now - 2);
    await receive("orders/create", orderOf(2, 1), now - 1);
    await workTogether(startInterpreter());
    expect((await deliveries()).map(({ status }) => status)).toEqual(["pending", "completed", "completed"]);
  });

  it("releases what waited for an order, also when that was held in the same group", async () => {
    await receive("refunds/create", sampleRefundBody(1), now - 3);
    await receive("orders/create", orderOf(1, 1), now - 2);
    await workTogether(startInterpreter());
    expect((await deliveries()).map(({ status }) => status)).toEqual(["pending", "completed"]);
  });
});

const thread = (code: string) => new URL(`data:text/javascript,${encodeURIComponent(code)}`);

describe.runIf(testEngine === "sqlite")("a thread that reads ahead (needs SQLite)", () => {
  it.each([
    ["dies at once", "throw new Error('broken')"],
    ["dies at its first delivery", "import { parentPort } from 'node:worker_threads'; parentPort.on('message', () => process.exit(1));"],
    ["never answers", "import { parentPort } from 'node:worker_threads'; parentPort.on('message', () => undefined);"],
    [
      "answers nothing",
      "import { parentPort } from 'node:worker_threads'; parentPort.on('message', ({ ids }) => parentPort.postMessage({ ids, answers: [] }));",
    ],
  ])("may fail, the deliveries are processed all the same: it %s", async (_how, code) => {
    await receive("orders/create", orderOf(1, 1));
    await receive("orders/create", orderOf(2, 1));
    await workTogether(startInterpreter(thread(code)));
    expect((await deliveries()).map(({ status }) => status)).toEqual(["completed", "completed"]);
    expect(await opened.db.read.selectFrom("orders").select("name").execute()).toHaveLength(2);
  });

  it("is told what the worker did without it, so that it never runs behind", async () => {
    // Answers what it was told to skip when it comes to a message.
    const interpreter = createInterpreter({
      file: opened.test.url.replace(/^file:/, ""),
      patienceMs: 20_000,
      script: thread(`
        import { parentPort, workerData } from "node:worker_threads";
        parentPort.on("message", ({ turn, ids }) => {
          const text = JSON.stringify({ read: { turn, skipped: Atomics.load(new Int32Array(workerData.skipped), 0) } });
          parentPort.postMessage({ ids, answers: ids.map((id) => ({ id, connectionId: "", basis: "", text })) });
        });`),
    });
    interpreters.push(interpreter);
    interpreter.begin([1, 2]);
    interpreter.begin([3]);
    interpreter.begin([4]);
    interpreter.forget([1, 2, 3]);
    await interpreter.ready([4]);
    expect(interpreter.find(4)?.read).toEqual({ turn: 3, skipped: 2 });
    expect(interpreter.find(3)).toBeUndefined();
  });

  it("reads again what was forgotten, and answers nothing about what is not there", async () => {
    const interpreter = startInterpreter();
    const id = await receive("orders/create", orderOf(1, 1));
    interpreter.begin([id]);
    await interpreter.ready([id]);
    await expect.poll(() => interpreter.find(id)?.read.ok).toBe(true);
    interpreter.forget([id]);
    expect(interpreter.find(id)).toBeUndefined();
    interpreter.begin([id, 999_999]);
    await expect.poll(() => interpreter.find(id)?.read.ok).toBe(true);
    expect(interpreter.find(999_999)).toBeUndefined();
  });
});
