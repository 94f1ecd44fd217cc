/** What the stand-in hub knows of a shop that has been connected for a while. Ages are from now, so that pictures say the same each day. */
const ago = (minutes: number): string => new Date(Date.now() - minutes * 60_000).toISOString();

const TOPICS = ["order.created", "order.paid", "product.stock_changed", "order.status_changed", "customer.updated", "order.refunded"] as const;
const STATUSES = ["completed", "completed", "completed", "held", "completed", "dead", "completed", "pending"] as const;
const NAMES = ["Ada Example", "Grace Sample", "Maximiliane Dampfschiffahrtsgesellschaft-Musterfrau", "Kim Test"] as const;

const delivery = (number: number) => {
  const status = STATUSES[number % STATUSES.length]!;
  const topic = TOPICS[number % TOPICS.length]!;
  return {
    id: 1000 - number,
    topic,
    status,
    order_ref: topic.startsWith("order.") ? `WC-${2040 - number}` : null,
    received_at: ago(number * 7 + 1),
    error:
      status === "dead"
        ? { class: "rejected", code: "status_unknown", message: "The status “awaiting-pickup” has no meaning at Crossdock yet." }
        : null,
  };
};

const order = (number: number) => ({
  id: `ord_${number}`,
  order_ref: `WC-${2040 - number}`,
  external_id: String(2040 - number),
  status: ["PROCESSING", "DELIVERED", "CANCELLED", "PENDING"][number % 4],
  currency: "USD",
  total: `${(number * 37) % 400}.90`,
  customer: { id: null, name: NAMES[number % NAMES.length], email: "ada@example.com" },
  quarantine: number === 3 ? { reason: "sum", difference: "0.01" } : null,
  is_test: false,
  ordered_at: ago(number * 60),
  updated_at: ago(number * 55),
  deleted_at: null,
});

export const MANY = (): Record<string, Record<string, unknown>> => ({
  "GET monitor": {
    window: "24h",
    operations: 1284,
    completed: 1281,
    failed: 3,
    retried: 17,
    success_rate: 99.7,
    now: { pending: 4, held: 2, needs_attention: 3 },
    deliveries: Array.from({ length: 20 }, (_, number) => delivery(number)),
  },
  "GET orders": { orders: Array.from({ length: 25 }, (_, number) => order(number)), next_cursor: "next" },
  "GET problems": {
    problems: [
      {
        ...delivery(5),
        title: "A status that is not known",
        happened: "The shop uses the status “awaiting-pickup”, which a plugin has added. Crossdock does not guess what it means.",
        remedy: "Say in the Crossdock app what it stands for. The order then goes on by itself.",
      },
      {
        ...delivery(3),
        title: "It waits for its order",
        happened: "A refund came before its order.",
        remedy: "Nothing to do: it goes on as soon as the order is there.",
      },
    ],
    next_cursor: null,
  },
  "GET keys": {
    keys: [
      {
        id: "key_1",
        name: "Warehouse",
        prefix: "cd_live_Ab3x",
        mode: "live",
        scopes: ["events:write", "read"],
        status: "active",
        created_at: ago(60 * 24 * 30),
        last_used_at: ago(3),
        expires_at: null,
      },
      {
        id: "key_2",
        name: "Old till in the shop",
        prefix: "cd_live_Zz9q",
        mode: "live",
        scopes: ["events:write"],
        status: "revoked",
        created_at: ago(60 * 24 * 90),
        last_used_at: null,
        expires_at: null,
      },
    ],
    count: 2,
  },
  "POST keys": { id: "key_3", key: "cd_test_0123456789abcdefghijABCDEFGHIJ01" },
  "POST keys/key_1/revoke": { key: {} },
  "POST problems/995/replay": { replayed: 1, skipped: 0 },
  "GET integrations": {
    integrations: [
      {
        id: "con_stand",
        platform: "woocommerce",
        store_url: "https://shop.example.com",
        integration_name: "Example Outdoor",
        status: "active",
        last_sync: ago(2),
        is_this_store: true,
      },
      {
        id: "con_2",
        platform: "api",
        store_url: "",
        integration_name: "Warehouse events",
        status: "paused",
        last_sync: null,
        is_this_store: false,
      },
    ],
    count: 2,
  },
});
