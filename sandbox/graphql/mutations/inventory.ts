import { setAvailable } from "../../commerce/commit.ts";
import { readEntity } from "../../store/entities.ts";
import { nextId, toGid } from "../../store/ids.ts";
import { readLevel } from "../../store/inventory.ts";
import { idOf } from "../gids.ts";
import type { GraphqlRequest, View } from "../request.ts";
import { inventoryItemView } from "../views/inventory.ts";
import { itemOf } from "../views/load-item.ts";
import { time } from "../views/scalars.ts";
import type { MutationDefinition, MutationRecord } from "./define.ts";

interface Change {
  item: string;
  location: string;
  delta: number;
  after: number;
}

interface Wanted {
  item: string;
  location: string;
  /** What the caller believes is there; null: do not compare. */
  from: number | null;
  target: (current: number) => number;
}

// https://shopify.dev/docs/apps/build/orders-fulfillment/inventory-management-apps/manage-quantities-states#set-inventory-quantities-on-hand
const REASONS = [
  "correction",
  "cycle_count_available",
  "damaged",
  "movement_created",
  "movement_updated",
  "movement_received",
  "movement_canceled",
  "other",
  "promotion",
  "quality_control",
  "received",
  "reservation_created",
  "reservation_deleted",
  "reservation_updated",
  "restock",
  "safety_stock",
  "shrinkage",
];

/** Checks every row, then changes all or none. `path` is how a row is named in user errors. */
function changeQuantities(
  request: GraphqlRequest,
  input: { name: string; reason: string; referenceDocumentUri?: string | null },
  wanted: Wanted[],
  path: string,
): MutationRecord {
  const { ctx, shop } = request;
  const userErrors: MutationRecord["userErrors"] = [];
  const fail = (field: string[], message: string, code: string) => userErrors.push({ field: ["input", ...field], message, code });
  if (input.name !== "available")
    fail(["name"], "The quantity name must be 'available' in the sandbox.", path === "quantities" ? "INVALID_NAME" : "INVALID_QUANTITY_NAME");
  if (!REASONS.includes(input.reason)) fail(["reason"], "The specified reason is invalid.", "INVALID_REASON");
  if (new Set(wanted.map((row) => `${row.item} ${row.location}`)).size < wanted.length && path === "quantities")
    fail(["quantities"], "The combination of inventoryItemId and locationId must be unique.", "NO_DUPLICATE_INVENTORY_ITEM_ID_GROUP_ID_PAIR");
  const changes = wanted.map((row, index): Change => {
    const current = readLevel(ctx, shop.domain, row.item, row.location)?.available ?? 0;
    const after = row.target(current);
    const at = [path, String(index)];
    if (!itemOf(request, row.item)) fail([...at, "inventoryItemId"], "The specified inventory item could not be found.", "INVALID_INVENTORY_ITEM");
    else if (!readEntity(ctx, shop.domain, "Location", row.location))
      fail([...at, "locationId"], "The specified location could not be found.", "INVALID_LOCATION");
    else if (row.from !== null && row.from !== current)
      fail([...at, "changeFromQuantity"], "The changeFromQuantity argument no longer matches the persisted quantity.", "CHANGE_FROM_QUANTITY_STALE");
    else if (Math.abs(after) > 1_000_000_000)
      fail([...at, "quantity"], "The quantity is out of range.", after > 0 ? "INVALID_QUANTITY_TOO_HIGH" : "INVALID_QUANTITY_TOO_LOW");
    return { item: row.item, location: row.location, delta: after - current, after };
  });
  if (userErrors.length > 0) return { userErrors };
  for (const change of changes) if (change.delta !== 0) setAvailable(ctx, shop, change.item, change.location, change.after);
  const group = {
    id: nextId(ctx, "InventoryAdjustmentGroup"),
    createdAt: time(ctx.now()),
    reason: input.reason,
    referenceDocumentUri: input.referenceDocumentUri ?? null,
  };
  return { values: { group, changes: changes.filter((change) => change.delta !== 0) }, userErrors };
}

function presentGroup(request: GraphqlRequest, record: MutationRecord): Record<string, unknown> {
  if (!record.values) return { inventoryAdjustmentGroup: null };
  const { group, changes } = record.values as {
    group: { id: string; createdAt: string; reason: string; referenceDocumentUri: string | null };
    changes: Change[];
  };
  const view: View = {
    __typename: "InventoryAdjustmentGroup",
    ...group,
    id: toGid("InventoryAdjustmentGroup", group.id),
    staffMember: null,
    changes: changes.map((change) => ({
      __typename: "InventoryChange",
      name: "available",
      delta: change.delta,
      quantityAfterChange: change.after,
      ledgerDocumentUri: null,
      location: () => request.views.locationById(change.location),
      item: () => {
        const item = itemOf(request, change.item);
        return item && inventoryItemView(item.variant, item.product, request);
      },
    })),
  };
  return { inventoryAdjustmentGroup: changes.length > 0 ? view : null };
}

interface SetRow {
  inventoryItemId: string;
  locationId: string;
  quantity: number;
  changeFromQuantity?: number | null;
}

const setQuantities: MutationDefinition = {
  name: "inventorySetQuantities",
  userErrorType: "InventorySetQuantitiesUserError",
  run(request, args) {
    const input = args["input"] as { name: string; reason: string; referenceDocumentUri?: string | null; quantities: SetRow[] };
    // Compare-and-set must be chosen: a number, or null to do without. Leaving the field out is refused.
    const silent = input.quantities.findIndex((row) => row.changeFromQuantity === undefined);
    if (silent >= 0)
      return {
        userErrors: [
          {
            field: ["input", "quantities", String(silent), "changeFromQuantity"],
            message: "The changeFromQuantity argument is required; send null to opt out of the comparison.",
            code: "COMPARE_QUANTITY_REQUIRED",
          },
        ],
      };
    const rows = input.quantities.map((row): Wanted => ({
      item: idOf(row.inventoryItemId, "InventoryItem"),
      location: idOf(row.locationId, "Location"),
      from: row.changeFromQuantity ?? null,
      target: () => row.quantity,
    }));
    return changeQuantities(request, input, rows, "quantities");
  },
  present: presentGroup,
};

interface AdjustRow {
  inventoryItemId: string;
  locationId: string;
  delta: number;
  changeFromQuantity?: number | null;
}

const adjustQuantities: MutationDefinition = {
  name: "inventoryAdjustQuantities",
  userErrorType: "InventoryAdjustQuantitiesUserError",
  run(request, args) {
    const input = args["input"] as { name: string; reason: string; referenceDocumentUri?: string | null; changes: AdjustRow[] };
    const rows = input.changes.map((row): Wanted => ({
      item: idOf(row.inventoryItemId, "InventoryItem"),
      location: idOf(row.locationId, "Location"),
      from: row.changeFromQuantity ?? null,
      target: (current) => current + row.delta,
    }));
    return changeQuantities(request, input, rows, "changes");
  },
  present: presentGroup,
};

export const inventoryMutations: MutationDefinition[] = [setQuantities, adjustQuantities];
