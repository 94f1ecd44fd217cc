// An order was delivered. Node 22 or newer, no packages: node send-event.ts
const { CROSSDOCK_URL, CROSSDOCK_KEY } = process.env;

const event = {
  event_type: "order_delivered",
  external_order_id: "10046",
  occurred_at: "2026-11-20T10:15:00Z",
  customer: { phone: "+14155552671", name: "Ana Silva", email: "ana@example.com" },
  order: { status: "delivered", delivered_at: "2026-11-20T10:15:00Z", total: "129.90", currency: "EUR" },
};

const response = await fetch(`${CROSSDOCK_URL}/webhooks/commerce/event`, {
  method: "POST",
  headers: { "X-Api-Key": CROSSDOCK_KEY ?? "", "Content-Type": "application/json" },
  body: JSON.stringify(event),
});
const answer = await response.json();
if (response.ok) console.log(`${answer.event_id}${answer.duplicate ? " (was here before)" : ""}`);
// Every mistake at once: where it is, and what is wrong with it.
else
  for (const { path, message } of answer.errors ?? [{ path: answer.error.type, message: answer.error.message }]) console.error(`${path}: ${message}`);
process.exitCode = response.ok ? 0 : 1;

export {};
