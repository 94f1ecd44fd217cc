import { GraphQLError } from "graphql";

/** A field of the real schema that the sandbox has no value for: said aloud, never made up. */
export function notSupported(what: string): GraphQLError {
  return new GraphQLError(`${what} is not supported by the sandbox`, { extensions: { code: "NOT_SUPPORTED_BY_SANDBOX" } });
}

export function badRequest(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: "BAD_REQUEST" } });
}

/** https://shopify.dev/docs/api/usage/access-scopes */
export function accessDenied(field: string, scopes: string[]): GraphQLError {
  const requiredAccess = `${scopes.map((scope) => `\`${scope}\` access scope`).join(" or ")}.`;
  return new GraphQLError(`Access denied for ${field} field. Required access: ${requiredAccess}`, {
    extensions: { code: "ACCESS_DENIED", documentation: "https://shopify.dev/api/usage/access-scopes", requiredAccess },
  });
}

/** https://shopify.dev/docs/apps/launch/protected-customer-data */
export function notApprovedFor(what: string): GraphQLError {
  return new GraphQLError(
    `This app is not approved to use the ${what} field. See https://shopify.dev/docs/apps/launch/protected-customer-data for more details.`,
    {
      extensions: { code: "ACCESS_DENIED", documentation: "https://shopify.dev/docs/apps/launch/protected-customer-data" },
    },
  );
}
