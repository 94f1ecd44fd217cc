import { executeSync, getOperationAST, parse, specifiedRules, validate } from "graphql";
import type { DocumentNode, GraphQLError } from "graphql";
import { readSettings } from "../store/settings.ts";
import { readBucket, takeFromBucket } from "./bucket.ts";
import { operationCost } from "./cost.ts";
import type { GraphqlCall } from "./endpoint.ts";
import { mutationRoot } from "./mutation-root.ts";
import { queryRoot } from "./query-root.ts";
import type { GraphqlRequest } from "./request.ts";
import { resolveField, resolveType } from "./resolve.ts";
import { adminSchema } from "./schema.ts";

export interface GraphqlResult {
  body: Record<string, unknown>;
  log: { valid: boolean; requestedCost: number | null; actualCost: number | null; operation: string | null };
}

/** Parses, validates against the real schema, charges the bucket, executes. Always answers 200, as Shopify does. */
export function runDocument(request: GraphqlRequest, call: GraphqlCall): GraphqlResult {
  const schema = adminSchema();
  const { document, problems } = checkDocument(call.query);
  if (document === null) return invalid(problems.map(describeError));
  const operation = getOperationAST(document, call.operationName);
  if (!operation) return invalid([{ message: "An operation name is required", extensions: { code: "missingRequiredArguments" } }]);

  const { ctx, shop } = request;
  const requested = operationCost(schema, document, operation, call.variables);
  const log = { valid: true, requestedCost: requested, actualCost: null, operation: operation.name?.value ?? null };
  const limit = readSettings(ctx).cost_single_query_limit;
  if (requested > limit) return { body: { errors: [tooDear(requested, limit)] }, log };
  const bucket = readBucket(ctx, shop.domain);
  if (bucket.currentlyAvailable < requested) {
    const throttled = { message: "Throttled", extensions: { code: "THROTTLED", documentation: "https://shopify.dev/api/usage/rate-limits" } };
    return {
      body: { errors: [throttled], extensions: { cost: { requestedQueryCost: requested, actualQueryCost: null, throttleStatus: bucket } } },
      log,
    };
  }
  // The cursor of one mutation is one transaction: what it changes and the webhooks it causes are stored together.
  const result = ctx.db.transaction(() =>
    executeSync({
      schema,
      document,
      operationName: call.operationName,
      variableValues: call.variables,
      contextValue: request,
      rootValue: operation.operation === "mutation" ? mutationRoot(request) : queryRoot(request),
      fieldResolver: resolveField,
      typeResolver: resolveType,
    }),
  )();
  // Variables of the wrong kind are found by execute, before any field is resolved.
  if (!("data" in result)) return { body: { errors: (result.errors ?? []).map(describeError) }, log: { ...log, valid: false } };
  for (const error of result.errors ?? [])
    if (!error.extensions["code"]) ctx.log({ level: "error", message: "resolver failed", error: error.originalError?.stack ?? error.message });
  const actual =
    operation.operation === "mutation" ? requested : Math.min(requested, operationCost(schema, document, operation, call.variables, result.data));
  const cost = { requestedQueryCost: requested, actualQueryCost: actual, throttleStatus: takeFromBucket(ctx, shop.domain, actual) };
  const errors = result.errors?.length ? { errors: result.errors.map(describeError) } : {};
  return { body: { ...errors, data: result.data, extensions: { cost } }, log: { ...log, actualCost: actual } };
}

type Checked = { document: DocumentNode; problems: [] } | { document: null; problems: readonly GraphQLError[] };
const checked = new Map<string, Checked>();

/** Parsed and validated once per text: an app sends the same few documents over and over, and validating takes 4 to 20 ms. */
function checkDocument(query: string): Checked {
  const known = checked.get(query);
  if (known) return known;
  if (checked.size > 500) checked.clear();
  const result = parseAndValidate(query);
  checked.set(query, result);
  return result;
}

function parseAndValidate(query: string): Checked {
  try {
    const document = parse(query);
    const problems = validate(adminSchema(), document, specifiedRules);
    return problems.length > 0 ? { document: null, problems } : { document, problems: [] };
  } catch (error) {
    return { document: null, problems: [error as GraphQLError] };
  }
}

function invalid(errors: object[]): GraphqlResult {
  return { body: { errors }, log: { valid: false, requestedCost: null, actualCost: null, operation: null } };
}

function tooDear(cost: number, limit: number): object {
  return {
    message: `Query cost is ${cost}, which exceeds the single query max cost limit (${limit}).`,
    extensions: { code: "MAX_COST_EXCEEDED", cost, maxCost: limit, documentation: "https://shopify.dev/api/usage/rate-limits" },
  };
}

/** Shopify (graphql-ruby) words an unknown field its own way and gives machine-readable names; other messages are graphql-js' own. */
function describeError(error: GraphQLError): object {
  const unknown = /^Cannot query field "(\w+)" on type "(\w+)"/.exec(error.message);
  const { locations, path } = error.toJSON();
  const place = { ...(locations ? { locations } : {}), ...(path ? { path } : {}) };
  if (unknown)
    return {
      message: `Field '${unknown[1]}' doesn't exist on type '${unknown[2]}'`,
      ...place,
      extensions: { code: "undefinedField", typeName: unknown[2], fieldName: unknown[1] },
    };
  return { message: error.message, ...place, ...(Object.keys(error.extensions).length > 0 ? { extensions: error.extensions } : {}) };
}
