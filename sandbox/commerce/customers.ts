import type { SandboxContext } from "../context.ts";
import { Refusal } from "../http.ts";
import type { Customer, Shop } from "../shop/types.ts";
import { deleteEntity, listEntities, saveEntity } from "../store/entities.ts";
import { nextId } from "../store/ids.ts";
import { emitWebhook } from "../webhooks/emit.ts";
import type { EmittedWebhook } from "../webhooks/emit.ts";
import { customerPayload } from "../webhooks/payload/customer.ts";
import { payloadContextOf } from "../webhooks/payload/happened.ts";
import { idNumber } from "../webhooks/payload/scalars.ts";
import { toSecond } from "./happening.ts";

export type CustomerChanges = Partial<Pick<Customer, "email" | "firstName" | "lastName" | "phone" | "note" | "tags" | "addresses">>;

/** Makes a customer (current null) or changes one, and tells customers/create or customers/update. E-mails are unique per shop. */
export function saveCustomer(
  ctx: SandboxContext,
  shop: Shop,
  current: Customer | null,
  changes: CustomerChanges,
): { customer: Customer; webhooks: EmittedWebhook[] } {
  const at = toSecond(ctx.now());
  const empty: Customer = {
    id: "",
    firstName: "",
    lastName: "",
    email: "",
    phone: null,
    note: null,
    tags: [],
    taxExempt: false,
    verifiedEmail: true,
    addresses: [],
    createdAt: at,
    updatedAt: at,
  };
  const merged: Customer = { ...(current ?? empty), ...changes, updatedAt: at };
  const taken = listEntities(ctx, shop.domain, "Customer").some(
    (each) => each.id !== merged.id && each.email.toLowerCase() === merged.email.toLowerCase(),
  );
  if (taken) throw new Refusal(422, "email", "Email has already been taken", "use another e-mail, or update that customer");
  const customer = current ? merged : { ...merged, id: nextId(ctx, "Customer") };
  saveEntity(ctx, shop.domain, "Customer", customer);
  const payload = customerPayload(customer, shop.currency, payloadContextOf(shop));
  return {
    customer,
    webhooks: emitWebhook(ctx, { shop: shop.domain, topic: current ? "customers/update" : "customers/create", payload, entityId: customer.id }),
  };
}

/** Shopify keeps a customer who has orders. */
export function deleteCustomer(ctx: SandboxContext, shop: Shop, customer: Customer): EmittedWebhook[] {
  if (listEntities(ctx, shop.domain, "Order").some((order) => order.customerId === customer.id))
    throw new Refusal(409, "id", "a customer with orders cannot be deleted", "delete one without orders, or send customers/redact");
  deleteEntity(ctx, shop.domain, "Customer", customer.id);
  const payload = {
    id: idNumber(customer.id),
    phone: null,
    addresses: [],
    tax_exemptions: [],
    admin_graphql_api_id: `gid://shopify/Customer/${customer.id}`,
  };
  return emitWebhook(ctx, { shop: shop.domain, topic: "customers/delete", payload, entityId: customer.id });
}
