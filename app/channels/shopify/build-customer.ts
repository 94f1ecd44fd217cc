import type { Address, Customer } from "#app/domain/events.ts";
import { readPhone } from "#app/domain/phone.ts";
import type { ConnectionFacts } from "../contract.ts";
import { fullName, text, timeOrNull } from "./normalise.ts";
import type { AddressParts, CustomerParts } from "./order-parts.ts";

/**
 * A customer of either voice. Tags and locale stay empty on purpose: webhooks carry neither (tags left them in 2025-01, see README), and a
 * re-read must say exactly what the webhook of the same state says.
 */
export function buildCustomer(parts: CustomerParts, connection: ConnectionFacts): Customer {
  const phone = readPhone(parts.phone, parts.country ?? connection.country);
  return {
    external_id: parts.id,
    name: fullName(parts.firstName, parts.lastName),
    email: text(parts.email),
    phone_given: phone.given,
    phone_e164: phone.e164,
    country: text(parts.country),
    locale: null,
    tags: [],
    source_created_at: timeOrNull(parts.createdAt, "customer.created_at"),
    source_updated_at: timeOrNull(parts.updatedAt, "customer.updated_at"),
  };
}

/**
 * Null when there is no address, and also when Shopify withholds it (protected customer data): webhooks then still name province and country,
 * GraphQL says nothing at all, and a place without street, town or name is no address to send anything to.
 */
export function buildAddress(parts: AddressParts | null): Address | null {
  if (parts === null) return null;
  const personal = {
    name: text(parts.name),
    company: text(parts.company),
    address1: text(parts.address1),
    address2: text(parts.address2),
    city: text(parts.city),
    zip: text(parts.zip),
    phone: text(parts.phone),
  };
  if (Object.values(personal).every((value) => value === null)) return null;
  return { ...personal, province: text(parts.province), country_code: text(parts.countryCode) };
}
