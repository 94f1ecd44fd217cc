import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { getNamedType } from "graphql";
import type { GraphQLResolveInfo } from "graphql";
import { hasAnyScope } from "../webhooks/topics.ts";
import { accessDenied, notApprovedFor } from "./errors.ts";
import type { GraphqlRequest } from "./request.ts";

const table = JSON.parse(readFileSync(fileURLToPath(new URL("./access-scopes.json", import.meta.url)), "utf8")) as Record<string, string[]>;

// The published table names no offline scope for these, their documentation does.
const ADDED: Record<string, string[]> = { "Mutation.refundCreate": ["write_orders", "write_marketplace_orders"] };

const PROTECTED: Record<string, string[]> = {
  Customer: [
    "firstName",
    "lastName",
    "displayName",
    "email",
    "phone",
    "defaultEmailAddress",
    "defaultPhoneNumber",
    "defaultAddress",
    "addresses",
    "addressesV2",
  ],
  Order: ["email", "phone", "billingAddress", "shippingAddress", "displayAddress"],
};

/** Throws what Shopify answers when the app may not read this field: scopes of the field, of the type it gives, customer data approval. */
export function checkAccess(info: GraphQLResolveInfo, request: GraphqlRequest): void {
  const parent = info.parentType.name;
  checkScopes(`${parent}.${info.fieldName}`, info.fieldName, request);
  checkScopes(getNamedType(info.returnType).name.replace(/(Connection|Edge)$/, ""), info.fieldName, request);
  if (!request.shop.protectedCustomerData && PROTECTED[parent]?.includes(info.fieldName)) throw notApprovedFor(info.fieldName);
}

/** The scopes of which one is needed for `Type` or `Type.field`; empty where none is. */
export function scopesFor(name: string): string[] {
  return ADDED[name] ?? table[name] ?? [];
}

export function checkScopes(name: string, field: string, request: GraphqlRequest): void {
  const wanted = scopesFor(name);
  if (!hasAnyScope(wanted, request.scopes)) throw accessDenied(field, wanted);
}
