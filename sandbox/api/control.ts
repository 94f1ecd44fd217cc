import { z } from "zod";
import { idText, parseInput } from "../commerce/inputs.ts";
import { Refusal } from "../http.ts";
import type { Route } from "../http.ts";
import { listEntities, readEntity } from "../store/entities.ts";
import { readSettings, settingsSchema, writeSettings } from "../store/settings.ts";
import { requireShop, saveShop } from "../store/shops.ts";
import { emitWebhook } from "../webhooks/emit.ts";
import { faultsSchema, readFaults, setFaults } from "../webhooks/faults.ts";
import { idNumber } from "../webhooks/payload/scalars.ts";
import { shopPayload } from "../webhooks/payload/catalog.ts";

const complianceSchema = z.strictObject({
  topic: z.enum(["customers/data_request", "customers/redact", "shop/redact"]),
  customer_id: idText.optional(),
});
const shopSchema = z.strictObject({
  name: z.string().min(1).optional(),
  email: z.email().optional(),
  protected_customer_data: z.boolean().optional(),
});

export const controlRoutes: Route[] = [
  { method: "GET", pattern: "/sandbox/faults", handle: (_request, ctx) => ({ status: 200, body: { faults: readFaults(ctx) } }) },
  {
    method: "POST",
    pattern: "/sandbox/faults",
    handle: (request, ctx) => ({ status: 200, body: { faults: setFaults(ctx, parseInput(faultsSchema, request.json())) } }),
  },
  { method: "GET", pattern: "/sandbox/settings", handle: (_request, ctx) => ({ status: 200, body: { settings: readSettings(ctx) } }) },
  {
    method: "PUT",
    pattern: "/sandbox/settings",
    handle(request, ctx) {
      const changes = request.json();
      parseInput(settingsSchema.partial(), changes);
      return { status: 200, body: { settings: writeSettings(ctx, changes) } };
    },
  },
  {
    // What the merchant changes in the shop's own settings: tells shop/update.
    method: "POST",
    pattern: "/sandbox/shops/:domain/update",
    handle: (request, ctx) =>
      ctx.db.transaction(() => {
        const shop = requireShop(ctx, request.params["domain"]!);
        const input = parseInput(shopSchema, request.json());
        const changed = {
          ...shop,
          name: input.name ?? shop.name,
          email: input.email ?? shop.email,
          protectedCustomerData: input.protected_customer_data ?? shop.protectedCustomerData,
          updatedAt: Math.floor(ctx.now() / 1000) * 1000,
        };
        saveShop(ctx, changed);
        const webhooks = emitWebhook(ctx, { shop: shop.domain, topic: "shop/update", payload: shopPayload(changed, ctx.now()) });
        return { status: 200, body: { shop: changed, webhooks } };
      })(),
  },
  {
    // https://shopify.dev/docs/apps/build/compliance/privacy-law-compliance
    method: "POST",
    pattern: "/sandbox/shops/:domain/compliance",
    handle(request, ctx) {
      const shop = requireShop(ctx, request.params["domain"]!);
      const { topic, customer_id } = parseInput(complianceSchema, request.json());
      const base = { shop_id: idNumber(shop.id), shop_domain: shop.domain };
      if (topic === "shop/redact") return { status: 202, body: { webhooks: emitWebhook(ctx, { shop: shop.domain, topic, payload: base }) } };
      const customer = customer_id ? readEntity(ctx, shop.domain, "Customer", customer_id) : null;
      if (!customer) throw new Refusal(422, "customer_id", `${shop.domain} has no customer ${customer_id ?? ""}`, "see GET /sandbox/customers");
      const orders = listEntities(ctx, shop.domain, "Order")
        .filter((order) => order.customerId === customer.id)
        .map((order) => idNumber(order.id));
      const who = { id: idNumber(customer.id), email: customer.email, phone: customer.phone };
      const payload =
        topic === "customers/data_request"
          ? { ...base, orders_requested: orders, customer: who, data_request: { id: BigInt(ctx.now()) } }
          : { ...base, customer: who, orders_to_redact: orders };
      return { status: 202, body: { webhooks: emitWebhook(ctx, { shop: shop.domain, topic, payload, entityId: customer.id }) } };
    },
  },
];
