import { getNamedType, isAbstractType, isCompositeType, isListType, isObjectType, getNullableType, Kind } from "graphql";
import type {
  DocumentNode,
  FieldNode,
  FragmentDefinitionNode,
  GraphQLCompositeType,
  GraphQLSchema,
  OperationDefinitionNode,
  SelectionSetNode,
  ValueNode,
} from "graphql";

const MUTATION_COST = 10;
const WRAPPERS = new Set(["edges", "nodes", "pageInfo"]);

interface CostContext {
  schema: GraphQLSchema;
  fragments: Map<string, FragmentDefinitionNode>;
  variables: Record<string, unknown>;
}

/**
 * Points of an operation. Without `data` the worst case before execution (requestedQueryCost), with it what was really returned.
 * Rule in README.md; Shopify's description: https://shopify.dev/docs/api/usage/limits#graphql-admin-api-rate-limits
 */
export function operationCost(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Record<string, unknown>,
  data?: unknown,
): number {
  const fragments = new Map(
    document.definitions.flatMap((definition) =>
      definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition] as const] : [],
    ),
  );
  const context: CostContext = { schema, fragments, variables };
  if (operation.operation === "mutation") return operation.selectionSet.selections.length * MUTATION_COST;
  return Math.round(selectionCost(context, operation.selectionSet, schema.getQueryType()!, data, data !== undefined));
}

function selectionCost(context: CostContext, set: SelectionSetNode, type: GraphQLCompositeType, data: unknown, isActual: boolean): number {
  let own = 0;
  const variants: number[] = [];
  for (const selection of set.selections) {
    if (selection.kind === Kind.FIELD) {
      own += fieldCost(context, selection, type, data, isActual);
      continue;
    }
    const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? context.fragments.get(selection.name.value)! : selection;
    const on = fragment.typeCondition ? (context.schema.getType(fragment.typeCondition.name.value) as GraphQLCompositeType) : type;
    const cost = selectionCost(context, fragment.selectionSet, on, data, isActual);
    // Of an interface or union only one possibility comes true: the dearest counts.
    if (isAbstractType(type) && isObjectType(on)) variants.push(cost);
    else own += cost;
  }
  return own + Math.max(0, ...variants);
}

function fieldCost(context: CostContext, node: FieldNode, type: GraphQLCompositeType, data: unknown, isActual: boolean): number {
  const field = "getFields" in type ? type.getFields()[node.name.value] : undefined;
  if (!field || !node.selectionSet) return 0;
  const named = getNamedType(field.type);
  if (!isCompositeType(named)) return 0;
  const value = isActual ? (data as Record<string, unknown> | null)?.[node.alias?.value ?? node.name.value] : undefined;
  if (isActual && (value === null || value === undefined)) return 0;
  if (WRAPPERS.has(node.name.value)) return node.name.value === "pageInfo" ? 0 : wrapperCost(context, node, named, value, isActual);
  if (named.name.endsWith("Connection")) {
    const size = isActual ? sizeOf(value) : pageSize(context, node);
    return scale(size) * selectionCost(context, node.selectionSet, named, value, isActual);
  }
  if (isListType(getNullableType(field.type))) {
    const size = isActual ? (value as unknown[]).length : pageSize(context, node) || 1;
    const each = isActual
      ? average(value as unknown[], (item) => 1 + selectionCost(context, node.selectionSet!, named, item, true))
      : 1 + selectionCost(context, node.selectionSet, named, undefined, false);
    return scale(size) * each;
  }
  return 1 + selectionCost(context, node.selectionSet, named, value, isActual);
}

/** `nodes` costs one node, `edges` what its node costs: how many there are is the connection's business. */
function wrapperCost(context: CostContext, node: FieldNode, named: GraphQLCompositeType, value: unknown, isActual: boolean): number {
  const own = node.name.value === "nodes" ? 1 : 0;
  if (!isActual) return own + selectionCost(context, node.selectionSet!, named, undefined, false);
  return average(value as unknown[], (item) => own + selectionCost(context, node.selectionSet!, named, item, true));
}

function scale(size: number): number {
  return Math.ceil(Math.max(size, 0) ** 0.45);
}

function sizeOf(connection: unknown): number {
  const { edges, nodes } = connection as { edges?: unknown[]; nodes?: unknown[] };
  return (edges ?? nodes ?? []).length;
}

function average(list: unknown[], cost: (item: unknown) => number): number {
  return list.length === 0 ? 0 : list.reduce<number>((sum, item) => sum + cost(item), 0) / list.length;
}

function pageSize(context: CostContext, node: FieldNode): number {
  const argument = node.arguments?.find((each) => each.name.value === "first" || each.name.value === "last");
  return argument ? Number(readValue(context, argument.value)) || 0 : 0;
}

function readValue(context: CostContext, value: ValueNode): unknown {
  if (value.kind === Kind.VARIABLE) return context.variables[value.name.value];
  return value.kind === Kind.INT ? value.value : 0;
}
