import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Database } from "#app/data/database.ts";
import { setQueue } from "#app/queue/get-queue.server.ts";
import { openQueue } from "#app/queue/open-queue.server.ts";
import { createLog } from "#app/lib/log.server.ts";
import { createSecretBox } from "#app/lib/secret-box.ts";
import type { ServiceContext } from "#app/services/context.server.ts";
import { openTestDatabase, type OpenTestDatabase } from "../../tests/helpers/open-test-database.ts";
import { sampleOrderBody, storedShop, type Shop } from "../../tests/helpers/stored-shop.ts";
import { workOnce } from "./work-once.ts";

const WORKER = "cli_test";
let opened: OpenTestDatabase;
let shop: Shop;
beforeEach(async () => {
  opened = await openTestDatabase();
  shop = await storedShop(opened.db);
});
afterEach(async () => {
  setQueue(undefined);
  await opened.close();
});

async function contextOn(db: Database): Promise<ServiceContext> {
  const queue = await openQueue({ db, clock: Date.now, workerId: WORKER, onError: () => undefined });
  setQueue(queue);
  return {
    db,
    queue,
    box: createSecretBox([{ id: "k1", key: Buffer.alloc(32, 1) }]),
    clock: Date.now,
    log: createLog("silent"),
    fetch,
    appUrl: "https://app.example.com",
  };
}

const statuses = async () => (await opened.db.read.selectFrom("deliveries").select("status").orderBy("id").execute()).map((row) => row.status);

describe("workOnce", () => {
  it("is known to be alive for as long as it holds a lease, or a worker would take its rows", async () => {
    for (let number = 1; number <= 25; number++) await shop.receive("orders/create", sampleOrderBody(number));
    const leased: { by: string | undefined; alive: string[] }[] = [];
    const watched: Database = {
      ...opened.db,
      async write(work) {
        const result = await opened.db.write(work);
        const row = await opened.db.read.selectFrom("deliveries").select("lease_token").where("status", "=", "processing").executeTakeFirst();
        const alive = await opened.db.read.selectFrom("worker_heartbeats").select("id").execute();
        if (row) leased.push({ by: row.lease_token?.split(":")[0], alive: alive.map((worker) => worker.id) });
        return result;
      },
    };
    expect(await workOnce({ context: await contextOn(watched), workerId: WORKER }, () => false)).toMatchObject({ deliveries: { completed: 25 } });
    expect(leased.length).toBeGreaterThan(1);
    for (const moment of leased) expect(moment).toEqual({ by: WORKER, alive: [WORKER] });
    expect(await opened.db.read.selectFrom("worker_heartbeats").selectAll().execute()).toEqual([]);
  });

  it("goes on with what was released by what it applied, and leaves what is not due", async () => {
    const refund = { id: 1, order_id: 5_000_000_001, created_at: "2026-01-01T13:00:00Z", refund_line_items: [], transactions: [] };
    await shop.receive(
      "refunds/create",
      JSON.stringify({ ...refund, transactions: [{ id: 2, kind: "refund", status: "success", amount: "1.00", currency: "USD" }] }),
    );
    const later = await shop.receive("orders/create", sampleOrderBody(2));
    await opened.db.write((tx) => tx.update("deliveries", { next_attempt_at: Date.now() + 3_600_000 }, { id: later }));
    await shop.receive("orders/create", sampleOrderBody(1));
    const done = await workOnce({ context: await contextOn(opened.db), workerId: WORKER }, () => false);
    expect(await statuses()).toEqual(["completed", "pending", "completed"]);
    expect(done.deliveries).toMatchObject({ held: 1, completed: 2, failed: 0, dead: 0 });
  });

  it("gives back what it holds when the database fails, and says so", async () => {
    await shop.receive("orders/create", sampleOrderBody(1));
    let writes = 0;
    const failing: Database = {
      ...opened.db,
      // Heartbeat, claim, then the work.
      write: (work) =>
        ++writes === 3 ? Promise.reject(Object.assign(new Error("disk I/O error"), { code: "SQLITE_IOERR" })) : opened.db.write(work),
    };
    await expect(workOnce({ context: await contextOn(failing), workerId: WORKER }, () => false)).rejects.toThrow("disk I/O error");
    expect(await opened.db.read.selectFrom("deliveries").select(["status", "lease_token", "attempts"]).execute()).toEqual([
      { status: "pending", lease_token: null, attempts: 1 },
    ]);
    expect(await opened.db.read.selectFrom("worker_heartbeats").selectAll().execute()).toEqual([]);
  });

  it("stops between groups when asked to", async () => {
    for (let number = 1; number <= 25; number++) await shop.receive("orders/create", sampleOrderBody(number));
    let asked = 0;
    const done = await workOnce({ context: await contextOn(opened.db), workerId: WORKER }, () => ++asked > 1);
    // PostgreSQL works on one delivery per transaction, so that two workers do not wait for each other's rows.
    const group = opened.db.engine === "sqlite" ? 20 : 1;
    expect(done.deliveries.completed).toBe(group);
    expect((await statuses()).filter((status) => status === "pending")).toHaveLength(25 - group);
  });
});
