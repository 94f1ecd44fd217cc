import type { Address, Customer } from "../../shop/types.ts";
import { formatShopTime, idNumber } from "./scalars.ts";
import type { PayloadContext } from "./scalars.ts";

/** Body of customers/create and customers/update. */
export function customerPayload(customer: Customer, currency: string, context: PayloadContext): Record<string, unknown> {
  return {
    ...customerCore(customer, currency, context),
    ...(context.customerData ? { addresses: customer.addresses.map((address) => customerAddress(address, customer, context)) } : {}),
  };
}

/** The customer as an order carries it. */
export function customerCore(customer: Customer, currency: string, context: PayloadContext): Record<string, unknown> {
  const personal = {
    first_name: customer.firstName,
    last_name: customer.lastName,
    email: customer.email,
    phone: customer.phone,
    default_address: customer.addresses[0] ? customerAddress(customer.addresses[0], customer, context) : null,
  };
  return {
    id: idNumber(customer.id),
    admin_graphql_api_id: `gid://shopify/Customer/${customer.id}`,
    created_at: formatShopTime(customer.createdAt, context.timezone),
    updated_at: formatShopTime(customer.updatedAt, context.timezone),
    state: "disabled",
    note: customer.note,
    verified_email: customer.verifiedEmail,
    multipass_identifier: null,
    tax_exempt: customer.taxExempt,
    tags: customer.tags.join(", "),
    currency,
    tax_exemptions: [],
    ...(context.customerData ? personal : {}),
  };
}

function customerAddress(address: Address, customer: Customer, context: PayloadContext): object {
  return {
    id: idNumber(address.id),
    customer_id: idNumber(customer.id),
    ...addressPayload(address, context),
    country_name: address.country,
    default: customer.addresses[0]?.id === address.id,
  };
}

/** An address; without the approval for customer data only where it is, not whose. */
export function addressPayload(address: Address, context: PayloadContext): object {
  const area = { province: address.province, country: address.country, country_code: address.countryCode, province_code: address.provinceCode };
  if (!context.customerData) return area;
  return {
    first_name: address.firstName,
    last_name: address.lastName,
    name: `${address.firstName} ${address.lastName}`,
    company: address.company,
    address1: address.address1,
    address2: address.address2,
    city: address.city,
    zip: address.zip,
    phone: address.phone,
    ...area,
  };
}
