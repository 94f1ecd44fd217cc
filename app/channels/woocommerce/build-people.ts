/** Addresses and customers. */
import type { Address, Customer } from "#app/domain/events.ts";
import { readPhone } from "#app/domain/phone.ts";
import { fullName, text } from "#app/domain/source-values.ts";
import { check } from "#app/domain/unreadable.ts";
import type { ConnectionFacts } from "../contract.ts";
import { idOrNull, timeOrNull } from "./normalise.ts";
import type { AddressPayload } from "./payloads/common.ts";
import { customerPayload } from "./payloads/customer.ts";
import type { OrderPayload } from "./payloads/order.ts";

const country = (address: AddressPayload | null | undefined): string | null => {
  const code = text(address?.country)?.trim().toUpperCase() ?? null;
  return code !== null && /^[A-Z]{2}$/.test(code) ? code : null;
};

export const phoneOf = (address: AddressPayload | null | undefined, connection: ConnectionFacts) =>
  readPhone(text(address?.phone), country(address) ?? connection.country);

/** Null when there is no street, town or name: WooCommerce writes every field of an address, empty ones too. */
export function buildAddress(address: AddressPayload | null | undefined): Address | null {
  const parts = {
    name: fullName(address?.first_name, address?.last_name),
    company: text(address?.company),
    address1: text(address?.address_1),
    address2: text(address?.address_2),
    city: text(address?.city),
    zip: text(address?.postcode),
    phone: text(address?.phone),
  };
  if (Object.values(parts).every((value) => value === null)) return null;
  return { ...parts, province: text(address?.state), country_code: country(address) };
}

/** customer.* → the canonical customer. @param version epoch ms where our plugin says when it was so; else the store's own time of change */
export function mapCustomer(payload: unknown, connection: ConnectionFacts, version: number | null): Customer {
  const customer = check(customerPayload, payload, "customer");
  const { given, e164 } = phoneOf(customer.billing, connection);
  return {
    external_id: customer.id,
    name: fullName(customer.first_name, customer.last_name) ?? fullName(customer.billing?.first_name, customer.billing?.last_name),
    email: text(customer.email) ?? text(customer.billing?.email),
    phone_given: given,
    phone_e164: e164,
    country: country(customer.billing),
    locale: null,
    tags: [],
    source_created_at: timeOrNull(customer.date_created_gmt, "customer.date_created_gmt"),
    source_updated_at:
      version ??
      timeOrNull(customer.date_modified_gmt, "customer.date_modified_gmt") ??
      timeOrNull(customer.date_created_gmt, "customer.date_created_gmt"),
  };
}

/**
 * Who bought: null for a guest. An order tells of its customer only what was typed at the checkout, so it has no version: whatever the
 * customer's own record says counts more, and of two orders the later event.
 */
export function buyerOf(order: OrderPayload, connection: ConnectionFacts): Customer | null {
  const id = idOrNull(order.customer_id);
  if (id === null) return null;
  const { given, e164 } = phoneOf(order.billing, connection);
  return {
    external_id: id,
    name: fullName(order.billing?.first_name, order.billing?.last_name),
    email: text(order.billing?.email),
    phone_given: given,
    phone_e164: e164,
    country: country(order.billing),
    locale: null,
    tags: [],
    source_created_at: null,
    source_updated_at: null,
  };
}
