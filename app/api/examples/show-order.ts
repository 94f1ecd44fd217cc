// One order, with everything that happened to it. Node 22 or newer, no packages: node show-order.ts
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

const { order } = await call("/api/v1/orders/API-10045?include=timeline", bearer);
console.log(order.order_ref, order.status);
for (const entry of order.timeline) console.log(entry.at, entry.title);

export {};
