// Every order, page by page. Node 22 or newer, no packages: node list-orders.ts
const { CROSSDOCK_URL, CROSSDOCK_KEY } = process.env;

async function call(path: string, headers: Record<string, string>, body?: object) {
  const response = await fetch(`${CROSSDOCK_URL}${path}`, body ? { method: "POST", headers, body: JSON.stringify(body) } : { headers });
  const answer = await response.json();
  if (!response.ok) throw new Error(`${answer.error.type}: ${answer.error.message}`);
  return answer;
}

const json = { "Content-Type": "application/json" };
const token = await call("/api/v1/auth/token", json, { api_key: CROSSDOCK_KEY });
const bearer = { Authorization: `Bearer ${token.access_token}` };

let after = "";
do {
  const page = await call(`/api/v1/orders?limit=100&after=${after}`, bearer);
  for (const order of page.orders) console.log(order.order_ref, order.status, order.total ?? "", order.currency);
  after = page.next_cursor ?? "";
} while (after);

export {};
