import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Database } from "#app/data/database.ts";
import { setQueue } from "#app/queue/get-queue.server.ts";
import { testServices, type TestServices } from "../../tests/helpers/service-context.ts";
import { replayDeliveries, type ReplaySelection } from "./replay-deliveries.server.ts";

const MERCHANT = "mer_again";
const COUNT = 120;
let services: TestServices;
let scheduledAt: number[];
/** How often it was asked whether anything comes in at all. */
let looks: number;

beforeEach(async () => {
  services = await testServices();
  const connectionId = (await services.connect("again")).id;
  const at = services.time.now - 60_000;
  const stored = { merchant_id: MERCHANT, connection_id: connectionId, mode: "live", topic: "orders/create", origin: "live", status: "completed" };
  const rest = { received_at: at, next_attempt_at: at, body_sha256: "x", body_bytes: 2 };
  await services.ctx.db.write(async (tx) => {
    for (let id = 1; id <= COUNT; id++) {
      await tx.insert("deliveries", { id, ...stored, dedupe_key: `hook-${id}`, ...rest });
      await tx.insert("delivery_payloads", { delivery_id: id, merchant_id: MERCHANT, headers: "{}", body: Buffer.from("{}") });
    }
  });
  scheduledAt = [];
  looks = 0;
  setQueue({ ...services.ctx.queue, schedule: (_tx, _lane, ids, runAt) => Promise.resolve(void scheduledAt.push(...ids.map(() => runAt))) });
});
afterEach(async () => {
  setQueue(undefined);
  await services.close();
});

const ALL = { ids: Array.from({ length: COUNT }, (_, at) => at + 1) };

/** @returns how long after the request each of them is due, in the order of their numbers */
async function replayAll(comingPerSecond: number, selection: ReplaySelection = ALL): Promise<number[]> {
  const { now } = services.time;
  const db: Database = { ...services.ctx.db, isBusy: (perSecond) => (perSecond ?? (looks++, 0)) < comingPerSecond };
  expect(await replayDeliveries(db, MERCHANT, selection, { now, planEffects: false })).toEqual({ replayed: COUNT, skipped: 0 });
  const rows = await db.read.selectFrom("deliveries").select(["next_attempt_at", "status"]).orderBy("id").execute();
  expect(new Set(rows.map(({ status }) => status))).toEqual(new Set(["pending"]));
  const due = rows.map((row) => row.next_attempt_at - now);
  expect(scheduledAt.map((at) => at - now)).toEqual(due);
  return due;
}

describe("a replay of many", () => {
  it("is due at once", async () => {
    expect(new Set(await replayAll(0))).toEqual(new Set([0]));
  });

  it("is due at once also while some webhooks come in", async () => {
    expect(new Set(await replayAll(5))).toEqual(new Set([0]));
  });

  it("leaves the worker time for what comes in while many do: group after group, none earlier than the one before", async () => {
    const due = await replayAll(200);
    expect([due[0], due.at(-1)]).toEqual([0, 200]);
    expect(due).toEqual([...due].sort((a, b) => a - b));
    expect(new Set(due).size).toBe(3);
  });

  it("begins with the oldest that a search finds: an order is not to wait for what followed it", async () => {
    const due = await replayAll(200, { filter: { topic: "orders/create" } });
    expect([due[0], due.at(-1)]).toEqual([0, 200]);
    expect(due).toEqual([...due].sort((a, b) => a - b));
  });

  it("does not wait for a group of which nothing is replayed", async () => {
    const { ctx, time } = services;
    await ctx.db.write((tx) => tx.update("deliveries", { status: "pending" }, { merchant_id: MERCHANT }));
    await ctx.db.write((tx) => tx.update("deliveries", { status: "dead" }, { id: COUNT }));
    const db: Database = { ...ctx.db, isBusy: () => true };
    expect(await replayDeliveries(db, MERCHANT, ALL, { now: time.now, planEffects: false })).toEqual({ replayed: 1, skipped: COUNT - 1 });
    expect(scheduledAt).toEqual([time.now]);
  });

  it("is in the audit trail as far as it came when it is broken off", async () => {
    let writes = 0;
    const write: Database["write"] = (work, how) => (++writes === 2 ? Promise.reject(new Error("disk full")) : services.ctx.db.write(work, how));
    const broken = replayDeliveries({ ...services.ctx.db, write }, MERCHANT, ALL, { now: services.time.now, planEffects: false });
    await expect(broken).rejects.toThrow("disk full");
    const trail = await services.ctx.db.read.selectFrom("audit_log").select("data").where("action", "=", "replay_deliveries").execute();
    expect(trail.map(({ data }) => JSON.parse(data) as unknown)).toEqual([{ replayed: 50, skipped: 0, plan_effects: false, by: "selection" }]);
  });

  it("gives way after each group, so that webhooks have the writer", async () => {
    await replayAll(5);
    expect(looks).toBe(3);
  });
});
