/** Reads that go wrong, on a real database: none is lost without a trace, none goes on for ever. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Channel } from "#app/channels/contract.ts";
import type { Row } from "#app/data/database.ts";
import type { Order } from "#app/domain/events.ts";
import { failure } from "#app/domain/failure.ts";
import { ok } from "#app/lib/result.ts";
import { claimOne } from "#app/queue/claims.server.ts";
import type { Queue } from "#app/queue/queue.ts";
import { insertConnection, openTestDatabase, type OpenTestDatabase } from "../../tests/helpers/open-test-database.ts";
import type { ApplyContext } from "./context.ts";
import { createSyncWork } from "./read-entity.server.ts";
import { requestRead } from "./request-read.server.ts";
import { retryRefusedReads } from "./retry-refused-reads.server.ts";
import { syncLane } from "./sync-lane.ts";

const DAY = 86_400_000;
const queue: Queue = { schedule: () => Promise.resolve(), wake: () => undefined, start: () => Promise.resolve(), stop: () => Promise.resolve() };

let opened: OpenTestDatabase;
let connection: Row<"connections">;
let now: number;
beforeEach(async () => {
  opened = await openTestDatabase();
  const { connectionId } = await insertConnection(opened.db, "reader");
  now = Date.UTC(2026, 10, 21);
  connection = await opened.db.write(async (tx) => (await tx.find("connections", { id: connectionId }))!);
});
afterEach(() => opened.close());

const contextOf = (tx: ApplyContext["tx"], cause: string): ApplyContext => ({
  tx,
  queue,
  connection,
  deliveryId: null,
  cause,
  triggeredAt: null,
  waitingSince: now,
  readStartedAt: null,
  hasEffects: true,
  now,
});

const plan = (cause = "delivery:1") => opened.db.write((tx) => requestRead(contextOf(tx, cause), "order", "450789469", { reason: "edited" }));
const items = () => opened.db.read.selectFrom("sync_queue").selectAll().execute();
const storedOrder = () => opened.db.read.selectFrom("orders").selectAll().where("external_id", "=", "450789469").executeTakeFirst();

/** Works off the one item that is due, with a channel that answers `readOrder`. */
async function work(readOrder: Channel["readOrder"], hides?: Channel["hidesOrdersOlderThanMs"]): Promise<void> {
  const [item] = await opened.db.read.selectFrom("sync_queue").selectAll().where("status", "in", ["pending", "failed"]).execute();
  now = Math.max(now, item!.next_attempt_at);
  const claim = await opened.db.write((tx) => claimOne(tx, syncLane, item!.id, { now, leaseMs: 60_000, token: "wrk:1" }));
  const channel = { readOrder, missingScopes: () => [], ...(hides && { hidesOrdersOlderThanMs: hides }) } as unknown as Channel;
  const run = createSyncWork({
    db: opened.db,
    queue,
    channels: new Map([["shopify", channel]]),
    clock: () => now,
    random: () => 0,
    actions: {},
    callFor: () => () => Promise.reject(new Error("not called")),
    onAttempt: () => undefined,
  });
  await run(claim!);
}

const order = (patch: Partial<Order> = {}): Order => ({
  external_id: "450789469",
  name: "#1001",
  order_ref: "SH-#1001",
  customer: null,
  customer_name: null,
  email: null,
  phone_given: null,
  phone_e164: null,
  currency: "EUR",
  presentment_currency: "EUR",
  subtotal_minor: 0,
  discount_minor: 0,
  shipping_minor: 0,
  tax_minor: 0,
  tip_minor: 0,
  duties_minor: 0,
  fees_minor: 0,
  rounding_minor: 0,
  total_minor: 0,
  current_total_minor: 0,
  refunded_minor: 0,
  outstanding_minor: 0,
  presentment_total_minor: 0,
  taxes_included: false,
  hub_status: "CONFIRMED",
  financial_status: "paid",
  fulfillment_status: null,
  cancel_reason: null,
  note: null,
  tags: [],
  shipping_address: null,
  billing_address: null,
  is_test: false,
  processed_at: null,
  cancelled_at: null,
  closed_at: null,
  delivered_at: null,
  source_created_at: now,
  source_updated_at: now,
  lines: [],
  discounts: [],
  taxes: [],
  shipping_lines: [],
  refunds: [],
  fulfillments: [],
  quarantine: null,
  ...patch,
});
const line = {
  external_id: "1",
  product_external_id: null,
  variant_external_id: null,
  sku: null,
  title: "Mug",
  variant_title: null,
  quantity: 1,
  current_quantity: 1,
};
const flags = { unit_price_minor: 0, discount_minor: 0, requires_shipping: true, is_taxable: true, is_gift_card: false, kind: "item" as const };

describe("a read", () => {
  it("whose answer cannot be applied is retried, then given up with a reason, and changes nothing", async () => {
    await plan();
    // Two lines with one id: the model refuses them.
    const twice = { ...line, ...flags, position: 0 };
    const impossible = order({ lines: [twice, { ...twice, position: 1 }] } as Partial<Order>);
    for (let attempt = 1; attempt <= 5; attempt++) await work(() => Promise.resolve(ok(impossible)));
    expect(await items()).toMatchObject([{ status: "dead", error_class: "bug", error_code: "unexpected_error", lease_token: null, retry_count: 5 }]);
    expect(await opened.db.read.selectFrom("attempts").select("outcome").orderBy("id").execute()).toEqual([
      { outcome: "retry" },
      { outcome: "retry" },
      { outcome: "retry" },
      { outcome: "retry" },
      { outcome: "dead" },
    ]);
    expect(await storedOrder()).toBeUndefined();
  });

  it("is made again when the delivery that asked for it is replayed", async () => {
    await plan();
    await work(() => Promise.resolve({ ok: false, error: failure("rejected", "body_unreadable", "no") }));
    expect(await items()).toMatchObject([{ status: "dead" }]);
    await plan();
    expect(await items()).toMatchObject([{ status: "pending", retry_count: 0, error_code: null, completed_at: null }]);
    await work(() => Promise.resolve(ok(order())));
    expect(await items()).toMatchObject([{ status: "completed" }]);
    expect(await storedOrder()).toMatchObject({ deleted_at: null });
    await plan();
    expect(await items()).toMatchObject([{ status: "pending" }]);
  });

  it("that was refused while the store did not let us in is made when it does", async () => {
    await plan();
    await work(() => Promise.resolve({ ok: false, error: failure("auth", "refresh_token_expired", "no") }));
    expect(await items()).toMatchObject([{ status: "dead" }]);
    expect(await opened.db.write((tx) => retryRefusedReads(tx, queue, connection.id, now))).toBe(1);
    expect(await items()).toMatchObject([{ status: "pending", retry_count: 0, error_class: null }]);
  });

  it("that answers nothing is a deletion", async () => {
    await plan();
    await work(() => Promise.resolve(ok(order())));
    await plan("delivery:2");
    await work(
      () => Promise.resolve(ok(null)),
      () => 60 * DAY,
    );
    expect((await storedOrder())?.deleted_at).not.toBeNull();
  });

  it("that answers nothing of an order so old that the source may hide it is no deletion", async () => {
    await plan();
    await work(() => Promise.resolve(ok(order({ source_created_at: now - 61 * DAY }))));
    await plan("delivery:2");
    await work(
      () => Promise.resolve(ok(null)),
      () => 60 * DAY,
    );
    expect(await storedOrder()).toMatchObject({ deleted_at: null });
    expect(await opened.db.read.selectFrom("tombstones").selectAll().execute()).toEqual([]);
    expect((await items()).find((item) => item.cause === "delivery:2")).toMatchObject({ status: "dead", error_code: "order_too_old" });
  });
});
