/** Asks a channel for the present state of what a sync item names. The answer is held to the same canonical schemas as a delivery. */
import { z } from "zod";
import type { ApiCall, Channel } from "#app/channels/contract.ts";
import type { Row } from "#app/data/database.ts";
import { customerSchema, inventoryLevelSchema, orderSchema, productSchema } from "#app/domain/events.ts";
import { failure, type Failure } from "#app/domain/failure.ts";
import { err, ok, type Result } from "#app/lib/result.ts";
import type { ReadState } from "./apply-read.server.ts";

const locationsSchema = z.array(z.object({ external_id: z.string(), name: z.string(), is_active: z.boolean() }));

export async function readState(
  channel: Channel,
  call: ApiCall,
  item: Row<"sync_queue">,
  connection: Row<"connections">,
): Promise<Result<ReadState, Failure>> {
  const facts = { externalId: connection.external_id, currency: connection.currency, country: connection.country, timezone: connection.timezone };
  const scopes = connection.granted_scopes.split(",");
  const id = item.entity_id;
  switch (item.entity_type) {
    case "order":
      return checked("order", orderSchema.nullable(), await channel.readOrder(call, id, facts, scopes));
    case "customer":
      return checked("customer", customerSchema.nullable(), await channel.readCustomer(call, id, facts, scopes));
    case "product":
      if (channel.readProductWithStock !== undefined) {
        const read = await channel.readProductWithStock(call, id, facts);
        const product = checked("product", productSchema.nullable(), read.ok ? ok(read.value?.product ?? null) : read);
        if (!product.ok || !read.ok || product.value.kind !== "product") return product;
        const levels = z.array(inventoryLevelSchema).safeParse(read.value?.levels ?? []);
        return levels.success
          ? ok({ ...product.value, levels: levels.data })
          : err(failure("rejected", "body_unreadable", "A stock level is not as expected."));
      }
      return checked("product", productSchema.nullable(), await channel.readProduct(call, id, facts, scopes));
    case "location":
      return checked("locations", locationsSchema, await channel.readLocations(call));
    case "inventory": {
      const [inventoryItem = "", location = ""] = id.split("/");
      return checked("inventory", inventoryLevelSchema.nullable(), await channel.readInventoryLevel(call, inventoryItem, location));
    }
    default:
      return err(failure("bug", "unexpected_error", `cannot read a ${item.entity_type}`));
  }
}

/** Parsing also puts the keys in the schema's order: equal states then are equal texts, whichever way they came. */
function checked<K extends ReadState["kind"]>(kind: K, schema: z.ZodType, result: Result<unknown, Failure>): Result<ReadState, Failure> {
  if (!result.ok) return result;
  const state = schema.safeParse(result.value);
  if (state.success) return ok({ kind, state: state.data } as ReadState);
  const issue = state.error.issues[0];
  return err(failure("rejected", "body_unreadable", `${issue?.path.join(".") ?? ""}: ${issue?.message ?? "is not as expected"}`));
}
