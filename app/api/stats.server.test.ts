import { afterAll, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { openTestDatabase, insertConnection, type OpenTestDatabase } from "../../tests/helpers/open-test-database.ts";
import { statsSchema } from "./schemas/stats.ts";
import { statsRoutes } from "./stats.server.ts";

let opened: OpenTestDatabase;
let merchantId: string;
let connectionId: string;
const NOW = Date.UTC(2026, 10, 21, 10, 30);
const MINUTE = 60_000;

beforeEach(() => {
  vi.stubEnv("APP_URL", "https://app.example.com");
  vi.stubEnv("ENCRYPTION_KEYS", `k1:${Buffer.alloc(32, 5).toString("base64")}`);
});
beforeAll(async () => {
  opened = await openTestDatabase();
  ({ merchantId, connectionId } = await insertConnection(opened.db, "stats"));
});
afterAll(() => opened?.close());

async function stats(now: number, window?: string) {
  const [route] = statsRoutes;
  const request = { ctx: { db: opened.db, clock: () => now }, query: new URLSearchParams(window === undefined ? {} : { window }) };
  const answer = await route!.handle(request as never, { merchantId } as never);
  expect(answer.status).toBe(200);
  return statsSchema.parse(answer.body);
}

it("adds up whole hours of the window, and rounds success down", async () => {
  const hour = (at: string, completed: number, dead: number) => ({
    merchant_id: merchantId,
    connection_id: connectionId,
    topic: "orders/create",
    hour: Date.parse(at),
    slot: 0,
    completed,
    dead,
    retried: 2,
    records: 5,
  });
  await opened.db.write(async (tx) => {
    await tx.insert("operation_hours", hour("2026-11-21T10:00:00Z", 1998, 1));
    await tx.insert("operation_hours", hour("2026-11-20T11:00:00Z", 1, 0));
    await tx.insert("operation_hours", hour("2026-11-20T10:00:00Z", 100, 0));
  });
  expect(await stats(NOW)).toMatchObject({
    since: "2026-11-20T11:00:00.000Z",
    operations: 2000,
    completed: 1999,
    failed: 1,
    success_rate: 99.9,
    retried: 4,
    records: 10,
  });
  expect(await stats(NOW, "1h")).toMatchObject({ operations: 1999, since: "2026-11-21T10:00:00.000Z" });
  expect(await stats(NOW, "7d")).toMatchObject({ operations: 2100 });
  expect(await stats(NOW + 3 * 86_400_000, "1h")).toMatchObject({ operations: 0, success_rate: null });
});

it("says that events are not processed, and which integration takes none", async () => {
  const waitsSince = (at: number) =>
    opened.db.write(async (tx) => {
      await tx.remove("deliveries", { merchant_id: merchantId });
      await tx.insert("deliveries", {
        merchant_id: merchantId,
        connection_id: connectionId,
        mode: "live",
        dedupe_key: "waits",
        topic: "orders/create",
        origin: "live",
        status: "pending",
        received_at: at,
        next_attempt_at: at,
        body_sha256: "",
        body_bytes: 0,
      });
    });
  const workerSeen = (at: number) =>
    opened.db.write(async (tx) => {
      await tx.remove("worker_heartbeats", { id: "wrk_1" });
      await tx.insert("worker_heartbeats", { id: "wrk_1", role: "all", started_at: 0, seen_at: at });
    });
  const types = async () => (await stats(NOW)).problems.map(({ type }) => type);
  expect(await types()).toEqual([]);
  // Two minutes are a backlog while a worker runs, and a fault while none does.
  await waitsSince(NOW - 2 * MINUTE);
  expect(await types()).toEqual(["events_not_processing"]);
  await workerSeen(NOW - 1_000);
  expect(await types()).toEqual([]);
  await workerSeen(NOW - 2 * MINUTE);
  const { problems } = await stats(NOW);
  expect(problems).toMatchObject([
    {
      type: "events_not_processing",
      documentation_url: "https://app.example.com/api/docs/errors#events_not_processing",
      action: { label: "Open Sync monitor", url: "https://app.example.com/app/monitor" },
    },
  ]);
  await workerSeen(NOW);
  await waitsSince(NOW - 11 * MINUTE);
  expect(await types()).toEqual(["events_not_processing"]);
  // What is due later waits for nobody.
  await waitsSince(NOW + MINUTE);
  await opened.db.write((tx) => tx.update("connections", { status: "error" }, { id: connectionId }));
  expect(await types()).toEqual(["integration_inactive"]);
});
