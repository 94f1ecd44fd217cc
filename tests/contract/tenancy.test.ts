/**
 * Tenants never mix (architecture, rule 8). Every function that app/data exports is called for merchant alpha with everything of merchant
 * bravo, and must answer exactly what it answers where bravo does not exist. A function that is not listed here fails the test.
 */
import { readFileSync, globSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { writeAudit } from "#app/data/audit.server.ts";
import { readRecentActivity } from "#app/data/audit-activity.server.ts";
import { countConnectionData } from "#app/data/connection-counts.server.ts";
import * as connections from "#app/data/connections.server.ts";
import * as connectionsList from "#app/data/connections-list.server.ts";
import { listCustomers } from "#app/data/customers-list.server.ts";
import * as dataExports from "#app/data/data-exports.server.ts";
import type { Database, Tx } from "#app/data/database.ts";
import * as detail from "#app/data/deliveries-detail.server.ts";
import * as ofOrder from "#app/data/deliveries-of-order.server.ts";
import { makeDueAgain } from "#app/data/deliveries-replay.server.ts";
import * as search from "#app/data/deliveries-search.server.ts";
import { readEntityNames } from "#app/data/entity-names.server.ts";
import * as eraseDeliveries from "#app/data/erase-deliveries.server.ts";
import * as erasePerson from "#app/data/erase-person.server.ts";
import * as exportsRead from "#app/data/exports-read.server.ts";
import * as merchants from "#app/data/merchants.server.ts";
import { findOrderDetail } from "#app/data/orders-detail.server.ts";
import { listOrders } from "#app/data/orders-list.server.ts";
import { listOrdersOnTheirWay } from "#app/data/orders-shipped.server.ts";
import { readOrderHops } from "#app/data/orders-timeline.server.ts";
import * as personal from "#app/data/personal-data.server.ts";
import * as products from "#app/data/products-list.server.ts";
import * as remove from "#app/data/remove-connection-data.server.ts";
import * as statistics from "#app/data/statistics-window.server.ts";
import * as syncItems from "#app/data/sync-items.server.ts";
import * as subscriptions from "#app/data/webhook-subscriptions.server.ts";
import * as registry from "#app/data/webhooks-registry.server.ts";
import { openTestDatabase, type OpenTestDatabase } from "../helpers/open-test-database.ts";
import { projectRoot } from "../helpers/results-folder.ts";
import { SEED_NOW } from "../helpers/seed-model.ts";
import { alpha, bravo, eachOf, type Attack, type Attacks } from "../helpers/attack.ts";
import { dumpTenant, seedTenant, SHARED } from "../helpers/seed-tenant.ts";

const { merchantId: BRAVO, connectionId, deliveryIds } = bravo;
const DAY_AGO = SEED_NOW - 24 * 3_600_000;
const page = { size: 50 };
const subject = {
  customerExternalId: SHARED.customerExternalId,
  email: bravo.email,
  phone: SHARED.phone,
  orderExternalIds: [SHARED.orderExternalId],
};

/** The larger subjects have files of their own beside this one. */
const OTHERS = await Promise.all(
  globSync("tests/contract/tenancy-attacks/*.ts", { cwd: projectRoot }).map(
    async (file) => ((await import(join(projectRoot, file))) as { attacks: Attacks }).attacks,
  ),
);

const ATTACKS: Attacks = Object.assign(
  {
    "audit-activity/readRecentActivity": (db, _tx, me) => readRecentActivity(db, me, 50),
    "audit/writeAudit": (_db, tx, me) => writeAudit(tx, me, { connectionId, kind: "command", actor: "merchant", action: "paused" }, SEED_NOW),
    "connection-counts/countConnectionData": (db, _tx, me) => countConnectionData(db, me, connectionId),
    "connections-list/listConnections": (db, _tx, me) => connectionsList.listConnections(db, me),
    "connections-list/listDataExports": (db, _tx, me) => connectionsList.listDataExports(db, me, SEED_NOW),
    "connections/getConnection": (_db, tx, me) => connections.getConnection(tx, me, connectionId),
    "connections/insertConnection": (_db, tx, me) =>
      connections.insertConnection(tx, me, {
        id: "con_new",
        channel: "shopify",
        external_id: "new.myshopify.com",
        name: "new",
        status: "active",
        entities: "[]",
        granted_scopes: "",
        settings: "{}",
        onboarding_step: "done",
        created_at: SEED_NOW,
        updated_at: SEED_NOW,
      }),
    "connections/updateConnection": (_db, tx, me) => connections.updateConnection(tx, me, connectionId, { name: "taken over" }),
    "customers-list/listCustomers": (db, _tx, me) =>
      eachOf([{}, { search: bravo.email }, { search: SHARED.customerExternalId }, { search: SHARED.phone }], (filter) =>
        listCustomers(db, me, filter, page),
      ),
    "data-exports/endExportBy": (_db, tx, me) => dataExports.endExportBy(tx, me, bravo.exportId, SEED_NOW),
    "data-exports/findExport": (_db, tx, me) => dataExports.findExport(tx, me, bravo.exportId),
    "data-exports/insertDataExport": (_db, tx, me) =>
      dataExports.insertDataExport(
        tx,
        me,
        { connectionId, requestKey: "request-2", subjectExternalId: SHARED.customerExternalId, content: "{}", expiresAt: SEED_NOW },
        SEED_NOW,
      ),
    "data-exports/removeExports": (_db, tx, me) =>
      eachOf([null, SHARED.customerExternalId], (who) => dataExports.removeExports(tx, me, connectionId, who)),
    "deliveries-detail/attemptsOf": (db, _tx, me) => detail.attemptsOf(db, me, deliveryIds),
    "deliveries-detail/changesOf": (db, _tx, me) => detail.changesOf(db, me, deliveryIds),
    "deliveries-detail/findDeliveryDetail": (db, _tx, me) => eachOf(deliveryIds, (id) => detail.findDeliveryDetail(db, me, id)),
    "deliveries-of-order/findDeliveryIdsByExternalId": (db, _tx, me) => ofOrder.findDeliveryIdsByExternalId(db, me, SHARED.orderExternalId),
    "deliveries-of-order/findDeliveryIdsOfOrder": (db, _tx, me) => ofOrder.findDeliveryIdsOfOrder(db, me, SHARED.orderRef),
    "deliveries-replay/makeDueAgain": (_db, tx, me) => makeDueAgain(tx, me, deliveryIds, "replay", SEED_NOW),
    "deliveries-search/countDeliveries": (db, _tx, me) => eachOf(filters, (filter) => search.countDeliveries(db, me, filter)),
    "deliveries-search/searchDeliveries": (db, _tx, me) => eachOf(filters, (filter) => search.searchDeliveries(db, me, filter, page)),
    "entity-names/readEntityNames": async (db, _tx, me) => [
      ...(await readEntityNames(db, me, [
        { connection_id: connectionId, entity_type: "order", external_id: SHARED.orderExternalId },
        { connection_id: connectionId, entity_type: "customer", external_id: SHARED.customerExternalId },
        { connection_id: connectionId, entity_type: "product", external_id: SHARED.productExternalId },
        { connection_id: connectionId, entity_type: "inventory", external_id: SHARED.inventoryItem },
      ])),
    ],
    "erase-deliveries/eraseDeliveries": (_db, tx, me) => eraseDeliveries.eraseDeliveries(tx, me, deliveryIds, SEED_NOW),
    "erase-deliveries/listUnerasedDeliveries": (_db, tx, me) => eraseDeliveries.listUnerasedDeliveries(tx, me, connectionId, 100),
    "erase-person/eraseCustomerRows": (_db, tx, me, theirs) => erasePerson.eraseCustomerRows(tx, me, connectionId, subject, theirs, SEED_NOW),
    "erase-person/eraseOrderRows": (_db, tx, me, theirs) => erasePerson.eraseOrderRows(tx, me, theirs.orders, SEED_NOW),
    "erase-person/scrubDiffs": (_db, tx, me) => erasePerson.scrubDiffs(tx, me, "order", [bravo.orderId]),
    "exports-read/readCustomerBatch": (db, _tx, me) => exportsRead.readCustomerBatch(db, me, null, 100),
    "exports-read/readOrderBatch": (db, _tx, me) => exportsRead.readOrderBatch(db, me, null, 100),
    "exports-read/readPayload": (db, _tx, me) => exportsRead.readPayload(db, me, deliveryIds[0]),
    "merchants/getMerchant": (_db, tx, me) => merchants.getMerchant(tx, me),
    "merchants/saveMerchant": (_db, tx, me) =>
      merchants.saveMerchant(tx, me, { name: "renamed", country: null, currency: null, timezone: null }, SEED_NOW),
    "orders-detail/findOrderDetail": (db, _tx, me) => findOrderDetail(db, me, bravo.orderId),
    "orders-list/listOrders": (db, _tx, me) =>
      eachOf([{}, { search: SHARED.orderRef }, { search: bravo.orderId }, { search: bravo.email }, { search: "bravo" }], (filter) =>
        listOrders(db, me, filter, page),
      ),
    "orders-shipped/listOrdersOnTheirWay": (db, _tx, me) => listOrdersOnTheirWay(db, me, connectionId),
    "orders-timeline/readOrderHops": (db, _tx, me) =>
      readOrderHops(db, me, {
        id: bravo.orderId,
        connection_id: connectionId,
        external_id: SHARED.orderExternalId,
        order_ref: SHARED.orderRef,
        created_at: SEED_NOW,
      }),
    "personal-data/findDeliveriesAbout": (_db, tx, me, theirs) => personal.findDeliveriesAbout(tx, me, connectionId, subject, theirs),
    "personal-data/findSubject": (_db, tx, me) => personal.findSubject(tx, me, connectionId, subject),
    "products-list/listLocations": (db, _tx, me) => products.listLocations(db, me),
    "products-list/listProducts": (db, _tx, me) =>
      eachOf([{}, { search: "bravo" }, { search: SHARED.productExternalId }, { search: "MUG-1" }], (filter) =>
        products.listProducts(db, me, filter, page),
      ),
    "remove-connection-data/removeAllStep": (_db, tx, me) =>
      untilEmpty(() => remove.removeAllStep(tx, { merchantId: me, connectionId }, SEED_NOW, 100)),
    "remove-connection-data/removeModelStep": (_db, tx, me) => untilEmpty(() => remove.removeModelStep(tx, { merchantId: me, connectionId }, 100)),
    "remove-connection-data/scrubChangesStep": (_db, tx, me) => remove.scrubChangesStep(tx, { merchantId: me, connectionId }, 100),
    "statistics-window/countOpenDeliveries": (db, _tx, me) => statistics.countOpenDeliveries(db, me),
    "statistics-window/countOpenSyncItems": (db, _tx, me) => statistics.countOpenSyncItems(db, me),
    "statistics-window/readHourFigures": (db, _tx, me) => statistics.readHourFigures(db, me, DAY_AGO),
    "statistics-window/readTopicFigures": (db, _tx, me) => statistics.readTopicFigures(db, me, DAY_AGO),
    "sync-items/listSyncItemsSince": (_db, tx, me) =>
      syncItems.listSyncItemsSince(tx, me, { connectionId, entityType: "order", action: "read" }, DAY_AGO),
    "sync-items/planSyncItem": (_db, tx, me) =>
      syncItems.planSyncItem(
        tx,
        me,
        {
          connectionId,
          entityType: "order",
          entityId: SHARED.orderExternalId,
          action: "read",
          direction: "inbound",
          cause: "operator",
          dedupeKey: "read:again",
          payload: {},
        },
        SEED_NOW,
      ),
    "webhook-subscriptions/listRegistry": (_db, tx, me) => subscriptions.listRegistry(tx, me, connectionId),
    "webhook-subscriptions/saveSubscription": (_db, tx, me) =>
      subscriptions.saveSubscription(
        tx,
        me,
        connectionId,
        { topic: "orders/updated", source: "api", externalId: null, status: "error", message: "no" },
        SEED_NOW,
      ),
    "webhooks-registry/listSubscriptions": (db, _tx, me) => eachOf([undefined, connectionId], (of) => registry.listSubscriptions(db, me, of)),
  } satisfies Attacks,
  ...OTHERS,
);

/** These touch no row: arithmetic, parsing, and the handle of the database itself. */
const ROWLESS = new Set([
  "connections/readSettings",
  "entity-names/entityKey",
  "get-database/getDatabase",
  "get-database/setDatabase",
  "lend-database/lendDatabase",
  "lend-database/openLentDatabase",
  "open-database/openDatabase",
  "open-reading/openForReading",
  "statistics-window/hourOf",
]);

const filters: Parameters<typeof search.searchDeliveries>[2][] = [
  {},
  { search: SHARED.orderRef },
  { search: String(deliveryIds[0]) },
  { search: "bravo-hook-1" },
  { search: bravo.orderId },
  { search: SHARED.orderExternalId },
  { order: "1001" },
  { externalId: SHARED.orderExternalId },
  { connectionId },
  { topic: "orders/create" },
  { status: "dead" },
  { since: DAY_AGO, until: SEED_NOW + 1 },
];

async function untilEmpty(step: () => Promise<Record<string, number>>): Promise<unknown[]> {
  const answers: unknown[] = [];
  for (let answer = await step(); ; answer = await step()) {
    answers.push(answer);
    if (Object.keys(answer).length === 0) return answers;
  }
}

/** Ids that a call makes up, as one word; Maps as lists. */
const normal = (answer: unknown): string =>
  JSON.stringify(answer ?? null, (_key, value: unknown) => (value instanceof Map ? [...value] : value)).replace(
    /"(exp|syn|sub|cus|key|imp|msg)_[0-9A-Za-z]{20,}"/g,
    '"<new id>"',
  );

const dumpBravo = (tx: Tx): Promise<string> => dumpTenant(bravo, (table) => tx.list(table, {}));

class Undo extends Error {}

/** Runs an attack in a transaction that is undone, and answers what it said and what it did to bravo's rows. */
async function run(db: Database, attack: Attack, me: string): Promise<{ answer: string; before: string; after: string }> {
  let seen: { answer: string; before: string; after: string } | undefined;
  await db
    .write(async (tx) => {
      const theirs = await personal.findSubject(tx, BRAVO, connectionId, subject);
      const before = await dumpBravo(tx);
      const answer = normal(await attack(db, tx, me, theirs));
      seen = { answer, before, after: await dumpBravo(tx) };
      throw new Undo();
    })
    .catch((error: unknown) => {
      if (!(error instanceof Undo)) throw error;
    });
  return seen!;
}

/** Both merchants; and a world where bravo never was. */
let both: OpenTestDatabase;
let alone: OpenTestDatabase;
beforeAll(async () => {
  [both, alone] = await Promise.all([openTestDatabase(), openTestDatabase()]);
  await seedTenant(both.db, alpha);
  await seedTenant(both.db, bravo);
  await seedTenant(alone.db, alpha);
});
afterAll(async () => {
  await both.close();
  await alone.close();
});

/** `file/function` of everything that can be called. */
async function discover(): Promise<Map<string, (...args: never[]) => unknown>> {
  const found = new Map<string, (...args: never[]) => unknown>();
  for (const file of globSync("app/data/*.server.ts", { cwd: projectRoot })) {
    const exported = (await import(join(projectRoot, file))) as Record<string, unknown>;
    const name = file.replace(/^app\/data\/|\.server\.ts$/g, "");
    for (const [key, value] of Object.entries(exported))
      if (typeof value === "function") found.set(`${name}/${key}`, value as (...args: never[]) => unknown);
  }
  return found;
}

describe("app/data", () => {
  it("has no function that this test does not try", async () => {
    const names = [...(await discover()).keys()];
    const untried = names.filter((name) => !(name in ATTACKS) && !ROWLESS.has(name));
    expect(untried, "Add to ATTACKS how each of these is called with what is another merchant's").toEqual([]);
    expect(
      [...Object.keys(ATTACKS), ...ROWLESS].filter((name) => !names.includes(name)),
      "These exist no longer",
    ).toEqual([]);
  });

  it("takes the merchant in every function", async () => {
    const parametersOf = (fn: (...args: never[]) => unknown) =>
      /\(([^)]*)\)/
        .exec(fn.toString())?.[1]
        ?.split(",")
        .map((name) => name.trim()) ?? [];
    const without = [...(await discover())]
      .filter(([name, fn]) => !ROWLESS.has(name) && !["merchantId", "owner"].includes(parametersOf(fn)[1] ?? ""))
      .map(([name]) => name);
    expect(without).toEqual([]);
  });

  it.each(Object.entries(ATTACKS))("%s crosses to no other merchant", async (_name, attack) => {
    const { answer, before, after } = await run(both.db, attack, alpha.merchantId);
    expect(answer).not.toMatch(bravo.trace);
    expect(after).toBe(before);
    expect(answer, "the answer depends on rows of another merchant").toBe((await run(alone.db, attack, alpha.merchantId)).answer);
  });

  // Without this, an entry that calls a function with something meaningless would prove nothing.
  it.each(Object.entries(ATTACKS))("%s is tried with something that would show", async (_name, attack) => {
    const { answer, before, after } = await run(both.db, attack, BRAVO);
    const nobody = await run(alone.db, attack, BRAVO);
    expect(after !== before || answer !== nobody.answer).toBe(true);
  });
});

/** Who may work across merchants: before a merchant is known, for the installation as a whole, or at the console. */
const SYSTEM_IMPORTERS = [
  /^app\/cli\//,
  // A call brings a key, and only the key's row says whose it is.
  /^app\/api\/keys\.server\.ts$/,
  /^app\/ingest\/operations\.server\.ts$/,
  /^app\/shopify\.server\.ts$/,
  /^app\/services\/(access-token|app-credentials|assume-delivered|connect-shop|current-merchant|delete-connection|download-data-export|repair-subscriptions|retry-failed-deliveries|store-status|with-shop-lock)\.server\.ts$/,
  // What came unsigned is counted for the store it names.
  /^app\/inbox\/receipt-counters\.server\.ts$/,
  // A phone number sends for one merchant only, and a service's report names its connection: both are looked up before a merchant is known.
  /^app\/services\/(connect-sender|find-reporting-account)\.server\.ts$/,
  // A store's webhook names its connection, or its address: both are looked up before its signature says whose it is.
  /^app\/services\/woocommerce\/find-hook-account\.server\.ts$/,
  // A store belongs to one merchant only; keys that a store posts name a request; the schedule and the watchdog look after all merchants' stores.
  /^app\/services\/woocommerce\/(authorize|create-integration|poll-stores|repair-hooks|show-authorization|tidy-requests|try-handed-keys)\.server\.ts$/,
  // A site names its connection, and types a code: only the signature, or the code's row, says whose it is.
  /^app\/bridge\/(authenticate|pair)\.server\.ts$/,
  /^app\/services\/bridge\/(pair-site|sign-up|tidy-commands)\.server\.ts$/,
  /^app\/services\/imports\/tidy-imports\.server\.ts$/,
  /^app\/services\/retention\/clean-old-content\.server\.ts$/,
  /^app\/sync\/(apply-app-uninstalled|apply-shop-redact)\.server\.ts$/,
  // Reads bodies by number, ahead of the worker: which merchant they belong to stands in the answer.
  /^app\/sync\/interpreter-thread\.ts$/,
];

describe("app/data/system", () => {
  it("is imported by those who may cross merchants, and nobody else", () => {
    const importers = globSync("app/**/*.{ts,tsx}", { cwd: projectRoot }).filter(
      (file) =>
        !/\.test\.tsx?$|^app\/data\/system\//.test(file) &&
        /from "[^"]*data\/system\/|from "\.\/system\//.test(readFileSync(join(projectRoot, file), "utf8")),
    );
    expect(importers.filter((file) => !SYSTEM_IMPORTERS.some((allowed) => allowed.test(file)))).toEqual([]);
  });
});
