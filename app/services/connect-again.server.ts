import type { AdminContext } from "#app/shopify.server.ts";
import { findAppByClientId } from "./app-credentials.server.ts";
import { connectShop } from "./connect-shop.server.ts";
import { serviceContext } from "./context.server.ts";
import { getEnv } from "#app/lib/env.ts";

/** Connects the signed-in store once more after its connection was deleted. */
export async function connectAgain(session: AdminContext["session"]): Promise<void> {
  const ctx = serviceContext();
  const app = await findAppByClientId(ctx, getEnv().SHOPIFY_API_KEY ?? "");
  if (!app) throw new Error("the app's own credentials are not set up");
  await connectShop(ctx, { shop: session.shop, credentialId: app.id, accessToken: session.accessToken ?? "", scope: session.scope ?? "" });
}
