/**
 * A history of stored deliveries, as a busy installation has after 30 days, written straight into a SQLite file: too many to send. Three
 * merchants of different size, the topics of real shops, one in a thousand deliveries in trouble; every order with its lines and changes.
 */
import Sqlite from "better-sqlite3";

export const HISTORY_MERCHANTS = [
  { merchantId: "mer_history_1", connectionId: "con_history_1", domain: "history-1.myshopify.com", share: 0.6 },
  { merchantId: "mer_history_2", connectionId: "con_history_2", domain: "history-2.myshopify.com", share: 0.3 },
  { merchantId: "mer_history_3", connectionId: "con_history_3", domain: "history-3.myshopify.com", share: 0.1 },
] as const;

/** Topic, how many of a hundred deliveries, and what it is about. */
const TOPICS = [
  ["orders/create", 20, "order"],
  ["orders/updated", 30, "order"],
  ["orders/paid", 15, "order"],
  ["fulfillments/create", 10, "order"],
  ["products/update", 10, "product"],
  ["inventory_levels/update", 10, "inventory"],
  ["customers/update", 5, "customer"],
] as const;
const TROUBLE_SHARE = 0.001;
const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const PER_TRANSACTION = 20_000;
const FIRST_ORDER = 1000;

export interface HistoryOptions {
  deliveries: number;
  days?: number;
  /** When the newest was received, epoch ms. */
  now?: number;
  bodyBytes?: number;
  onProgress?: (done: number) => void;
}

/** A small generator of numbers in [0, 1), the same for the same seed (mulberry32). */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** The id of the nth order of the history, by merchant. */
export const historyOrderId = (merchant: number, n: number): string => `ord_history_${merchant + 1}_${String(n).padStart(9, "0")}`;
export const historyExternalId = (merchant: number, n: number): string => String(5_000_000_000_000 + merchant * 100_000_000_000 + n);
export const historyOrderRef = (n: number): string => `SH-#${FIRST_ORDER + n}`;

/** Fills a migrated, empty database. @returns how many orders each merchant has */
export function writeHistory(file: string, options: HistoryOptions): number[] {
  const { deliveries, days = 30, now = Date.now(), bodyBytes = 200, onProgress = () => undefined } = options;
  const db = new Sqlite(file);
  // Nothing to lose: a history cut short is written again.
  db.pragma("journal_mode = OFF");
  db.pragma("synchronous = OFF");
  db.pragma("cache_size = -262144");
  const write = prepareWrites(db);
  const random = randomNumbers(20261121);
  const body = Buffer.alloc(bodyBytes, 0x20);
  const orders = HISTORY_MERCHANTS.map(() => 0);
  const hours = new Map<string, { merchant: number; topic: string; hour: number; completed: number; dead: number }>();
  const from = now - days * DAY_MS;
  HISTORY_MERCHANTS.forEach((merchant) => write.merchant(merchant, from));
  const writeSome = db.transaction((first: number, count: number) => {
    for (let n = first; n < first + count; n++) {
      const receivedAt = Math.floor(from + ((n + 1) / deliveries) * days * DAY_MS);
      const merchant = pickMerchant(random());
      const [topic, , entity] = pickTopic(random());
      const isNewOrder = topic === "orders/create" || (entity === "order" && orders[merchant] === 0);
      if (isNewOrder) orders[merchant]! += 1;
      // What follows an order does so soon: one of the newest few hundred.
      const order = orders[merchant]! - 1 - (isNewOrder ? 0 : Math.min(orders[merchant]! - 1, Math.floor(random() * 300)));
      const status = random() < TROUBLE_SHARE ? (["held", "failed", "dead"] as const)[Math.floor(random() * 3)]! : "completed";
      const externalId = entity === "order" ? historyExternalId(merchant, order) : String(8_000_000_000_000 + Math.floor(random() * 5000));
      const delivery: HistoryDelivery = {
        id: n + 1,
        merchant,
        topic,
        entity,
        status,
        receivedAt,
        externalId,
        orderRef: entity === "order" ? historyOrderRef(order) : null,
      };
      write.delivery(delivery, body);
      if (isNewOrder) write.order(merchant, order, receivedAt);
      if (status === "completed") write.change(delivery, entity === "order" ? historyOrderId(merchant, order) : externalId, isNewOrder);
      const hour = receivedAt - (receivedAt % HOUR_MS);
      const key = `${merchant}|${topic}|${hour}`;
      const sum = hours.get(key) ?? { merchant, topic, hour, completed: 0, dead: 0 };
      if (status === "completed") sum.completed++;
      if (status === "dead") sum.dead++;
      hours.set(key, sum);
    }
  });
  for (let first = 0; first < deliveries; first += PER_TRANSACTION) {
    writeSome(first, Math.min(PER_TRANSACTION, deliveries - first));
    onProgress(Math.min(deliveries, first + PER_TRANSACTION));
  }
  db.transaction(() => hours.forEach((sum) => write.hour(sum)))();
  db.pragma("journal_mode = WAL");
  db.close();
  return orders;
}

function pickMerchant(at: number): number {
  return at < HISTORY_MERCHANTS[0].share ? 0 : at < HISTORY_MERCHANTS[0].share + HISTORY_MERCHANTS[1].share ? 1 : 2;
}

function pickTopic(at: number): (typeof TOPICS)[number] {
  let rest = at * 100;
  return TOPICS.find(([, share]) => (rest -= share) < 0) ?? TOPICS[0];
}

interface HistoryDelivery {
  id: number;
  merchant: number;
  topic: string;
  entity: string;
  status: "completed" | "held" | "failed" | "dead";
  receivedAt: number;
  externalId: string;
  orderRef: string | null;
}

/** Statements are made once: each of them runs a million times. */
function prepareWrites(db: Sqlite.Database) {
  const into = (table: string, columns: string): Sqlite.Statement =>
    db.prepare(
      `INSERT INTO ${table} (${columns}) VALUES (${columns
        .split(",")
        .map(() => "?")
        .join(", ")})`,
    );
  const merchants = into("merchants", "id, name, country, currency, timezone, created_at, updated_at");
  const connections = into(
    "connections",
    "id, merchant_id, channel, external_id, name, status, entities, granted_scopes, settings, onboarding_step, last_sync_at, currency, country, timezone, created_at, updated_at",
  );
  const deliveries = into(
    "deliveries",
    `id, merchant_id, connection_id, mode, dedupe_key, topic, origin, status, attempts, received_at, next_attempt_at, triggered_at, body_sha256, body_bytes, entity_type, external_id,
     order_ref, outcome, hold_key, hold_until, error_class, error_code, error_message, completed_at`,
  );
  const payloads = into("delivery_payloads", "delivery_id, merchant_id, headers, body");
  const attempts = into("attempts", "merchant_id, delivery_id, number, started_at, duration_ms, outcome, error_class, error_code, error_message");
  const changes = into("audit_log", "merchant_id, connection_id, kind, actor, action, entity_type, entity_id, delivery_id, data, at");
  const orders = into(
    "orders",
    `id, merchant_id, connection_id, external_id, name, order_ref, customer_name, email, currency, presentment_currency, subtotal_minor, discount_minor, shipping_minor, tax_minor, tip_minor,
     duties_minor, fees_minor, rounding_minor, total_minor, current_total_minor, refunded_minor, outstanding_minor, presentment_total_minor, taxes_included, hub_status, financial_status, tags,
     is_test, source_created_at, source_updated_at, content_sha256, created_at, updated_at`,
  );
  const lines = into(
    "order_lines",
    "id, merchant_id, order_id, external_id, position, title, quantity, current_quantity, unit_price_minor, discount_minor, requires_shipping, is_taxable, is_gift_card, kind",
  );
  const facts = into("status_history", "id, merchant_id, order_id, kind, value, occurred_at, delivery_id");
  const hours = into("operation_hours", "merchant_id, connection_id, topic, hour, slot, completed, dead, retried, records");
  return {
    merchant(merchant: (typeof HISTORY_MERCHANTS)[number], at: number): void {
      merchants.run(merchant.merchantId, merchant.domain, "US", "USD", "America/Chicago", at, at);
      connections.run(
        merchant.connectionId,
        merchant.merchantId,
        "shopify",
        merchant.domain,
        merchant.domain,
        "active",
        '["orders"]',
        "read_orders",
        "{}",
        "done",
        at,
        "USD",
        "US",
        "America/Chicago",
        at,
        at,
      );
    },
    delivery(delivery: HistoryDelivery, body: Buffer): void {
      const { merchantId, connectionId } = HISTORY_MERCHANTS[delivery.merchant]!;
      const { id, topic, status, receivedAt } = delivery;
      const trouble = status === "completed" ? [null, null, null] : ["rejected", "body_unreadable", "Something in it could not be read."];
      const hold = status === "held" ? [`order:${delivery.externalId}`, receivedAt + 365 * DAY_MS] : [null, null];
      deliveries.run(
        id,
        merchantId,
        connectionId,
        "live",
        `history-${id}`,
        topic,
        "live",
        status,
        1,
        receivedAt,
        status === "failed" ? receivedAt + 365 * DAY_MS : receivedAt,
        receivedAt,
        "0".repeat(64),
        body.length,
        delivery.entity,
        delivery.externalId,
        delivery.orderRef,
        status === "completed" ? "applied" : null,
        ...hold,
        ...trouble,
        status === "completed" ? receivedAt + 40 : null,
      );
      payloads.run(id, merchantId, `{"x-shopify-topic":"${topic}"}`, body);
      attempts.run(merchantId, id, 1, receivedAt + 20, 3, status === "failed" ? "retry" : status, ...trouble);
    },
    order(merchant: number, n: number, at: number): void {
      const { merchantId, connectionId } = HISTORY_MERCHANTS[merchant]!;
      const id = historyOrderId(merchant, n);
      const total = 1000 + (n % 9000);
      orders.run(
        id,
        merchantId,
        connectionId,
        historyExternalId(merchant, n),
        `#${FIRST_ORDER + n}`,
        historyOrderRef(n),
        `Person ${n % 5000}`,
        `person${n % 5000}@example.com`,
        "USD",
        "USD",
        total,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        total,
        total,
        0,
        0,
        total,
        0,
        n % 3 === 0 ? "PENDING" : "CONFIRMED",
        "paid",
        "[]",
        0,
        at,
        at,
        "0".repeat(64),
        at,
        at,
      );
      for (const position of [1, 2])
        lines.run(
          `${id}/line/${position}`,
          merchantId,
          id,
          String(position),
          position,
          `Item ${(n + position) % 500}`,
          1,
          1,
          total / 2,
          0,
          1,
          1,
          0,
          "item",
        );
      facts.run(`${id}/fact/created`, merchantId, id, "lifecycle", "created", at, null);
    },
    change(delivery: HistoryDelivery, entityId: string, isNew: boolean): void {
      const { merchantId, connectionId } = HISTORY_MERCHANTS[delivery.merchant]!;
      const data = '[{"field":"financial_status","before":"pending","after":"paid"}]';
      changes.run(
        merchantId,
        connectionId,
        "data_change",
        "shopify",
        isNew ? "created" : "updated",
        delivery.entity,
        entityId,
        delivery.id,
        data,
        delivery.receivedAt + 40,
      );
    },
    hour(sum: { merchant: number; topic: string; hour: number; completed: number; dead: number }): void {
      const { merchantId, connectionId } = HISTORY_MERCHANTS[sum.merchant]!;
      hours.run(merchantId, connectionId, sum.topic, sum.hour, 0, sum.completed, sum.dead, 0, sum.completed);
    },
  };
}
