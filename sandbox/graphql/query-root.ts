import type { Product } from "../shop/types.ts";
import { listEntities } from "../store/entities.ts";
import type { EntityKind } from "../store/entities.ts";
import { readLevel } from "../store/inventory.ts";
import { readSearchIndex } from "../store/search-index.ts";
import type { SearchFields } from "../store/search-index.ts";
import { listSubscriptionsOf, readSubscription } from "../webhooks/subscriptions.ts";
import { enumOfTopic } from "../webhooks/topics.ts";
import { toConnection } from "./connection.ts";
import { badRequest, notSupported } from "./errors.ts";
import { idOf } from "./gids.ts";
import { nodeByGid } from "./nodes.ts";
import type { Args, GraphqlRequest, View } from "./request.ts";
import { parseSearchQuery } from "./search-query.ts";
import { levelView, inventoryItemView } from "./views/inventory.ts";
import { variantView } from "./views/product.ts";
import { appView, installationView, shopView, subscriptionView } from "./views/shop.ts";

/** What each sort key of the schema sorts by; another key is not supported. */
const SORT_FIELDS: Record<string, string> = {
  CREATED_AT: "created_at",
  UPDATED_AT: "updated_at",
  PROCESSED_AT: "processed_at",
  ORDER_NUMBER: "order_number",
  TITLE: "title",
  NAME: "last_name",
  ID: "",
  RELEVANCE: "",
};

export function queryRoot(request: GraphqlRequest): View {
  const { ctx, shop } = request;
  return {
    __typename: "QueryRoot",
    shop: () => shopView(request),
    currentAppInstallation: () => installationView(request),
    appInstallation: () => installationView(request),
    app: () => appView(request),
    order: (args: Args) => request.views.orderById(idOf(args["id"], "Order")),
    orders: (args: Args) => searchConnection(request, "Order", args, (id) => request.views.orderById(id)),
    ordersCount: (args: Args) => countView(search(request, "Order", args).length, args),
    customer: (args: Args) => request.views.customerById(idOf(args["id"], "Customer")),
    customers: (args: Args) => searchConnection(request, "Customer", args, (id) => request.views.customerById(id)),
    customersCount: (args: Args) => countView(search(request, "Customer", args).length, args),
    product: (args: Args) => request.views.productById(idOf(args["id"], "Product")),
    products: (args: Args) => searchConnection(request, "Product", args, (id) => request.views.productById(id)),
    productsCount: (args: Args) => countView(search(request, "Product", args).length, args),
    productVariant: (args: Args) => request.views.variantById(idOf(args["id"], "ProductVariant")),
    productVariants: (args: Args) => variantsConnection(request, args, "ProductVariant"),
    inventoryItem: (args: Args) => nodeByGid(request, String(args["id"]), "InventoryItem"),
    inventoryItems: (args: Args) => variantsConnection(request, args, "InventoryItem"),
    inventoryLevel(args: Args) {
      const match = /^gid:\/\/shopify\/InventoryLevel\/(\d+)\?inventory_item_id=(\d+)$/.exec(String(args["id"]));
      if (!match) throw badRequest(`Invalid global id '${String(args["id"])}'`);
      const level = readLevel(ctx, shop.domain, match[2]!, match[1]!);
      return level && levelView(level, request);
    },
    location: (args: Args) =>
      args["id"]
        ? request.views.locationById(idOf(args["id"], "Location"))
        : request.views.locationById(listEntities(ctx, shop.domain, "Location")[0]?.id ?? null),
    locations: (args: Args) =>
      toConnection(
        "Location",
        listEntities(ctx, shop.domain, "Location")
          .filter((location) => location.isActive || args["includeInactive"] === true)
          .map((location) => ({
            id: location.id,
            sort: args["sortKey"] === "NAME" ? location.name : 0,
            view: () => request.views.locationById(location.id),
          })),
        args,
      ),
    node: (args: Args) => nodeByGid(request, String(args["id"])),
    nodes: (args: Args) => (args["ids"] as string[]).map((id) => nodeByGid(request, id)),
    // Jobs (orderCancel) are done by the time they are asked for.
    job: (args: Args) => ({ __typename: "Job", id: args["id"], done: true, query: () => queryRoot(request) }),
    webhookSubscription(args: Args) {
      const found = readSubscription(ctx, shop.domain, idOf(args["id"], "WebhookSubscription"));
      return found && subscriptionView(found);
    },
    webhookSubscriptions: (args: Args) => subscriptionsConnection(request, args),
    webhookSubscriptionsCount: (args: Args) => countView(listSubscriptionsOf(ctx, shop.domain).length, args),
  };
}

function search(request: GraphqlRequest, kind: EntityKind, args: Args): SearchFields[] {
  if (args["savedSearchId"]) throw notSupported("savedSearchId");
  const matches = parseSearchQuery(args["query"] as string | null, request.ctx.now());
  return readSearchIndex(request.ctx, request.shop.domain, kind).filter(matches);
}

/** Found by the (lagging) index, then read fresh: what was deleted meanwhile is left out. */
function searchConnection(request: GraphqlRequest, kind: EntityKind, args: Args, load: (id: string) => View | null): View {
  const sortKey = String(args["sortKey"] ?? "ID");
  const field = SORT_FIELDS[sortKey];
  if (field === undefined) throw notSupported(`sortKey ${sortKey}`);
  const items = search(request, kind, args).map((fields) => ({
    id: String(fields["id"]),
    sort: field === "" ? 0 : ((fields[field] ?? 0) as string | number),
    view: () => load(String(fields["id"])),
  }));
  return toConnection(kind, items, args);
}

/** Variants and stock items have no index of their own here: they are searched in the products as they are. */
function variantsConnection(request: GraphqlRequest, args: Args, kind: "ProductVariant" | "InventoryItem"): View {
  const matches = parseSearchQuery(args["query"] as string | null, request.ctx.now());
  const all = listEntities(request.ctx, request.shop.domain, "Product").flatMap((product) =>
    product.variants.map((variant) => ({ product, variant })),
  );
  const found = all.filter(({ product, variant }) => matches(variantFields(product, variant, kind)));
  const sortKey = String(args["sortKey"] ?? "ID");
  if (!["ID", "RELEVANCE", "SKU"].includes(sortKey)) throw notSupported(`sortKey ${sortKey}`);
  return toConnection(
    kind,
    found.map(({ product, variant }) => ({
      id: kind === "ProductVariant" ? variant.id : variant.inventoryItemId,
      sort: sortKey === "SKU" ? variant.sku : 0,
      view: () => (kind === "ProductVariant" ? variantView(variant, product, request) : inventoryItemView(variant, product, request)),
    })),
    args,
  );
}

function variantFields(product: Product, variant: Product["variants"][number], kind: string): SearchFields {
  return {
    id: kind === "ProductVariant" ? variant.id : variant.inventoryItemId,
    sku: variant.sku,
    barcode: variant.barcode,
    title: variant.title,
    product_id: product.id,
    vendor: product.vendor,
    created_at: variant.createdAt,
    updated_at: variant.updatedAt,
    default: [product.title, variant.title, variant.sku],
  };
}

function subscriptionsConnection(request: GraphqlRequest, args: Args): View {
  const topics = args["topics"] as string[] | null | undefined;
  const uri = (args["uri"] ?? args["callbackUrl"]) as string | null | undefined;
  if (args["query"]) throw notSupported("webhookSubscriptions(query:)");
  const found = listSubscriptionsOf(request.ctx, request.shop.domain).filter(
    (subscription) => (!topics || topics.includes(enumOfTopic(subscription.topic))) && (!uri || subscription.uri === uri),
  );
  return toConnection(
    "WebhookSubscription",
    found.map((subscription) => ({
      id: subscription.id,
      sort: args["sortKey"] === "CREATED_AT" ? subscription.createdAt : 0,
      view: () => subscriptionView(subscription),
    })),
    args,
  );
}

function countView(count: number, args: Args): View {
  const limit = typeof args["limit"] === "number" ? args["limit"] : Infinity;
  return { __typename: "Count", count: Math.min(count, limit), precision: count > limit ? "AT_LEAST" : "EXACT" };
}
