/**
 * A WooCommerce store as far as a test bends it: wc/v3 over plain HTTP on this machine, keys by OAuth 1.0a or in the address, and misbehaviour
 * on demand. (The sandbox's store, sandbox/woocommerce, behaves; this one is for the ways in which stores do not.)
 */
import { createHmac } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export type Json = Record<string, unknown>;
export interface StoreServer {
  url: string;
  orders: Json[];
  products: Json[];
  webhooks: Json[];
  /** What was asked: "GET /orders". */
  asked: { call: string; query: URLSearchParams; headers: IncomingMessage["headers"]; body: unknown }[];
  keys: { key: string; secret: string; permissions: "read" | "read_write" };
  /** Answers instead; false: as ever. Also before keys are looked at. */
  instead: ((req: IncomingMessage, res: ServerResponse, path: string) => boolean | void) | null;
  close(): Promise<void>;
}

export const STORE_KEYS = {
  consumer_key: "ck_0123456789abcdef0123456789abcdef01234567",
  consumer_secret: "cs_89abcdef0123456789abcdef0123456789abcdef",
};

const naive = (iso: string): string => iso.slice(0, 19);
let nextId = 1000;

/** An order as wc/v3 has it; `modified` without a zone, UTC. */
export const storeOrder = (id: number, modified: string, change: Json = {}): Json => ({
  id,
  number: String(id),
  status: "processing",
  currency: "EUR",
  prices_include_tax: true,
  date_created_gmt: modified,
  date_modified_gmt: modified,
  date_paid_gmt: modified,
  discount_total: "0.00",
  discount_tax: "0.00",
  shipping_total: "0.00",
  shipping_tax: "0.00",
  total: "19.90",
  total_tax: "0.00",
  customer_id: 0,
  customer_note: "",
  billing: {
    first_name: "Ana",
    last_name: "Example",
    email: `ana${id}@example.com`,
    phone: "+14155552671",
    country: "US",
    city: "Testville",
    postcode: "94016",
    address_1: "1 Test Street",
    state: "CA",
  },
  shipping: {},
  line_items: [
    {
      id: id * 10,
      name: "Blue mug",
      product_id: 50,
      variation_id: 0,
      quantity: 1,
      subtotal: "19.90",
      subtotal_tax: "0.00",
      total: "19.90",
      total_tax: "0.00",
      taxes: [],
      sku: "MUG-1",
    },
  ],
  tax_lines: [],
  shipping_lines: [],
  fee_lines: [],
  coupon_lines: [],
  refunds: [],
  ...change,
});

export const storeProduct = (id: number, sku: string, change: Json = {}): Json => ({
  id,
  name: `Product ${sku}`,
  type: "simple",
  status: "publish",
  sku,
  price: "19.90",
  regular_price: "19.90",
  manage_stock: true,
  stock_quantity: 5,
  parent_id: 0,
  variations: [],
  date_created_gmt: "2026-11-01T00:00:00",
  date_modified_gmt: "2026-11-01T00:00:00",
  ...change,
});

export async function startStoreServer(): Promise<StoreServer> {
  const store: StoreServer = {
    url: "",
    orders: [],
    products: [],
    webhooks: [],
    asked: [],
    keys: { key: STORE_KEYS.consumer_key, secret: STORE_KEYS.consumer_secret, permissions: "read_write" },
    instead: null,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  const server = createServer((req, res) => {
    const chunks: Buffer[] = [];
    req.on("data", (chunk: Buffer) => chunks.push(chunk));
    req.on("end", () => {
      const text = Buffer.concat(chunks).toString();
      const url = new URL(req.url ?? "/", store.url);
      const path = url.pathname.replace(/^\/wp-json(\/wc\/v3)?/, "") || "/";
      const body: unknown = text === "" ? undefined : JSON.parse(text);
      store.asked.push({ call: `${req.method} ${path}`, query: url.searchParams, headers: req.headers, body });
      if (store.instead !== null && store.instead(req, res, path) !== false) return;
      const { status, answer, total } = respond(store, req.method ?? "GET", url, path, (body ?? {}) as Json);
      const headers = {
        "content-type": "application/json; charset=UTF-8",
        ...(total !== undefined && { "x-wp-total": String(total), "x-wp-totalpages": "1" }),
      };
      res.writeHead(status, headers).end(JSON.stringify(answer));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  store.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return store;
}

interface Answer {
  status: number;
  answer: unknown;
  total?: number;
}
const refuse = (status: number, code: string, message = code): Answer => ({ status, answer: { code, message, data: { status } } });

function respond(store: StoreServer, method: string, url: URL, path: string, body: Json): Answer {
  if (url.pathname === "/wp-json/")
    return { status: 200, answer: { name: "Test store", timezone_string: "Europe/Berlin", namespaces: ["wp/v2", "wc/v3"] } };
  const refused = authorised(store, method, url);
  if (refused !== null) return refused;
  const query = url.searchParams;
  const [, kind = "", id, child, childId] = path.split("/");
  if (kind === "settings")
    return {
      status: 200,
      answer: [
        { id: "woocommerce_currency", value: "EUR" },
        { id: "woocommerce_default_country", value: "DE:BE" },
      ],
    };
  if (kind === "system_status") return { status: 200, answer: { environment: { version: "10.2.4" } } };
  const table = { orders: store.orders, products: store.products, webhooks: store.webhooks }[kind];
  if (table === undefined) return refuse(404, "rest_no_route");
  if (id === undefined && method === "GET") return list(table, query, kind);
  if (id === undefined && method === "POST") {
    const made = { id: nextId++, ...body };
    table.push(made);
    return { status: 201, answer: made };
  }
  const wanted = child === "variations" ? childId : id;
  const one = table.find((item) => String(item["id"]) === wanted);
  if (one === undefined) return refuse(404, `woocommerce_rest_${kind === "products" ? "product" : "shop_webhook"}_invalid_id`);
  if (method === "PUT") Object.assign(one, body);
  if (method === "DELETE") table.splice(table.indexOf(one), 1);
  return { status: 200, answer: one };
}

function list(table: Json[], query: URLSearchParams, kind: string): Answer {
  const [after, before, sku, status] = ["modified_after", "modified_before", "sku", "status"].map((name) => query.get(name));
  const modified = (item: Json) => String(item["date_modified_gmt"] ?? "");
  const found = table.filter(
    (item) =>
      (after == null || modified(item) > naive(after)) &&
      (before == null || modified(item) < naive(before)) &&
      (sku == null || [...sku.split(","), sku].includes(String(item["sku"]))) &&
      (kind !== "products" || sku != null || item["type"] !== "variation") &&
      (status == null || status === "any" || item["status"] === status),
  );
  const isByTime = query.get("orderby") === "modified";
  // Those of one second as the database likes.
  const sorted = [...found].sort((a, b) =>
    isByTime
      ? modified(a) < modified(b)
        ? -1
        : modified(a) > modified(b)
          ? 1
          : Number(b["id"]) - Number(a["id"])
      : Number(a["id"]) - Number(b["id"]),
  );
  const size = Number(query.get("per_page") ?? 10);
  const from = query.has("offset") ? Number(query.get("offset")) : (Number(query.get("page") ?? 1) - 1) * size;
  return { status: 200, answer: sorted.slice(from, from + size), total: found.length };
}

/** OAuth 1.0a, or the keys in the address. */
function authorised({ url: origin, keys }: StoreServer, method: string, url: URL): Answer | null {
  const query = new Map(url.searchParams);
  const given = query.get("oauth_consumer_key") ?? query.get("consumer_key");
  if (given !== keys.key) return refuse(401, "woocommerce_rest_cannot_view", "Sorry, you cannot list resources.");
  if (query.has("consumer_secret")) return query.get("consumer_secret") === keys.secret ? null : refuse(401, "woocommerce_rest_authentication_error");
  const signature = query.get("oauth_signature");
  query.delete("oauth_signature");
  const encode = (text: string) => encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
  const normal = [...query]
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .sort()
    .join("&");
  const base = [method, encode(origin + url.pathname), encode(normal)].join("&");
  if (createHmac("sha256", `${keys.secret}&`).update(base).digest("base64") !== signature)
    return refuse(401, "woocommerce_rest_authentication_error", "Invalid signature - provided signature does not match.");
  if (method !== "GET" && keys.permissions === "read")
    return refuse(401, "woocommerce_rest_authentication_error", "The API key provided does not have write permissions.");
  return null;
}
