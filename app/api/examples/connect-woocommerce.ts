// A WooCommerce store is connected with its REST keys, and all of its orders are read. Node 22 or newer, no packages: node connect-woocommerce.ts
const { CROSSDOCK_URL, CROSSDOCK_KEY, STORE_URL, STORE_KEY, STORE_SECRET } = process.env;

async function post(path: string, body: object, headers: Record<string, string> = {}) {
  const response = await fetch(`${CROSSDOCK_URL}/api/v1/${path}`, {
    method: "POST",
    headers: { "Content-Type": "application/json", ...headers },
    body: JSON.stringify(body),
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(`${answer.error.type}: ${answer.error.message} ${answer.error.remedy}`);
  return answer;
}

const { access_token } = await post("auth/token", { api_key: CROSSDOCK_KEY });
const bearer = { Authorization: `Bearer ${access_token}` };

const { integration } = await post(
  "woocommerce/integrations",
  { store_url: STORE_URL, consumer_key: STORE_KEY, consumer_secret: STORE_SECRET, integration_name: "My store" },
  bearer,
);
let since: string | undefined;
do {
  const { message, result } = await post(`woocommerce/integrations/${integration.id}/sync`, { limit: 100, since }, bearer);
  console.log(message);
  for (const { order_id, message: why } of result.errors) console.log(`order ${order_id}: ${why}`);
  since = result.next_since;
} while (since !== undefined);

export {};
