import { getDirectiveValues } from "graphql";
import type { GraphQLResolveInfo } from "graphql";
import { Refusal } from "../../http.ts";
import { badRequest } from "../errors.ts";
import type { Args, GraphqlRequest, View } from "../request.ts";

/** Plain JSON: what a mutation did, enough to present the answer again when its idempotency key comes back. */
export interface MutationRecord {
  /** Ids of what was made or changed. */
  ids?: Record<string, string>;
  values?: Record<string, unknown>;
  userErrors: { field: string[] | null; message: string; code?: string | null }[];
}

export interface MutationDefinition {
  name: string;
  /** Type of an entry of userErrors. */
  userErrorType?: string;
  run(request: GraphqlRequest, args: Args): MutationRecord;
  present(request: GraphqlRequest, record: MutationRecord): Record<string, unknown>;
}

// Required since 2026-04; the schema does not say so: https://shopify.dev/docs/api/usage/idempotent-requests
const NEEDS_KEY =
  /^(inventoryActivate|inventoryAdjustQuantities|inventoryMoveQuantities|inventorySetQuantities|inventorySetScheduledChanges|inventoryShipment\w+|inventoryTransfer\w+|refundCreate)$/;
const KEY_LIFETIME_MS = 24 * 3600 * 1000;

/** The resolver of a mutation: runs once per idempotency key, each in a savepoint of its own. */
export function toResolver(definition: MutationDefinition, request: GraphqlRequest): (args: Args, info: GraphQLResolveInfo) => View {
  return (args, info) => {
    const key = readKey(info);
    if (key === null && NEEDS_KEY.test(definition.name))
      throw badRequest(`The @idempotent directive is required for the ${definition.name} mutation but was not provided.`);
    const record = key === null ? runOnce(definition, request, args) : runWithKey(definition, request, args, key);
    const userErrors = record.userErrors.map((error) => ({
      __typename: definition.userErrorType ?? "UserError",
      field: error.field,
      message: error.message,
      code: error.code ?? null,
    }));
    const typename = `${definition.name[0]!.toUpperCase()}${definition.name.slice(1)}Payload`;
    return { __typename: typename, ...definition.present(request, record), userErrors };
  };
}

function runOnce(definition: MutationDefinition, request: GraphqlRequest, args: Args): MutationRecord {
  try {
    return request.ctx.db.transaction(() => definition.run(request, args))();
  } catch (error) {
    // What commerce refuses is a user error of the mutation, not a failure of the call.
    if (error instanceof Refusal) return { userErrors: [{ field: error.field === null ? null : [error.field], message: error.message }] };
    throw error;
  }
}

function runWithKey(definition: MutationDefinition, request: GraphqlRequest, args: Args, key: string): MutationRecord {
  const { ctx, shop } = request;
  const wanted = JSON.stringify(args);
  const known = ctx.db
    .prepare("SELECT mutation, arguments, answer FROM idempotency WHERE shop = ? AND key = ? AND at > ?")
    .get(shop.domain, key, ctx.now() - KEY_LIFETIME_MS) as { mutation: string; arguments: string; answer: string } | undefined;
  if (known && (known.mutation !== definition.name || known.arguments !== wanted))
    return {
      userErrors: [
        { field: null, message: "The idempotency key was used before with other parameters.", code: "IDEMPOTENCY_KEY_PARAMETER_MISMATCH" },
      ],
    };
  if (known) return JSON.parse(known.answer) as MutationRecord;
  const record = runOnce(definition, request, args);
  // A refused attempt changed nothing: its key may be used again once the cause is gone.
  if (record.userErrors.length === 0)
    ctx.db
      .prepare("INSERT OR REPLACE INTO idempotency (shop, key, mutation, arguments, answer, at) VALUES (?, ?, ?, ?, ?, ?)")
      .run(shop.domain, key, definition.name, wanted, JSON.stringify(record), ctx.now());
  return record;
}

function readKey(info: GraphQLResolveInfo): string | null {
  const directive = info.schema.getDirective("idempotent");
  const values = directive ? getDirectiveValues(directive, info.fieldNodes[0]!, info.variableValues) : undefined;
  if (!values) return null;
  const key = String(values["key"]);
  if (key.length === 0 || key.length > 255) throw badRequest("The idempotency key must have 1 to 255 characters");
  return key;
}
