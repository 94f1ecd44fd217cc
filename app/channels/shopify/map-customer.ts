import type { Customer } from "#app/domain/events.ts";
import type { ConnectionFacts } from "../contract.ts";
import { buildCustomer } from "./build-customer.ts";
import { idOf } from "./normalise.ts";
import type { AddressParts, CustomerParts } from "./order-parts.ts";
import type { OrderPayload } from "./payloads/order.ts";
import { customerPayload } from "./payloads/customer.ts";
import type { CustomerPayload } from "./payloads/customer.ts";
import { check } from "#app/domain/unreadable.ts";

/** customers/create, customers/update → the canonical customer. */
export const mapCustomer = (payload: unknown, connection: ConnectionFacts): Customer =>
  buildCustomer(customerParts(check(customerPayload, payload, "customer")), connection);

export const customerParts = (customer: CustomerPayload): CustomerParts => ({
  id: idOf(customer.id),
  firstName: customer.first_name ?? null,
  lastName: customer.last_name ?? null,
  email: customer.email ?? null,
  phone: customer.phone ?? null,
  country: customer.default_address?.country_code ?? null,
  createdAt: customer.created_at ?? null,
  updatedAt: customer.updated_at ?? null,
});

export function addressParts(address: OrderPayload["shipping_address"]): AddressParts | null {
  if (!address) return null;
  return {
    name: address.name ?? [address.first_name, address.last_name].filter(Boolean).join(" "),
    company: address.company ?? null,
    address1: address.address1 ?? null,
    address2: address.address2 ?? null,
    city: address.city ?? null,
    province: address.province ?? null,
    zip: address.zip ?? null,
    countryCode: address.country_code ?? null,
    phone: address.phone ?? null,
  };
}
