/** The demo shop's merchant, played by a script: installs the app and chooses to read everything, so that orders flow before any browser is opened. */
import { connectSenders } from "./demo-senders.ts";
import { connectDemoStore } from "./demo-stores.ts";
import type { SandboxState } from "./sandbox-process.ts";

const DEMO_SHOP = "demo-shop.myshopify.com";
const ENTITIES = ["orders", "customers", "products", "inventory"];

/** Idempotent: what the merchant (or somebody in the stand-in admin) decided since stays as it is. @throws with the failure's sentence */
export async function connectDemoShop(state: SandboxState, origin: string): Promise<void> {
  const demo = state.shops.find((shop) => shop.domain === DEMO_SHOP);
  if (!demo?.installed) return;
  // Dynamic: the app's modules read process.env when they load.
  const { serviceContext } = await import("../app/services/context.server.ts");
  const { connectFromSessionToken } = await import("../app/services/connect-from-session-token.server.ts");
  const { chooseEntities } = await import("../app/services/choose-entities.server.ts");
  const { registerAllWebhooks } = await import("../app/services/register-webhooks.server.ts");
  const { advanceOnboarding } = await import("../app/services/advance-onboarding.server.ts");
  const context = serviceContext();
  const connected = await connectFromSessionToken(context, await sessionTokenOf(origin));
  if (!connected.ok) throw new Error(`The demo shop could not be connected: ${connected.error.message}`);
  const { connection } = connected.value;
  await tell(origin, connection.id);
  await connectSenders(context, connection.merchant_id, origin);
  await connectDemoStore(context, connection.merchant_id, origin);
  if (connection.onboarding_step !== "welcome") return;
  const chosen = await chooseEntities(context, connection, ENTITIES);
  if (!chosen.ok) throw new Error(`The demo shop's data could not be chosen: ${chosen.error.message}`);
  const registered = await registerAllWebhooks(context, chosen.value);
  if (!registered.ok) {
    const refused = registered.error.filter((topic) => topic.status === "error");
    console.warn(`Not every webhook of the demo shop could be registered: ${refused.map((topic) => `${topic.topic} (${topic.message})`).join(", ")}`);
  }
  await advanceOnboarding(context, connection.merchant_id, connection.id, "done");
}

async function sessionTokenOf(origin: string): Promise<string> {
  const response = await fetch(`${origin}/sandbox/session-tokens`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ shop: DEMO_SHOP }),
  });
  if (!response.ok) throw new Error(`The sandbox gave no session token for the demo shop (${response.status}).`);
  return ((await response.json()) as { session_token: string }).session_token;
}

/** So that GET /sandbox/state can name the connection. */
async function tell(origin: string, connectionId: string): Promise<void> {
  await fetch(`${origin}/sandbox/shops/${DEMO_SHOP}/connection`, {
    method: "PUT",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ connection_id: connectionId }),
  });
}
