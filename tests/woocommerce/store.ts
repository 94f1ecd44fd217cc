/** What people and programs do in a shop: by REST, by the Store API as a customer's browser, and as the administrator by wp-admin's own forms. */
import { recordSecret } from "../helpers/results-folder.ts";
import type { WordPressSite } from "../wordpress/start-wordpress.ts";
import { openAdmin } from "./admin.ts";
import type { Admin } from "./admin.ts";

export type Json = Record<string, unknown>;

export interface RestOrder extends Json {
  id: number;
  number: string;
  status: string;
  currency: string;
  total: string;
  line_items: (Json & { id: number; quantity: number; total: string })[];
  refunds: { id: number; total: string }[];
}

export interface Store {
  /** What every call by REST carries. */
  headers: Record<string, string>;
  /** wc/v3; throws on an answer that is not 2xx. */
  rest<T = Json>(method: string, path: string, body?: unknown): Promise<T>;
  /** All pages of a list. */
  list<T = Json>(path: string): Promise<T[]>;
  /** A customer's checkout by the Store API: cart, address, cash on delivery. Answers the order's id. */
  checkout(productId: number, quantity?: number, variation?: Json[]): Promise<{ id: number; status: string; ms: number }>;
  admin(): Promise<Admin>;
  makeProduct(change?: Json): Promise<Json & { id: number; sku: string }>;
  makeOrder(productId: number, change?: Json): Promise<RestOrder>;
  order(id: number): Promise<RestOrder>;
}

export const ADDRESS = {
  first_name: "Ada",
  last_name: "Example",
  company: "",
  address_1: "2 Example Street",
  address_2: "",
  city: "Exampleville",
  state: "CA",
  postcode: "90001",
  country: "US",
  email: "ada@example.com",
  phone: "+1 555 0100",
};

let products = 0;

export async function openStore(site: WordPressSite): Promise<Store> {
  const password = await site.php('list($p) = WP_Application_Passwords::create_new_application_password(1, array("name" => "test")); echo $p;');
  recordSecret("WordPress application password", password);
  const authorization = `Basic ${Buffer.from(`${site.adminUser}:${password}`).toString("base64")}`;

  const headers = { authorization, "content-type": "application/json", "x-test-key": TEST_KEY };
  const call = async (method: string, path: string, body?: unknown): Promise<Response> => {
    const response = await fetch(`${site.url}/wp-json/wc/v3/${path}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok)
      throw new Error(`${method} ${path} answered ${response.status}: ${(await response.text()).slice(0, 800)}\n${site.logs().slice(-1500)}`);
    return response;
  };
  const rest: Store["rest"] = async (method, path, body) => (await (await call(method, path, body)).json()) as never;

  return {
    headers,
    rest,
    async list(path) {
      const all: unknown[] = [];
      for (let page = 1; ; page++) {
        const response = await call("GET", `${path}${path.includes("?") ? "&" : "?"}per_page=100&page=${page}`);
        all.push(...((await response.json()) as unknown[]));
        if (page >= Number(response.headers.get("x-wp-totalpages") ?? 1)) return all as never;
      }
    },
    checkout: (productId, quantity = 1, variation) => checkout(site, productId, quantity, variation),
    admin: () => openAdmin(site),
    makeProduct: (change = {}) => {
      const number = ++products;
      return rest("POST", "products", {
        name: `Example product ${number}`,
        type: "simple",
        sku: `EX-${process.pid}-${number}`,
        regular_price: "12.50",
        manage_stock: true,
        stock_quantity: 100,
        ...change,
      });
    },
    makeOrder: (productId, change = {}) =>
      rest("POST", "orders", {
        billing: ADDRESS,
        shipping: ADDRESS,
        payment_method: "bacs",
        payment_method_title: "Bank transfer",
        line_items: [{ product_id: productId, quantity: 2 }],
        shipping_lines: [{ method_id: "flat_rate", method_title: "Flat rate", total: "5.00" }],
        ...change,
      }),
    order: (id) => rest("GET", `orders/${id}`),
  };
}

/** Lets the test look where the outside may not (the switch block-rest). */
export const TEST_KEY = "the-test-itself";

async function checkout(
  site: WordPressSite,
  productId: number,
  quantity: number,
  variation: Json[] = [],
): Promise<{ id: number; status: string; ms: number }> {
  const headers: Record<string, string> = { "content-type": "application/json", "x-test-key": TEST_KEY };
  const step = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const response = await fetch(`${site.url}/wp-json/wc/store/v1/${path}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    for (const name of ["nonce", "cart-token"]) {
      const value = response.headers.get(name);
      if (value) headers[name] = value;
    }
    const text = await response.text();
    if (!response.ok) throw new Error(`Store API ${path} answered ${response.status}: ${text.slice(0, 800)}\n${site.logs().slice(-1500)}`);
    return JSON.parse(text) as T;
  };
  await step("GET", "cart");
  await step("POST", "cart/add-item", { id: productId, quantity, variation });
  const { email: _email, ...shipping } = ADDRESS;
  const startedAt = performance.now();
  const order = await step<{ order_id: number; status: string }>("POST", "checkout", {
    billing_address: ADDRESS,
    shipping_address: shipping,
    payment_method: "cod",
    payment_data: [],
  });
  return { id: order.order_id, status: order.status, ms: performance.now() - startedAt };
}
