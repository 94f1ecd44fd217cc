import { defaultTypeResolver } from "graphql";
import type { GraphQLFieldResolver, GraphQLTypeResolver } from "graphql";
import { checkAccess } from "./access.ts";
import { notSupported } from "./errors.ts";
import type { Args, GraphqlRequest, View } from "./request.ts";

/** Every field of every type goes through here: may the app read it, does the sandbox have it. */
export const resolveField: GraphQLFieldResolver<View, GraphqlRequest> = (source, args: Args, request, info) => {
  checkAccess(info, request);
  if (!(info.fieldName in source)) throw notSupported(`${info.parentType.name}.${info.fieldName}`);
  const value = source[info.fieldName];
  return typeof value === "function" ? (value as (args: Args, info: unknown) => unknown).call(source, args, info) : value;
};

export const resolveType: GraphQLTypeResolver<View, GraphqlRequest> = (value, request, info, type) =>
  value.__typename ?? defaultTypeResolver(value, request, info, type);
