// What failed today is processed once more. Node 22 or newer, no packages: node replay-failed.ts
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

const since = `${new Date().toISOString().slice(0, 10)}T00:00:00Z`;
const { replayed, skipped } = await call("/api/v1/deliveries/replay", { ...bearer, ...json }, { status: "dead", since });
console.log(`${replayed} processed again, ${skipped} left alone`);

export {};
