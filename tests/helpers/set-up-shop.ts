/** A shop that has been through set-up, without a browser: installed, everything chosen, webhooks registered, first order not waited for. */
import { advanceOnboarding } from "#app/services/advance-onboarding.server.ts";
import { chooseEntities } from "#app/services/choose-entities.server.ts";
import { registerAllWebhooks } from "#app/services/register-webhooks.server.ts";
import type { Connection } from "#app/data/connections.server.ts";
import type { StandServices } from "./stand-services.ts";
import type { Stand } from "./start-stand.ts";

const OPTIONAL_SCOPES = ["read_customers", "read_products", "read_inventory", "read_locations"];

/** @param handle empty-shop, demo-shop */
export async function setUpShop(stand: Stand, here: StandServices, handle: string): Promise<Connection> {
  const shop = `${handle}.myshopify.com`;
  const state = (await stand.sandbox.state()).shops.find((one) => one.domain === shop);
  if (!state?.installed) {
    const form = new URLSearchParams(OPTIONAL_SCOPES.map((scope) => ["optional_scope", scope]));
    const answer = await fetch(`${stand.sandbox.origin}/store/${handle}/install`, { method: "POST", body: form, redirect: "manual" });
    if (answer.status >= 400) throw new Error(`The install answered ${answer.status}`);
  }
  const { connection } = await here.open(shop);
  const chosen = await chooseEntities(here.ctx, connection, ["orders", "customers", "products", "inventory"]);
  if (!chosen.ok) throw new Error(chosen.error.message);
  const registered = await registerAllWebhooks(here.ctx, chosen.value);
  if (!registered.ok) throw new Error(registered.error.map((topic) => topic.message).join("; "));
  const advanced = await advanceOnboarding(here.ctx, connection.merchant_id, connection.id, "done");
  if (!advanced.ok) throw new Error(advanced.error.message);
  return here.stored(shop);
}
