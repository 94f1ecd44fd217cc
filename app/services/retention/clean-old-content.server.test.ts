import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { makeDueAgain } from "#app/data/deliveries-replay.server.ts";
import { askForRetentionRun, getRetention, saveRetention } from "#app/data/retention.server.ts";
import { DAY_MS, nothingCleaned, readRetention } from "#app/domain/retention.ts";
import { testServices, type TestServices } from "../../../tests/helpers/service-context.ts";
import { continueCleaning, newRetentionRun, scheduleCleaning } from "./clean-old-content.server.ts";

const MERCHANT = "mer_old";
const OTHER = "mer_other";
let services: TestServices;
let connections: Record<string, string>;

beforeEach(async () => {
  services = await testServices();
  connections = { [MERCHANT]: (await services.connect("old")).id, [OTHER]: (await services.connect("other")).id };
});
afterEach(() => services.close());

const now = () => services.time.now;
const db = () => services.ctx.db;

async function insertDelivery(id: number, ageDays: number, status = "completed", merchantId = MERCHANT): Promise<void> {
  const receivedAt = now() - ageDays * DAY_MS;
  await db().write(async (tx) => {
    await tx.insert("deliveries", {
      id,
      merchant_id: merchantId,
      connection_id: connections[merchantId]!,
      mode: "live",
      dedupe_key: `hook-${id}`,
      topic: "orders/create",
      origin: "live",
      status,
      received_at: receivedAt,
      next_attempt_at: receivedAt,
      body_sha256: "x",
      body_bytes: 2,
    });
    await tx.insert("delivery_payloads", { delivery_id: id, merchant_id: merchantId, headers: "{}", body: Buffer.from("{}") });
    await tx.insert("attempts", {
      merchant_id: merchantId,
      delivery_id: id,
      number: 1,
      started_at: receivedAt,
      duration_ms: 1,
      outcome: "retry",
      error_message: "said {}",
    });
  });
}

const payloads = async () =>
  (await db().read.selectFrom("delivery_payloads").select("delivery_id").orderBy("delivery_id").execute()).map((row) => row.delivery_id);
const ask = (trigger: "merchant" | "schedule" = "merchant") =>
  db().write((tx) => askForRetentionRun(tx, MERCHANT, newRetentionRun(trigger, now()), now()));
const state = () => db().write((tx) => getRetention(tx, MERCHANT));

/** As the worker does it, turn after turn. @returns how many turns it took */
async function cleanAll(turnMs = 1_000): Promise<number> {
  for (let turns = 0; ; turns++) {
    if ((await state()).run === null) return turns;
    await continueCleaning(services.ctx, turnMs);
  }
}

describe("cleaning", () => {
  it("takes payloads of completed deliveries that are too old, and leaves what waits, is held or failed, and every key", async () => {
    const statuses = ["completed", "pending", "processing", "held", "failed", "dead"];
    for (const [index, status] of statuses.entries()) await insertDelivery(index + 1, 91, status);
    await insertDelivery(10, 89);
    await insertDelivery(11, 400, "completed", OTHER);
    await ask();
    await cleanAll();
    expect(await payloads()).toEqual([2, 3, 4, 5, 6, 10, 11]);
    expect((await db().read.selectFrom("deliveries").select("dedupe_key").execute()).length).toBe(8);
    const said = await db().read.selectFrom("attempts").select("delivery_id").where("error_message", "is", null).execute();
    expect(said.map((row) => row.delivery_id)).toEqual([1]);
    expect((await state()).last?.counts).toEqual({ ...nothingCleaned(), deliveries: 1 });
  });

  it("goes on where it was cut off, and counts each row once", async () => {
    for (let id = 1; id <= 230; id++) await insertDelivery(id, 100 + id);
    await ask();
    // A turn that is over after its first step: as when the process ends.
    const turns = await cleanAll(0);
    expect(turns).toBeGreaterThan(3);
    expect(await payloads()).toEqual([]);
    expect((await state()).last).toMatchObject({ trigger: "merchant", counts: { deliveries: 230 } });
  });

  it("begins by itself once a day, and tells when it did", async () => {
    await scheduleCleaning(services.ctx);
    await cleanAll();
    const first = (await state()).last!;
    expect(first).toMatchObject({ trigger: "schedule", started_at: now() });
    services.time.now += DAY_MS - 60_000;
    await scheduleCleaning(services.ctx);
    expect((await state()).run).toBeNull();
    services.time.now += 61_000;
    await scheduleCleaning(services.ctx);
    expect((await state()).run).not.toBeNull();
    // Asked for twice, it is done once.
    expect(await ask()).toBe(false);
  });

  it("finds what was not finished when it was passed, at the latest a week after", async () => {
    await insertDelivery(1, 100, "held");
    await insertDelivery(2, 95);
    await ask();
    await cleanAll();
    expect(await payloads()).toEqual([1]);
    await db().write((tx) => tx.update("deliveries", { status: "completed" }, { id: 1 }));
    for (let day = 0; day < 7; day++) {
      expect(await payloads()).toEqual([1]);
      services.time.now += DAY_MS;
      await scheduleCleaning(services.ctx);
      await cleanAll();
    }
    expect(await payloads()).toEqual([]);
  });

  it("keeps to the merchant's own periods", async () => {
    await insertDelivery(1, 20);
    await insertDelivery(2, 5);
    await db().write((tx) => saveRetention(tx, MERCHANT, { ...readRetention(null), deliveries: 7 }, now()));
    await ask();
    await cleanAll();
    expect(await payloads()).toEqual([2]);
  });

  it("leaves a cleaned delivery out of a replay: there is nothing to process", async () => {
    await insertDelivery(1, 100);
    await insertDelivery(2, 10);
    await ask();
    await cleanAll();
    expect(await db().write((tx) => makeDueAgain(tx, MERCHANT, [1, 2], "replay", now()))).toEqual([2]);
  });

  it("takes old log entries of calls and changes, never what people did or the law asks for", async () => {
    await db().write(async (tx) => {
      for (const [index, kind] of ["api_call", "data_change", "error", "command", "compliance"].entries())
        for (const [n, age] of [400, 10].entries())
          await tx.insert("audit_log", {
            id: 10 * n + index + 1,
            merchant_id: MERCHANT,
            kind,
            actor: "worker",
            action: "x",
            data: "{}",
            at: now() - age * DAY_MS,
          });
    });
    await ask();
    await cleanAll();
    const left = await db().read.selectFrom("audit_log").select(["id", "action"]).where("merchant_id", "=", MERCHANT).orderBy("id").execute();
    expect(left.filter((row) => row.action === "x").map((row) => row.id)).toEqual([4, 5, 11, 12, 13, 14, 15]);
    expect(left.map((row) => row.action)).toContain("old_content_cleaned");
    expect((await state()).last?.counts.activity).toBe(3);
  });

  it("takes the texts of messages that are done with, and leaves the message, its step and the service's id", async () => {
    const statuses = ["sent", "delivered", "read", "received", "withdrawn", "planned", "sending", "failed", "outcome_unknown"];
    await db().write(async (tx) => {
      for (const [index, status] of statuses.entries())
        for (const [n, age] of [400, 10].entries())
          await tx.insert("messages", {
            id: `msg_${n}_${index}`,
            merchant_id: MERCHANT,
            connection_id: connections[MERCHANT]!,
            order_id: `ord_${n}_${index}`,
            direction: "out",
            step: "after_3_days",
            channel: "email",
            status,
            subject: "Hello",
            body: "Hello Ada",
            provider_id: `id-${n}-${index}`,
            cause: "test",
            created_at: now() - age * DAY_MS,
            updated_at: now() - age * DAY_MS,
          });
    });
    await ask();
    await cleanAll(0);
    const rows = await db().read.selectFrom("messages").selectAll().orderBy("id").execute();
    expect(rows).toHaveLength(18);
    expect(rows.filter((row) => row.body === null).map((row) => row.status)).toEqual(["sent", "delivered", "read", "received", "withdrawn"]);
    expect(rows.filter((row) => row.subject === null)).toHaveLength(5);
    expect(rows.every((row) => row.provider_id !== null && row.step !== null)).toBe(true);
    expect((await state()).last?.counts.messages).toBe(5);
  });

  it("takes the rows of finished files, but not those with errors that wait to be corrected", async () => {
    const rowsOf = ["imported", "unchanged", "bad"];
    await db().write(async (tx) => {
      for (const [id, status, age] of [
        ["imp_1", "completed", 100],
        ["imp_2", "ready", 100],
        ["imp_3", "importing", 100],
        ["imp_4", "completed", 10],
        ["imp_5", "undone", 100],
      ] as const) {
        const at = now() - age * DAY_MS;
        const owner = { merchant_id: MERCHANT, connection_id: connections[MERCHANT]! };
        await tx.insert("imports", {
          ...owner,
          id,
          status,
          file_name: "a.csv",
          file_bytes: 1,
          file_sha256: "x",
          format: "{}",
          mapping: "{}",
          total_rows: 3,
          good_rows: 2,
          bad_rows: 1,
          created_by: "merchant",
          created_at: at,
          updated_at: at,
        });
        for (const [index, row] of rowsOf.entries())
          await tx.insert("import_rows", { ...owner, import_id: id, row_number: index + 2, cells: "[]", status: row, errors: "[]" });
      }
    });
    await ask();
    await cleanAll(0);
    const left = await db().read.selectFrom("import_rows").select(["import_id", "status"]).orderBy("import_id").orderBy("row_number").execute();
    expect(left.filter((row) => row.import_id === "imp_1").map((row) => row.status)).toEqual(["bad"]);
    for (const id of ["imp_2", "imp_3", "imp_4"]) expect(left.filter((row) => row.import_id === id)).toHaveLength(3);
    expect(left.filter((row) => row.import_id === "imp_5")).toEqual([]);
    expect((await state()).last?.counts.imports).toBe(5);
    expect(await db().read.selectFrom("imports").select("id").execute()).toHaveLength(5);
  });

  it("takes copies of customers' data when their time is over", async () => {
    await db().write(async (tx) => {
      for (const [id, age] of [
        ["exp_1", 31],
        ["exp_2", 29],
      ] as const)
        await tx.insert("data_exports", {
          id,
          merchant_id: MERCHANT,
          connection_id: connections[MERCHANT]!,
          request_key: id,
          subject_external_id: "1",
          content: "{}",
          created_at: now() - age * DAY_MS,
          expires_at: now() + DAY_MS,
        });
    });
    await ask();
    await cleanAll();
    expect((await db().read.selectFrom("data_exports").select("id").execute()).map((row) => row.id)).toEqual(["exp_2"]);
  });

  it("is done by one worker at a time", async () => {
    for (let id = 1; id <= 150; id++) await insertDelivery(id, 100);
    await ask();
    await Promise.all([continueCleaning(services.ctx), continueCleaning(services.ctx), continueCleaning(services.ctx)]);
    await cleanAll();
    expect((await state()).last?.counts.deliveries).toBe(150);
  });
});
