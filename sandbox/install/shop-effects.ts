import type { SandboxContext } from "../context.ts";
import { readShop } from "../store/shops.ts";
import { idNumber } from "../webhooks/payload/scalars.ts";

/** Body of shop/redact, https://shopify.dev/docs/apps/build/compliance/privacy-law-compliance */
export function redactPayload(ctx: SandboxContext, domain: string): object {
  return { shop_id: idNumber(readShop(ctx, domain)?.id ?? "0"), shop_domain: domain };
}

/** An uninstall takes away what the app subscribed to by the API; what shopify.app.toml declares stays. */
export function deleteApiSubscriptions(ctx: SandboxContext, domain: string): void {
  ctx.db.prepare("DELETE FROM webhook_subscription WHERE shop = ?").run(domain);
}

/** Removes a shop/redact that waits for its 48 hours and was not tried yet. */
export function cancelPendingRedact(ctx: SandboxContext, domain: string): void {
  ctx.db.prepare("DELETE FROM webhook WHERE shop = ? AND topic = 'shop/redact' AND state = 'pending' AND attempts = 0").run(domain);
}
