import type { InventoryLevel, Location, Product, Variant } from "../../shop/types.ts";
import { toGid } from "../../store/ids.ts";
import { listLevels, readLevel } from "../../store/inventory.ts";
import { toConnection } from "../connection.ts";
import { badRequest } from "../errors.ts";
import type { Args, GraphqlRequest, View } from "../request.ts";
import { idOf } from "../gids.ts";
import { itemOf } from "./load-item.ts";
import { time } from "./scalars.ts";

export function inventoryItemView(variant: Variant, product: Product, request: GraphqlRequest): View {
  const shop = request.shop.domain;
  const levels = () => listLevels(request.ctx, shop, { inventoryItemId: variant.inventoryItemId });
  return {
    __typename: "InventoryItem",
    id: toGid("InventoryItem", variant.inventoryItemId),
    legacyResourceId: variant.inventoryItemId,
    sku: variant.sku,
    tracked: variant.tracked,
    requiresShipping: variant.requiresShipping,
    countryCodeOfOrigin: null,
    harmonizedSystemCode: null,
    provinceCodeOfOrigin: null,
    unitCost: null,
    inventoryHistoryUrl: null,
    createdAt: time(variant.createdAt),
    updatedAt: time(variant.updatedAt),
    duplicateSkuCount: 0,
    locationsCount: () => ({ __typename: "Count", count: levels().length, precision: "EXACT" }),
    variant: () => request.views.variant(variant, product),
    inventoryLevel: (args: Args) => {
      const level = readLevel(request.ctx, shop, variant.inventoryItemId, idOf(args["locationId"], "Location"));
      return level && levelView(level, request);
    },
    inventoryLevels: (args: Args) =>
      toConnection(
        "InventoryLevel",
        levels().map((level) => ({ id: level.locationId, sort: 0, view: () => levelView(level, request) })),
        args,
      ),
  };
}

/** Names of quantities: https://shopify.dev/docs/apps/build/orders-fulfillment/inventory-management-apps#inventory-states. The demo shop keeps only what is available. */
const QUANTITY_NAMES = ["available", "on_hand", "committed", "reserved", "incoming", "damaged", "safety_stock", "quality_control"];

export function levelView(level: InventoryLevel, request: GraphqlRequest): View {
  const gid = `gid://shopify/InventoryLevel/${level.locationId}?inventory_item_id=${level.inventoryItemId}`;
  return {
    __typename: "InventoryLevel",
    id: gid,
    isActive: true,
    canDeactivate: true,
    deactivationAlert: null,
    createdAt: time(level.updatedAt),
    updatedAt: time(level.updatedAt),
    location: () => request.views.locationById(level.locationId),
    item: () => {
      const item = itemOf(request, level.inventoryItemId);
      return item && inventoryItemView(item.variant, item.product, request);
    },
    quantities: (args: Args) =>
      (args["names"] as string[]).map((name): View => {
        if (!QUANTITY_NAMES.includes(name)) throw badRequest(`The quantity name ${name} is not valid`);
        const quantity = name === "available" || name === "on_hand" ? level.available : 0;
        return {
          __typename: "InventoryQuantity",
          id: `${gid.replace("InventoryLevel", "InventoryQuantity")}&name=${name}`,
          name,
          quantity,
          updatedAt: time(level.updatedAt),
        };
      }),
  };
}

export function locationView(location: Location, request: GraphqlRequest): View {
  const levels = () => listLevels(request.ctx, request.shop.domain, { locationId: location.id });
  return {
    __typename: "Location",
    id: toGid("Location", location.id),
    legacyResourceId: location.id,
    name: location.name,
    isActive: location.isActive,
    isPrimary: location.name === "Shop location",
    isFulfillmentService: false,
    fulfillmentService: null,
    fulfillsOnlineOrders: true,
    shipsInventory: true,
    activatable: false,
    deactivatable: false,
    deactivatedAt: null,
    deletable: false,
    addressVerified: false,
    createdAt: time(location.createdAt),
    updatedAt: time(location.updatedAt),
    hasActiveInventory: () => levels().length > 0,
    address: {
      __typename: "LocationAddress",
      address1: location.address1,
      address2: null,
      city: location.city,
      province: location.province,
      provinceCode: location.provinceCode,
      country: location.country,
      countryCode: location.countryCode,
      zip: location.zip,
      phone: location.phone,
      latitude: null,
      longitude: null,
      formatted: [location.address1, `${location.city} ${location.provinceCode ?? ""} ${location.zip}`, location.country],
    },
    inventoryLevel: (args: Args) => {
      const level = readLevel(request.ctx, request.shop.domain, idOf(args["inventoryItemId"], "InventoryItem"), location.id);
      return level && levelView(level, request);
    },
    inventoryLevels: (args: Args) =>
      toConnection(
        "InventoryLevel",
        levels().map((level) => ({ id: level.inventoryItemId, sort: 0, view: () => levelView(level, request) })),
        args,
      ),
  };
}
