/** What an operator does with deliveries from a shell, on a database that no server works on. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { makeSecrets } from "../helpers/start-app.ts";
import { openTestDatabase, type OpenTestDatabase } from "../helpers/open-test-database.ts";
import { runCrossdock } from "../helpers/run-crossdock.ts";
import { sampleOrderBody, sampleRefundBody, storedShop, type Shop } from "../helpers/stored-shop.ts";

interface Listed {
  id: number;
  status: string;
  order_ref: string | null;
}

const T0 = Date.UTC(2026, 0, 1, 12);
let opened: OpenTestDatabase;
let shop: Shop;
let env: Record<string, string>;
let ids: { order: number; other: number; refund: number; broken: number };

beforeEach(async () => {
  opened = await openTestDatabase();
  shop = await storedShop(opened.db);
  env = { DATABASE_URL: opened.test.url, ...makeSecrets() };
  ids = {
    order: await shop.receive("orders/create", sampleOrderBody(1), T0),
    other: await shop.receive("orders/create", sampleOrderBody(2), T0 + 60_000),
    refund: await shop.receive("refunds/create", sampleRefundBody(1), T0 + 120_000),
    broken: await shop.receive("orders/updated", "not JSON\u001b[2J", T0 + 180_000),
  };
});
afterEach(() => opened.close());

const crossdock = (...args: string[]) => runCrossdock(args, env);
const listed = async (...filter: string[]) => (await crossdock("deliveries", "list", "--json", ...filter)).json<Listed[]>();
const idsOf = async (...filter: string[]) => (await listed(...filter)).map((delivery) => delivery.id);
const statusOf = async (id: number) => (await listed()).find((delivery) => delivery.id === id)?.status;

describe("crossdock deliveries", () => {
  it("lists what is stored, newest first, with REST's field names", async () => {
    const run = await crossdock("deliveries", "list", "--json");
    expect(run).toMatchObject({ code: 0, stderr: "" });
    expect(run.json<unknown[]>()).toHaveLength(4);
    expect(run.json<unknown[]>()[3]).toEqual({
      id: ids.order,
      connection_id: shop.connectionId,
      topic: "orders/create",
      status: "pending",
      external_id: null,
      order_ref: null,
      attempts: 0,
      received_at: "2026-01-01T12:00:00.000Z",
      error: null,
    });
    expect(await idsOf()).toEqual([ids.broken, ids.refund, ids.other, ids.order]);
  });

  it("works off what is due, once, and counts it", async () => {
    const run = await crossdock("queue", "process", "--json");
    expect(run).toMatchObject({ code: 0, stderr: "" });
    expect(run.json()).toMatchObject({ deliveries: { completed: 3, held: 0, failed: 0, dead: 1 } });
    expect(await crossdock("queue", "process", "--json").then((again) => again.json())).toMatchObject({ deliveries: { completed: 0, dead: 0 } });
    const attempts = await opened.db.read.selectFrom("attempts").select("delivery_id").where("delivery_id", "is not", null).execute();
    expect(attempts.map((attempt) => attempt.delivery_id).sort()).toEqual(Object.values(ids).sort());
    expect(await opened.db.read.selectFrom("worker_heartbeats").selectAll().execute()).toEqual([]);

    const dead = (await listed("--status", "dead"))[0];
    expect(dead).toMatchObject({ id: ids.broken, attempts: 1, error: { class: "rejected", code: "body_unreadable", message: expect.any(String) } });
  });

  it("narrows by order, id, topic, time and connection", async () => {
    await crossdock("queue", "process");
    for (const form of ["10001", "#10001", "SH-#10001"]) expect(await idsOf("--order", form), form).toEqual([ids.refund, ids.order]);
    expect(await idsOf("--order", String(ids.other)), "our own number of a delivery is no order number").toEqual([]);
    expect(await idsOf("--external-id", "5000000002")).toEqual([ids.other]);
    expect(await idsOf("--external-id", "gid://shopify/Order/5000000002")).toEqual([ids.other]);
    expect(await idsOf("--topic", "orders/create", "--status", "completed")).toEqual([ids.other, ids.order]);
    expect(await idsOf("--since", "2026-01-01T12:01:00Z", "--until", "2026-01-01T12:03")).toEqual([ids.refund, ids.other]);
    expect(await idsOf("--since", "1h")).toEqual([]);
    expect(await idsOf("--connection", shop.connectionId)).toHaveLength(4);
    expect(await idsOf("--connection", "con_nobody")).toEqual([]);
  });

  it("merges the deliveries of all merchants by time, and says when it cuts", async () => {
    const second = await storedShop(opened.db, "second");
    const theirs = await second.receive("orders/create", sampleOrderBody(1), T0 + 30_000);
    expect(await idsOf("--merchant", second.merchantId)).toEqual([theirs]);
    expect(await idsOf("--limit", "3", "--topic", "orders/create"), "merged by time").toEqual([ids.other, theirs, ids.order]);
    const cut = await crossdock("deliveries", "list", "--json", "--limit", "2");
    expect(cut.json()).toHaveLength(2);
    expect(cut.stderr).toContain("there are more");
    expect(await crossdock("deliveries", "list", "--merchant", "mer_nobody")).toMatchObject({
      code: 1,
      stdout: "",
      stderr: expect.stringContaining("There is no merchant mer_nobody"),
    });
  });

  it("shows one with its request, attempts and changes, the signature hidden", async () => {
    await crossdock("queue", "process");
    const run = await crossdock("deliveries", "show", String(ids.order), "--json");
    const shown = run.json();
    expect(shown).toMatchObject({
      id: ids.order,
      merchant_id: shop.merchantId,
      status: "completed",
      outcome: "applied",
      order_ref: "SH-#10001",
      payload: sampleOrderBody(1),
      erased_at: null,
      headers: { "x-shopify-topic": "orders/create", "x-shopify-hmac-sha256": "[hidden]" },
      attempt_history: [{ number: 1, outcome: "completed", error: null }],
    });
    expect((shown.changes as { entity_type: string }[]).map((change) => change.entity_type)).toContain("order");
    const text = await crossdock("deliveries", "show", String(ids.broken));
    expect(text.stdout).toMatch(/Status\s+dead\./);
    expect(text.stdout).toContain("Payload\nnot JSON\uFFFD[2J");
    expect(await crossdock("deliveries", "show", "999999")).toMatchObject({ code: 1, stdout: "" });
  });

  it("replays by number, and by filter only when asked for", async () => {
    await crossdock("queue", "process");
    expect((await crossdock("deliveries", "replay", String(ids.order), String(ids.other), "--json")).json()).toEqual({ replayed: 2, skipped: 0 });
    expect((await crossdock("deliveries", "replay", String(ids.order), "--json")).json(), "it waits already").toEqual({ replayed: 0, skipped: 1 });
    expect(await statusOf(ids.order)).toBe("pending");

    const unasked = await crossdock("deliveries", "replay", "--status", "dead");
    expect(unasked).toMatchObject({ code: 2, stdout: "", stderr: expect.stringContaining("1 delivery") });
    expect(await statusOf(ids.broken)).toBe("dead");
    const asked = await crossdock("deliveries", "replay", "--status", "dead", "--yes", "--plan-effects", "--json");
    expect(asked.json()).toEqual({ replayed: 1, skipped: 0 });

    const origins = await opened.db.read.selectFrom("deliveries").select(["id", "origin"]).orderBy("id").execute();
    expect(origins.map((row) => row.origin)).toEqual(["replay", "replay", "live", "replay_with_effects"]);
    const trail = await opened.db.read.selectFrom("audit_log").select("actor").where("action", "=", "replay_deliveries").execute();
    expect(new Set(trail.map((entry) => entry.actor))).toEqual(new Set(["operator"]));
    expect((await crossdock("queue", "process", "--json")).json()).toMatchObject({ deliveries: { completed: 2, dead: 1 } });
    expect(await crossdock("deliveries", "replay", String(ids.refund), "999999")).toMatchObject({ code: 1 });
    expect(await statusOf(ids.refund), "one that does not exist: none is replayed").toBe("completed");
  });

  it("makes failed and dead ones due again, as what they were", async () => {
    await crossdock("queue", "process");
    await opened.db.write((tx) =>
      tx.update("deliveries", { status: "failed", next_attempt_at: Date.now() + 3_600_000, attempts: 3 }, { id: ids.other }),
    );
    expect((await crossdock("queue", "stats", "--json")).json()).toMatchObject({
      deliveries: { pending: 0, processing: 0, held: 0, failed: 1, dead: 1 },
      oldest_due_ms: 0,
      worker_seen_ms_ago: null,
    });
    expect((await crossdock("queue", "retry-failed", "--json")).json()).toEqual({ retried: 2, deliveries: 2, sync_items: 0 });
    const rows = await opened.db.read
      .selectFrom("deliveries")
      .select(["id", "status", "attempts", "origin", "error_class"])
      .where("status", "=", "pending")
      .orderBy("id")
      .execute();
    expect(rows).toEqual([ids.other, ids.broken].map((id) => ({ id, status: "pending", attempts: 0, origin: "live", error_class: null })));
    expect((await crossdock("queue", "process", "--json")).json()).toMatchObject({ deliveries: { completed: 1, dead: 1 } });
  });

  it("makes failed and dead sync items due again too, and says how many of each", async () => {
    const second = await storedShop(opened.db, "second");
    const item = (id: string, status: string, whose: Pick<Shop, "merchantId" | "connectionId"> = shop) =>
      opened.db.write((tx) =>
        tx.insert("sync_queue", {
          ...{ id, merchant_id: whose.merchantId, connection_id: whose.connectionId, entity_type: "order", entity_id: id, action: "read" },
          ...{ direction: "inbound", status, retry_count: 5, next_attempt_at: T0 + 9e12, completed_at: status === "dead" ? T0 : null },
          ...{ error_class: "auth", error_code: "token_invalid", error_message: "gone", cause: "test", dedupe_key: id, payload: "{}" },
          ...{ created_at: T0, updated_at: T0 },
        }),
      );
    for (const status of ["dead", "failed", "outcome_unknown", "completed"]) await item(`syn_${status}`, status);
    await item("syn_theirs", "dead", second);

    const run = await crossdock("queue", "retry-failed", "--connection", shop.connectionId);
    expect(run).toMatchObject({ code: 0, stdout: "Due again: 0 deliveries, 2 sync items.\n" });
    const rows = await opened.db.read.selectFrom("sync_queue").select(["id", "status", "retry_count", "error_code"]).orderBy("id").execute();
    expect(rows).toEqual([
      { id: "syn_completed", status: "completed", retry_count: 5, error_code: "token_invalid" },
      { id: "syn_dead", status: "pending", retry_count: 0, error_code: null },
      { id: "syn_failed", status: "pending", retry_count: 0, error_code: null },
      { id: "syn_outcome_unknown", status: "outcome_unknown", retry_count: 5, error_code: "token_invalid" },
      { id: "syn_theirs", status: "dead", retry_count: 5, error_code: "token_invalid" },
    ]);
    expect((await crossdock("queue", "retry-failed", "--json")).json()).toEqual({ retried: 1, deliveries: 0, sync_items: 1 });
    const trail = await opened.db.read
      .selectFrom("audit_log")
      .select(["merchant_id", "data"])
      .where("action", "=", "retry_failed_sync_items")
      .orderBy("id")
      .execute();
    expect(trail).toEqual([
      { merchant_id: shop.merchantId, data: '{"count":2}' },
      { merchant_id: second.merchantId, data: '{"count":1}' },
    ]);
  });
});
