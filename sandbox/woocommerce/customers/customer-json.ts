import { createHash } from "node:crypto";
import type { SandboxContext } from "../../context.ts";
import { gmtTime, localTime } from "../dates.ts";
import { hasPaid } from "../orders/has-paid.ts";
import { restUrl } from "../store.ts";
import type { Address, WooCustomer, WooStore } from "../types.ts";

/** Here the state comes after the country; in an order before the postcode. */
const addressJson = ({ first_name, last_name, company, address_1, address_2, city, postcode, country, state }: Address): object => ({
  first_name,
  last_name,
  company,
  address_1,
  address_2,
  city,
  postcode,
  country,
  state,
});

export function customerJson(ctx: SandboxContext, store: WooStore, customer: WooCustomer): Record<string, unknown> {
  const self = restUrl(ctx, store, `customers/${customer.id}`);
  return {
    id: customer.id,
    date_created: localTime(store, customer.created_at),
    date_created_gmt: gmtTime(customer.created_at),
    date_modified: localTime(store, customer.modified_at),
    date_modified_gmt: gmtTime(customer.modified_at),
    email: customer.email,
    first_name: customer.first_name,
    last_name: customer.last_name,
    role: customer.role,
    username: customer.username,
    billing: { ...addressJson(customer.billing), email: customer.billing.email, phone: customer.billing.phone },
    shipping: { ...addressJson(customer.shipping), phone: customer.shipping.phone },
    is_paying_customer: hasPaid(ctx, store, customer.id),
    avatar_url: `https://secure.gravatar.com/avatar/${createHash("md5").update(customer.email).digest("hex")}?s=96&d=mm&r=g`,
    meta_data: customer.meta,
    _links: { self: [{ href: self }], collection: [{ href: restUrl(ctx, store, "customers") }] },
  };
}
