/** A database with orders that are received but not yet applied, stored by the app's own inbox. */
import { copyFileSync } from "node:fs";
import { openSqlite } from "#app/data/engine/sqlite.ts";
import { createInbox } from "#app/inbox/inbox.server.ts";
import type { Queue } from "#app/queue/queue.ts";
import { BENCH_SHOP, insertShop } from "./app-process.ts";
import type { BenchContext } from "./measurement.ts";
import { orderBody } from "./order-body.ts";

const NOBODY_WORKS: Queue = {
  schedule: () => Promise.resolve(),
  wake: () => undefined,
  start: () => Promise.resolve(),
  stop: () => Promise.resolve(),
};

/** @param revisions how many deliveries each order has: 1 is its creation, more are updates of it */
export async function makeStoredOrders(context: BenchContext, file: string, orders: number, revisions = 1): Promise<void> {
  copyFileSync(context.template, file);
  insertShop(file);
  await storeOrders(file, orders, revisions);
}

/** The same into a database that has the bench shop already. */
export async function storeOrders(file: string, orders: number, revisions = 1): Promise<void> {
  const db = openSqlite(file);
  const inbox = createInbox(db, NOBODY_WORKS);
  const receivedAt = Date.now();
  try {
    for (let revision = 0; revision < revisions; revision++) {
      for (let first = 0; first < orders; first += 200) {
        const numbers = Array.from({ length: Math.min(200, orders - first) }, (_, at) => first + at);
        await Promise.all(
          numbers.map((n) =>
            inbox.store({
              channel: "shopify",
              account: BENCH_SHOP,
              mode: "live",
              topic: revision === 0 ? "orders/create" : "orders/updated",
              dedupeKey: `order-${n}-${revision}`,
              sourceEventId: null,
              triggeredAt: null,
              headers: '{"x-shopify-topic":"orders/create","content-type":"application/json"}',
              body: Buffer.from(orderBody(n, { revision })),
              receivedAt,
              isAlwaysAccepted: false,
            }),
          ),
        );
      }
    }
  } finally {
    await db.close();
  }
}
