import type { InventoryLevel } from "#app/domain/events.ts";
import type { Failure } from "#app/domain/failure.ts";
import { ok } from "#app/lib/result.ts";
import type { Result } from "#app/lib/result.ts";
import { z } from "zod";
import type { ApiCall } from "../contract.ts";
import { connection, gid, words } from "./answers/common.ts";
import { ask, readAllPages } from "./ask.ts";
import { INVENTORY_LEVEL, LOCATIONS } from "./documents.ts";
import { idOf, timeOrNull } from "./normalise.ts";
import { readOrFail } from "#app/domain/unreadable.ts";

const level = z.object({ updatedAt: words, quantities: z.array(z.object({ name: z.string(), quantity: z.int() })) });
const item = z.object({ inventoryItem: z.object({ id: gid, inventoryLevel: level.nullish() }).nullish() });

/** Stock of one item at one place; null: it is not stocked there (any more). Needs read_inventory. */
export async function readInventoryLevel(
  call: ApiCall,
  inventoryItemExternalId: string,
  locationExternalId: string,
): Promise<Result<InventoryLevel | null, Failure>> {
  const variables = { item: `gid://shopify/InventoryItem/${inventoryItemExternalId}`, location: `gid://shopify/Location/${locationExternalId}` };
  const answer = await ask(call, INVENTORY_LEVEL, variables, item);
  if (!answer.ok) return answer;
  const found = answer.value.inventoryItem?.inventoryLevel;
  if (!found) return ok(null);
  return readOrFail(() => ({
    inventory_item_external_id: inventoryItemExternalId,
    location_external_id: locationExternalId,
    available: found.quantities.find((quantity) => quantity.name === "available")?.quantity ?? null,
    source_updated_at: timeOrNull(found.updatedAt, "inventory_level.updated_at"),
  }));
}

export interface LocationRead {
  external_id: string;
  name: string;
  is_active: boolean;
}

const page = z.object({ locations: connection(z.object({ id: gid, name: z.string(), isActive: z.boolean() })) });

/** All places that hold stock, also closed ones, however many there are. Needs read_locations. */
export async function readLocations(call: ApiCall): Promise<Result<readonly LocationRead[], Failure>> {
  const first = await ask(call, LOCATIONS, { after: null }, page);
  if (!first.ok) return first;
  const nodes = await readAllPages(first.value.locations, async (after) => {
    const next = await ask(call, LOCATIONS, { after }, page);
    return next.ok ? ok(next.value.locations) : next;
  });
  if (!nodes.ok) return nodes;
  return ok((nodes.value ?? []).map((node) => ({ external_id: idOf(node.id), name: node.name, is_active: node.isActive })));
}
