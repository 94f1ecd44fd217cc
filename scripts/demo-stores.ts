/** The demo merchant connects the sandbox's WooCommerce store with its REST keys, so that orders of both channels flow before any form is filled in. */
import type { ServiceContext } from "../app/services/context.server.ts";

interface PlayedStore {
  slug: string;
  name: string;
  url: string;
  consumer_key: string;
  consumer_secret: string;
}

/** Idempotent: what the merchant has connected, changed or disconnected since stays as it is. @throws with the failure's sentence */
export async function connectDemoStore(context: ServiceContext, merchantId: string, origin: string): Promise<void> {
  const { createIntegration } = await import("../app/services/woocommerce/create-integration.server.ts");
  const { ensureHooks } = await import("../app/services/woocommerce/store-webhooks.server.ts");
  const { HOOK_TOPICS, HTTP_CONFIRMATION } = await import("../app/domain/store-connection.ts");
  const { stores } = (await (await fetch(`${origin}/sandbox/woocommerce/state`)).json()) as { stores: PlayedStore[] };
  const demo = stores.find(({ slug }) => slug === "demo");
  // Deleted ones too.
  const known = context.db.read.selectFrom("connections").select("id").where("merchant_id", "=", merchantId).where("channel", "=", "woocommerce");
  if (!demo || (await known.executeTakeFirst())) return;
  const connected = await createIntegration(context, merchantId, {
    storeUrl: demo.url,
    consumerKey: demo.consumer_key,
    consumerSecret: demo.consumer_secret,
    name: demo.name,
    autoSync: true,
    // The sandbox never leaves this machine.
    httpConfirmation: HTTP_CONFIRMATION,
  });
  if (!connected.ok) throw new Error(`The sandbox's WooCommerce store could not be connected: ${connected.error.message}`);
  const hooks = await ensureHooks(context, connected.value, HOOK_TOPICS);
  const refused = hooks.ok ? hooks.value.filter(({ status }) => status === "error").map(({ topic }) => topic) : [hooks.error.message];
  if (refused.length > 0) console.warn(`Not every webhook of the sandbox's WooCommerce store could be made: ${refused.join(", ")}`);
}
