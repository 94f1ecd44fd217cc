import type { SandboxContext } from "../context.ts";
import { Refusal } from "../http.ts";
import { redactNow } from "../install/lifecycle.ts";
import { listEntities, readEntity } from "../store/entities.ts";
import { requireShop } from "../store/shops.ts";
import { emitWebhook } from "../webhooks/emit.ts";
import type { EmittedWebhook } from "../webhooks/emit.ts";
import { idNumber } from "../webhooks/payload/scalars.ts";

const TOPICS = ["customers/data_request", "customers/redact", "shop/redact"] as const;
export type ComplianceTopic = (typeof TOPICS)[number];

export function isComplianceTopic(value: unknown): value is ComplianceTopic {
  return TOPICS.includes(value as ComplianceTopic);
}

/**
 * Sends one of the three privacy requests that every app must answer, at once (Shopify waits up to 10 days before it
 * sends customers/redact). Bodies as in https://shopify.dev/docs/apps/build/compliance/privacy-law-compliance
 */
export function sendComplianceRequest(ctx: SandboxContext, domain: string, topic: ComplianceTopic, customerId: string | null): EmittedWebhook[] {
  if (topic === "shop/redact") return redactNow(ctx, domain);
  const shop = requireShop(ctx, domain);
  const customer = customerId ? readEntity(ctx, domain, "Customer", customerId) : null;
  if (!customer) throw new Refusal(422, "customer_id", `${domain} has no such customer`, "choose one of the shop's customers");

  const orderIds = listEntities(ctx, domain, "Order")
    .filter((order) => order.customerId === customer.id)
    .map((order) => idNumber(order.id));
  const who = {
    shop_id: idNumber(shop.id),
    shop_domain: domain,
    customer: { id: idNumber(customer.id), email: customer.email, phone: customer.phone },
  };
  const payload =
    topic === "customers/redact"
      ? { ...who, orders_to_redact: orderIds }
      : { ...who, orders_requested: orderIds, data_request: { id: Math.floor(ctx.now() / 1000) } };
  return emitWebhook(ctx, { shop: domain, topic, payload, entityId: customer.id });
}
