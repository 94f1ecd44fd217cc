/** Applies what was just read from the source. An entity the source no longer has is a deletion. */
import type { Row } from "#app/data/database.ts";
import type { Customer, InventoryLevel, Order, Product } from "#app/domain/events.ts";
import { applyCustomer } from "./apply-customer.server.ts";
import { applyDeletion } from "./apply-deletion.server.ts";
import { applyInventoryLevel, applyLevels } from "./apply-inventory.server.ts";
import { applyOrder } from "./apply-order.server.ts";
import { applyProduct } from "./apply-product.server.ts";
import { applied, both, unchanged, type Applied, type ApplyContext } from "./context.ts";

export type ReadState =
  | { kind: "order"; state: Order | null }
  | { kind: "customer"; state: Customer | null }
  | { kind: "product"; state: Product | null; levels?: readonly InventoryLevel[] }
  | { kind: "locations"; state: readonly { external_id: string; name: string; is_active: boolean }[] }
  | { kind: "inventory"; state: InventoryLevel | null };

export async function applyRead(ctx: ApplyContext, item: Row<"sync_queue">, read: ReadState): Promise<Applied> {
  switch (read.kind) {
    case "order":
      return read.state === null ? applyDeletion(ctx, "order", item.entity_id) : applyOrder(ctx, read.state, [], "read");
    case "customer":
      return read.state === null ? applyDeletion(ctx, "customer", item.entity_id) : (await applyCustomer(ctx, read.state, "read")).result;
    case "product":
      if (read.state === null) return applyDeletion(ctx, "product", item.entity_id);
      return both(await applyProduct(ctx, read.state, "read"), await applyLevels(ctx, read.levels ?? [], "read"));
    case "inventory":
      return read.state === null ? unchanged : applyInventoryLevel(ctx, read.state, "read");
    case "locations":
      for (const location of read.state) {
        await ctx.tx.update(
          "locations",
          { name: location.name, is_active: location.is_active ? 1 : 0, updated_at: ctx.now },
          { connection_id: ctx.connection.id, external_id: location.external_id },
        );
      }
      return applied(read.state.length);
  }
}
