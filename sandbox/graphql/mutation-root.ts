import { toResolver } from "./mutations/define.ts";
import { fulfillmentMutations } from "./mutations/fulfillments.ts";
import { inventoryMutations } from "./mutations/inventory.ts";
import { orderCreateMutations } from "./mutations/order-create.ts";
import { orderMutations } from "./mutations/orders.ts";
import { tagMutations } from "./mutations/tags.ts";
import { webhookMutations } from "./mutations/webhooks.ts";
import type { GraphqlRequest, View } from "./request.ts";

const ALL = [...webhookMutations, ...orderMutations, ...orderCreateMutations, ...fulfillmentMutations, ...inventoryMutations, ...tagMutations];

export function mutationRoot(request: GraphqlRequest): View {
  return { __typename: "Mutation", ...Object.fromEntries(ALL.map((definition) => [definition.name, toResolver(definition, request)])) };
}
