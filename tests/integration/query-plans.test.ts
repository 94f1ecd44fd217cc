/**
 * What pages, ingest and worker ask of the big tables is answered by an index, whatever is stored: no statement reads a table from end to
 * end, and none that names an order, an id or a key walks through a merchant's whole history to find it.
 */
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { CHANNELS } from "#app/channels/all.ts";
import { listAudit, listRetryableSyncItems, listSyncItems } from "#app/data/activity-list.server.ts";
import { readRecentActivity } from "#app/data/audit-activity.server.ts";
import { listCustomers } from "#app/data/customers-list.server.ts";
import { countMessages, findConversation, listConversations } from "#app/data/conversations.server.ts";
import type { Database } from "#app/data/database.ts";
import { readOutcomes } from "#app/data/deliveries-outcomes.server.ts";
import { listInventory } from "#app/data/inventory-list.server.ts";
import { listConnectionLog } from "#app/data/store-integrations.server.ts";
import { findDeliveryDetail } from "#app/data/deliveries-detail.server.ts";
import { makeDueAgain } from "#app/data/deliveries-replay.server.ts";
import { countDeliveries, searchDeliveries, type DeliveryFilter } from "#app/data/deliveries-search.server.ts";
import { readEntityNames } from "#app/data/entity-names.server.ts";
import { readCustomerBatch, readOrderBatch, readPayload } from "#app/data/exports-read.server.ts";
import { countRowErrors } from "#app/data/import-errors.server.ts";
import { countImportRows, listImportRows, pageImportRows } from "#app/data/import-rows.server.ts";
import { listImportPage } from "#app/data/imports.server.ts";
import { listConsentHistory } from "#app/data/consents.server.ts";
import * as messages from "#app/data/messages.server.ts";
import { findOrderDetail } from "#app/data/orders-detail.server.ts";
import { listOrders } from "#app/data/orders-list.server.ts";
import { readOrderHops } from "#app/data/orders-timeline.server.ts";
import { listProducts } from "#app/data/products-list.server.ts";
import { listOldActivity, listOldDeliveries, listOldImportRows, listOldMessages } from "#app/data/retention.server.ts";
import { countOpenDeliveries, countOpenSyncItems, readHourFigures, readTopicFigures } from "#app/data/statistics-window.server.ts";
import { countOrdersByMeaning, listDifferingOrders } from "#app/data/store-status-orders.server.ts";
import { listEntitiesInWork, listSyncItemsSince } from "#app/data/sync-items.server.ts";
import { makeFailedDueAgain } from "#app/data/system/deliveries.server.ts";
import { readOperations } from "#app/data/system/operations.server.ts";
import { readWaiting } from "#app/data/waiting.server.ts";
import { COUNTED_ORDERS } from "#app/domain/store-connection.ts";
import { deliveryLane } from "#app/inbox/delivery-lane.ts";
import { storeReceipts } from "#app/inbox/store-receipts.server.ts";
import { claimDue, claimOne, releaseAbandoned } from "#app/queue/claims.server.ts";
import type { Queue } from "#app/queue/queue.ts";
import { createInterpreter } from "#app/sync/interpreter.server.ts";
import { createDeliveryWork, createGroupWork } from "#app/sync/process-deliveries.server.ts";
import { releaseExpiredHolds } from "#app/sync/release-held.server.ts";
import { syncLane } from "#app/sync/sync-lane.ts";
import { orderBody } from "../../scripts/bench/order-body.ts";
import { insertConnection } from "../helpers/open-test-database.ts";
import { openRecording, type RecordedQuery, type RecordingDatabase } from "../helpers/recorded-queries.ts";
import { createTestDatabase, testEngine, type TestDatabase } from "../helpers/test-database.ts";

/** Tables that grow with every order. */
const BIG = [
  "deliveries",
  "delivery_payloads",
  "attempts",
  "audit_log",
  "orders",
  "order_lines",
  "status_history",
  "customers",
  "refund_lines",
  "sync_queue",
  "operation_hours",
  "messages",
  "import_rows",
];
/** What names one thing, or a few: a statement with one of these must be answered by an index that holds it. */
const NAMES_ONE = [
  "order_ref",
  "external_id",
  "dedupe_key",
  "hold_key",
  "delivery_id",
  "entity_id",
  "order_id",
  "refund_id",
  "customer_id",
  "sync_item_id",
  "address",
  "provider_id",
  "import_id",
];

const NOW = 1_760_000_000_000;
const DAY = 86_400_000;
const silentQueue: Queue = {
  schedule: () => Promise.resolve(),
  wake: () => undefined,
  start: () => Promise.resolve(),
  stop: () => Promise.resolve(),
};

const WORK = {
  channels: new Map(Object.entries(CHANNELS)),
  queue: silentQueue,
  clock: () => NOW,
  random: () => 0.5,
  onAttempt: () => undefined,
};

let test: TestDatabase;
let recording: RecordingDatabase;
let db: Database;
let merchantId: string;
let connectionId: string;
let orderId: string;

/** One order from its receipt to the model, so that no page stops early for want of rows. */
async function storeAndApply(n: number, revision: number): Promise<void> {
  await store(n, revision);
  const work = createDeliveryWork(WORK);
  await db.write(async (tx) => work(tx, await claimDue(tx, deliveryLane, 20, { now: NOW, leaseMs: 60_000, token: "plans:1" })));
}

/** The same for several at once, as the worker does it with a backlog. */
async function applyTogether(...stored: [n: number, revision: number][]): Promise<void> {
  for (const [n, revision] of stored) await store(n, revision);
  const claims = await db.write((tx) => claimDue(tx, deliveryLane, 20, { now: NOW, leaseMs: 60_000, token: "plans:1" }));
  const ids = claims.map((claim) => claim.id as number);
  const interpreter = createInterpreter({ file: test.url.replace(/^file:/, ""), patienceMs: 60_000 });
  try {
    if (testEngine === "sqlite") interpreter.begin(ids);
    await interpreter.ready(ids);
    await db.write((tx) => createGroupWork({ ...WORK, interpreter })(tx, claims));
  } finally {
    await interpreter.stop();
  }
}

async function store(n: number, revision: number): Promise<void> {
  const body = Buffer.from(orderBody(n, { revision }));
  const topic = revision === 0 ? "orders/create" : "orders/updated";
  const receipt = {
    channel: "shopify",
    account: "plans.myshopify.com",
    mode: "live" as const,
    topic,
    dedupeKey: `plans-${n}-${revision}`,
    sourceEventId: null,
    triggeredAt: NOW,
    headers: "{}",
    body,
    receivedAt: NOW,
    isAlwaysAccepted: false,
  };
  await db.write((tx) => storeReceipts(tx, silentQueue, [receipt]));
}

beforeAll(async () => {
  test = await createTestDatabase();
  recording = await openRecording(test);
  db = recording.db;
  ({ merchantId, connectionId } = await insertConnection(db, "plans"));
  await storeAndApply(1, 0);
  await storeAndApply(1, 1);
  orderId = (await db.read.selectFrom("orders").select("id").executeTakeFirstOrThrow()).id;
  await db.write((tx) =>
    tx.insert("sync_queue", {
      id: "syn_plans",
      merchant_id: merchantId,
      connection_id: connectionId,
      entity_type: "order",
      entity_id: orderId,
      action: "read",
      direction: "inbound",
      status: "completed",
      next_attempt_at: NOW,
      cause: "operator",
      dedupe_key: "plans",
      payload: "{}",
      created_at: NOW,
      updated_at: NOW,
    }),
  );
  recording.taken();
});
afterAll(async () => {
  await recording?.close();
  await test?.drop();
});
afterEach(() => void recording.taken());

const search = (filter: DeliveryFilter) => () => searchDeliveries(db, merchantId, filter, { size: 25 });
const count = (filter: DeliveryFilter) => () => countDeliveries(db, merchantId, filter);
const page = { size: 25 };

const READS: Record<string, () => Promise<unknown>> = {
  "monitor: newest deliveries": search({}),
  "monitor: newest deliveries, next page": () => searchDeliveries(db, merchantId, {}, { size: 25, after: [NOW, 5] }),
  "monitor: newest deliveries, page before": () => searchDeliveries(db, merchantId, {}, { size: 25, before: [NOW, 5] }),
  "search: order number": search({ search: "#1001" }),
  "search: external id": search({ search: "5900000000001" }),
  "search: global id": search({ search: "gid://shopify/Order/5900000000001" }),
  "search: the platform's delivery id": search({ search: "b54557e4-bdd9-4b37-8a5f-bf7d70bcd043" }),
  "search: our order id": () => search({ search: orderId })(),
  "search: an order's deliveries": search({ order: "#1001" }),
  "search: an entity's deliveries": search({ externalId: "5900000000001" }),
  "search: topic": search({ topic: "orders/create" }),
  "search: time range": search({ since: NOW - DAY, until: NOW }),
  "search: topic and time range": search({ topic: "orders/create", since: NOW - DAY }),
  "search: topic, a page before": () => searchDeliveries(db, merchantId, { topic: "orders/create" }, { size: 25, before: [NOW, 5] }),
  "search: status pending": search({ status: "pending" }),
  "search: status processing and topic": search({ status: "processing", topic: "orders/create" }),
  "search: status completed and topic": search({ status: "completed", topic: "orders/create" }),
  "search: status held": search({ status: "held" }),
  "search: status dead, topic and time": search({ status: "dead", topic: "orders/create", since: NOW - DAY }),
  "search: status completed": search({ status: "completed" }),
  "search: one connection": () => search({ connectionId })(),
  "count: order number": count({ search: "#1001" }),
  "count: time range": count({ since: NOW - DAY }),
  "count: topic": count({ topic: "orders/create" }),
  "count: status failed": count({ status: "failed" }),
  "count: status pending": count({ status: "pending" }),
  "monitor: activity": () => readRecentActivity(db, merchantId, 25),
  "monitor: hours": () => readHourFigures(db, merchantId, NOW - DAY),
  "monitor: open deliveries": () => countOpenDeliveries(db, merchantId),
  "monitor: open sync items": () => countOpenSyncItems(db, merchantId),
  "webhooks: figures per topic": () => readTopicFigures(db, merchantId, NOW - DAY),
  "delivery page": () => findDeliveryDetail(db, merchantId, 1),
  "delivery page: body": () => readPayload(db, merchantId, 1),
  "order page": () => findOrderDetail(db, merchantId, orderId),
  "order page: timeline": async () => readOrderHops(db, merchantId, (await findOrderDetail(db, merchantId, orderId))!.order),
  "names of entities": () =>
    readEntityNames(
      db,
      merchantId,
      ["order", "product", "customer", "inventory"].map((entity_type) => ({ connection_id: connectionId, entity_type, external_id: "1" })),
    ),
  orders: () => listOrders(db, merchantId, {}, page),
  "orders: by number": () => listOrders(db, merchantId, { search: "#1001" }, page),
  "orders: by external id": () => listOrders(db, merchantId, { search: "5900000000001" }, page),
  "orders: by hub status": () => listOrders(db, merchantId, { hubStatus: "PENDING" }, page),
  customers: () => listCustomers(db, merchantId, {}, page),
  products: () => listProducts(db, merchantId, {}, page),
  "export of orders": () => readOrderBatch(db, merchantId, [NOW, "ord_1"], 500),
  "export of customers": () => readCustomerBatch(db, merchantId, ["cus_1"], 500),
  stock: () => listInventory(db, merchantId, {}, page),
  "stock of a SKU": () => listInventory(db, merchantId, { sku: "SKU-1" }, page),
  "sync items": () => listSyncItems(db, merchantId, {}, page),
  "sync items, given up": () => listSyncItems(db, merchantId, { status: "dead" }, page),
  "sync items to try again": () => listRetryableSyncItems(db, merchantId, { statuses: ["failed", "dead"] }, 100),
  "audit trail": () => listAudit(db, merchantId, {}, page),
  "audit trail of a kind": () => listAudit(db, merchantId, { kind: "command" }, page),
  "log of a connection": () => listConnectionLog(db, merchantId, connectionId, page),
  "outcomes of deliveries": () => readOutcomes(db, merchantId, [1, 2]),
  "orders of days": () => listOrders(db, merchantId, { since: NOW - DAY, until: NOW }, page),
  "sync items since": () => listSyncItemsSince(db, merchantId, { connectionId, entityType: "order", action: "read" }, NOW - DAY),
  "orders of a store by its statuses": () =>
    countOrdersByMeaning(
      db,
      merchantId,
      connectionId,
      ["pending", "processing"].map((from) => ({ from, to: "PENDING" })),
      COUNTED_ORDERS,
    ),
  "orders whose status means something else now": () => listDifferingOrders(db, merchantId, connectionId, { from: "pending", to: "PICKED" }, 100),
  "statuses in work": () => listEntitiesInWork(db, merchantId, connectionId, "store_status"),
  conversations: () => listConversations(db, merchantId, {}, page),
  "conversations: found by name": () => listConversations(db, merchantId, { search: "ana" }, page),
  "a conversation": () => findConversation(db, merchantId, "msg_plans"),
  "messages: how many failed": () => countMessages(db, merchantId, ["failed"], 100),
  "messages of an order": () => messages.listMessagesOfOrder(db, merchantId, orderId),
  "messages: the last one to a number": () => messages.findLastMessageTo(db, merchantId, "whatsapp", "+14155550100"),
  "messages: planned to a number": () => messages.listPlannedTo(db, merchantId, "+14155550100"),
  "messages: by the service's id": () => messages.findMessageOfProvider(db, merchantId, "whatsapp", "wamid.1"),
  "messages: by the customer": () =>
    messages.listMessagesOfPerson(db, merchantId, { orderIds: [orderId], customerIds: ["cus_1"], addresses: ["+14155550100"] }),
  imports: () => listImportPage(db, merchantId, page),
  "an import's rows": () => pageImportRows(db, merchantId, "imp_plans", ["bad"], page),
  "an import's rows that are due": () => listImportRows(db, merchantId, "imp_plans", { statuses: ["good"], after: 1, limit: 100 }),
  "an import's counts": () => countImportRows(db, merchantId, "imp_plans"),
  "an import's mistakes": () => countRowErrors(db, merchantId, "imp_plans"),
  "what waits": () => readWaiting(db, merchantId, NOW),
  "old deliveries": () => listOldDeliveries(db, merchantId, NOW - DAY, null, 100),
  "old activity": () => listOldActivity(db, merchantId, NOW - DAY, 100),
  "consents: what was said before": () => listConsentHistory(db, merchantId, ["+14155550100", "ann@example.com"], 10),
  "old messages": () => listOldMessages(db, merchantId, NOW - DAY, null, 100),
  "old import rows": () => listOldImportRows(db, merchantId, NOW - DAY, 100),
  metrics: () => readOperations(db, NOW),
};

const WRITES: Record<string, () => Promise<unknown>> = {
  "a new order, received and applied": () => storeAndApply(2, 0),
  "the same order again, changed": () => storeAndApply(2, 1),
  "the same delivery again": () => storeAndApply(2, 1),
  "several orders together, new and changed": async () => {
    await storeAndApply(10, 0);
    await applyTogether([10, 1], [11, 0], [12, 0], [12, 1]);
  },
  claims: () => db.write((tx) => claimDue(tx, deliveryLane, 20, { now: NOW, leaseMs: 1, token: "t:1" })),
  "claims of the sync queue": () => db.write((tx) => claimDue(tx, syncLane, 4, { now: NOW, leaseMs: 1, token: "t:2" })),
  "a claim by number": () => db.write((tx) => claimOne(tx, deliveryLane, 1, { now: NOW, leaseMs: 1, token: "t:3" })),
  "leases of the dead": () => db.write((tx) => releaseAbandoned(tx, deliveryLane, NOW, [])),
  "expired holds": () => db.write((tx) => releaseExpiredHolds(tx, silentQueue, NOW)),
  replay: () => db.write((tx) => makeDueAgain(tx, merchantId, [1, 2], "replay", NOW)),
  "retry of what failed": () => db.write((tx) => makeFailedDueAgain(tx, { merchantId }, 0, 100, NOW)),
};

/** Every step that reads one of the big tables without an index that narrows it down. */
function badSteps(query: RecordedQuery): string[] {
  return testEngine === "sqlite" ? badSqliteSteps(query) : badPostgresSteps(query);
}

function badSqliteSteps({ sql, plan }: RecordedQuery): string[] {
  const named = NAMES_ONE.filter((column) => new RegExp(`"?${column}"? (=|in) `, "i").test(sql));
  const reads = plan.filter((step) => BIG.some((table) => new RegExp(`^(SCAN|SEARCH) ${table}\\b`).test(step)));
  const isScan = (step: string) => step.startsWith("SCAN") && !/ INDEX \w+_due$/.test(step);
  // Partial indexes (*_due) hold what waits or is in trouble: few rows, however long the history.
  const isWalk = (step: string) =>
    named.length > 0 &&
    !/ INDEX \w+_due\b(?! \(merchant_id=\?\))/.test(step) &&
    !step.includes("INTEGER PRIMARY KEY") &&
    !/\b(id|rowid)=\?/.test(step) &&
    !named.some((column) => step.includes(`${column}=?`));
  // What is in work (*_leased_due) is a group or two.
  const isUnlimited = (step: string) =>
    / USING (COVERING )?INDEX (?!\w+_leased_due )\w+ \((merchant|connection)_id=\?\)/.test(step) && !/\blimit\b/i.test(sql);
  return reads.filter((step) => isScan(step) || isWalk(step) || isUnlimited(step));
}

function badPostgresSteps({ plan }: RecordedQuery): string[] {
  return plan.filter((step) => BIG.some((table) => new RegExp(`Seq Scan on ${table}\\b`).test(step)));
}

describe.each([
  ["reads", READS],
  ["writes", WRITES],
] as const)("%s", (_kind, cases) => {
  it.each(Object.keys(cases))("%s", async (name) => {
    await cases[name]!();
    const queries = recording.taken();
    expect(queries.length).toBeGreaterThan(0);
    expect(queries.map((query) => ({ sql: query.sql, bad: badSteps(query) })).filter(({ bad }) => bad.length > 0)).toEqual([]);
  });
});

it.runIf(testEngine === "sqlite")("a store's statuses are counted and found in the index made for it (needs SQLite)", async () => {
  await READS["orders of a store by its statuses"]!();
  await READS["orders whose status means something else now"]!();
  const steps = recording.taken().flatMap(({ plan }) => plan.filter((step) => /^(SCAN|SEARCH) orders\b/.test(step)));
  expect(steps.length).toBeGreaterThan(5);
  expect(steps.filter((step) => !/ INDEX orders_store_status_due \(connection_id=\? AND source_status=\?/.test(step))).toEqual([]);
});

describe("the rule itself", () => {
  it("sees a table read from end to end", async () => {
    await db.read.selectFrom("deliveries").select("id").where("body_sha256", "=", "0").execute();
    expect(recording.taken().flatMap(badSteps)).not.toEqual([]);
  });

  it.runIf(testEngine === "sqlite")("sees a walk through a merchant's history (needs SQLite)", async () => {
    await db.read.selectFrom("deliveries").select("id").where("merchant_id", "=", merchantId).where("hold_key", "=", "x").limit(1).execute();
    expect(recording.taken().flatMap(badSteps)).not.toEqual([]);
  });
});
