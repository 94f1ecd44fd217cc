import type { Address } from "../../shop/types.ts";
import { toGid } from "../../store/ids.ts";
import type { View } from "../request.ts";

export function addressView(address: Address | null): View | null {
  if (!address) return null;
  const name = `${address.firstName} ${address.lastName}`;
  const area = [address.city, address.provinceCode, address.country].filter(Boolean).join(" ");
  return {
    __typename: "MailingAddress",
    id: toGid("MailingAddress", address.id),
    firstName: address.firstName,
    lastName: address.lastName,
    name,
    company: address.company,
    address1: address.address1,
    address2: address.address2,
    city: address.city,
    province: address.province,
    provinceCode: address.provinceCode,
    country: address.country,
    countryCode: address.countryCode,
    countryCodeV2: address.countryCode,
    zip: address.zip,
    phone: address.phone,
    formattedArea: area,
    formatted: (args: Record<string, unknown>) => [
      ...(args["withName"] === true ? [name] : []),
      ...(args["withCompany"] !== false && address.company ? [address.company] : []),
      address.address1,
      ...(address.address2 ? [address.address2] : []),
      `${address.city} ${address.zip}`,
      address.country,
    ],
    coordinatesValidated: false,
    latitude: null,
    longitude: null,
    timeZone: null,
    validationResultSummary: null,
  };
}
