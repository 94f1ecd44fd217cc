/** Deliveries whose body is the canonical event itself: stored and processed by the real inbox and worker, without a channel's format in between. */
import type { Channel, Interpreted } from "#app/channels/contract.ts";
import type { CanonicalEvent, Customer, Order } from "#app/domain/events.ts";
import type { Database, Row } from "#app/data/database.ts";
import { deliveryLane } from "#app/inbox/delivery-lane.ts";
import { storeReceipts } from "#app/inbox/store-receipts.server.ts";
import { ok } from "#app/lib/result.ts";
import { claimDue } from "#app/queue/claims.server.ts";
import type { Queue } from "#app/queue/queue.ts";
import { createDeliveryWork } from "#app/sync/process-deliveries.server.ts";
import { releaseExpiredHolds } from "#app/sync/release-held.server.ts";

const channel = {
  name: "shopify",
  interpret: (delivery: { body: Uint8Array }) => ok(JSON.parse(Buffer.from(delivery.body).toString("utf8")) as Interpreted),
} as unknown as Channel;

export const toldChannels: ReadonlyMap<string, Channel> = new Map([["shopify", channel]]);

export interface Told {
  event: CanonicalEvent;
  topic: string;
  /** Epoch ms; default: the clock's now. */
  triggeredAt?: number;
  about?: Pick<Interpreted, "entityType" | "externalId">;
}

export interface TellingStand {
  db: Database;
  queue: Queue;
  time: { now: number };
}

let keys = 0;

/** Stores a delivery without processing it. */
export async function store({ db, queue, time }: TellingStand, shop: string, told: Told): Promise<number> {
  const about = told.about ?? aboutOf(told.event);
  keys += 1;
  const [outcome] = await db.write((tx) =>
    storeReceipts(tx, queue, [
      {
        channel: "shopify",
        account: shop,
        mode: "live",
        topic: told.topic,
        dedupeKey: `key-${keys}`,
        sourceEventId: null,
        triggeredAt: told.triggeredAt ?? time.now,
        headers: JSON.stringify({ "x-shopify-topic": told.topic, "x-shopify-webhook-id": `key-${keys}`, "x-customer-hint": "must not stay" }),
        body: Buffer.from(JSON.stringify({ event: told.event, orderRef: null, ...about })),
        receivedAt: time.now,
        isAlwaysAccepted: /redact|data_request|uninstalled/.test(told.topic),
      },
    ]),
  );
  if (outcome?.kind !== "stored") throw new Error(`not stored: ${JSON.stringify(outcome)}`);
  return outcome.deliveryId;
}

/** Works until nothing is due, as the worker does. */
export async function process({ db, queue, time }: TellingStand): Promise<void> {
  const work = createDeliveryWork({
    channels: toldChannels,
    queue,
    clock: () => time.now,
    random: () => 0.5,
    onAttempt: () => undefined,
  });
  for (let claimed = 1; claimed > 0;) {
    claimed = await db.write(async (tx) => {
      await releaseExpiredHolds(tx, queue, time.now);
      const claims = await claimDue(tx, deliveryLane, 20, { now: time.now, leaseMs: 60_000, token: "test:1" });
      await work(tx, claims);
      return claims.length;
    });
  }
}

/** Stores and processes; answers the delivery's row. */
export async function tell(stand: TellingStand, shop: string, told: Told): Promise<Row<"deliveries">> {
  const id = await store(stand, shop, told);
  await process(stand);
  return stand.db.read.selectFrom("deliveries").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
}

function aboutOf(event: CanonicalEvent): Pick<Interpreted, "entityType" | "externalId"> {
  if (event.type === "order_snapshot") return { entityType: "order", externalId: event.order.external_id };
  if (event.type === "customer_snapshot") return { entityType: "customer", externalId: event.customer.external_id };
  if (event.type === "customer_redact" || event.type === "data_request") return { entityType: "customer", externalId: event.customer_external_id };
  return { entityType: "shop", externalId: null };
}

export const aCustomer = (patch: Partial<Customer> = {}): Customer => ({
  external_id: "7001",
  name: "Zaphira Quillfeather",
  email: "zaphira@quill.example",
  phone_given: "+15550107799",
  phone_e164: "+15550107799",
  country: "US",
  locale: "en",
  tags: ["vip-zaphira"],
  source_created_at: 1_700_000_000_000,
  source_updated_at: 1_700_000_000_000,
  ...patch,
});

export function anOrder(patch: Partial<Order> = {}): Order {
  const customer = patch.customer === undefined ? aCustomer() : patch.customer;
  const address = {
    name: "Zaphira Quillfeather",
    company: null,
    address1: "9 Larkspur Row",
    address2: null,
    city: "Aberwick",
    province: null,
    zip: "12345",
    country_code: "US",
    phone: "+15550107799",
  };
  return {
    external_id: "9001",
    name: "#1001",
    order_ref: "SH-#1001",
    customer,
    customer_name: "Zaphira Quillfeather",
    email: "zaphira@quill.example",
    phone_given: "+15550107799",
    phone_e164: "+15550107799",
    currency: "USD",
    presentment_currency: "USD",
    subtotal_minor: 1000,
    discount_minor: 0,
    shipping_minor: 0,
    tax_minor: 0,
    tip_minor: 0,
    duties_minor: 0,
    fees_minor: 0,
    rounding_minor: 0,
    total_minor: 1000,
    current_total_minor: 1000,
    refunded_minor: 0,
    outstanding_minor: 0,
    presentment_total_minor: 1000,
    taxes_included: false,
    hub_status: "CONFIRMED",
    financial_status: "PAID",
    fulfillment_status: null,
    cancel_reason: null,
    note: "Leave with Zaphira at the back door",
    tags: [],
    shipping_address: address,
    billing_address: address,
    is_test: false,
    processed_at: 1_700_000_000_000,
    cancelled_at: null,
    closed_at: null,
    delivered_at: null,
    source_created_at: 1_700_000_000_000,
    source_updated_at: 1_700_000_000_000,
    lines: [],
    discounts: [],
    taxes: [],
    shipping_lines: [],
    quarantine: null,
    refunds: [{ external_id: "1", note: "Zaphira was unhappy", amount_minor: 0, source_created_at: 1_700_000_000_000, lines: [] }],
    fulfillments: [
      {
        external_id: "2",
        name: "#1001.1",
        status: "success",
        shipment_status: null,
        tracking_company: "UPS",
        tracking_numbers: ["1ZQUILLFEATHER"],
        tracking_urls: ["https://ups.example/1ZQUILLFEATHER"],
        location_external_id: null,
        lines: [],
        source_created_at: 1_700_000_000_000,
        source_updated_at: 1_700_000_000_000,
        delivered_at: null,
      },
    ],
    ...patch,
  };
}
