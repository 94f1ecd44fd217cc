/** Applies what was just read from the source. An entity the source no longer has is a deletion. */
import type { Row } from "#app/data/database.ts";
import type { Customer, InventoryLevel, Order, Product } from "#app/domain/events.ts";
import { applyCustomer } from "./apply-customer.server.ts";
import { applyDeletion } from "./apply-deletion.server.ts";
import { applyInventoryLevel } from "./apply-inventory.server.ts";
import { applyOrder } from "./apply-order.server.ts";
import { applyProduct } from "./apply-product.server.ts";
import type { ApplyContext } from "./context.ts";

export type ReadState =
  | { kind: "order"; state: Order | null }
  | { kind: "customer"; state: Customer | null }
  | { kind: "product"; state: Product | null }
  | { kind: "locations"; state: readonly { external_id: string; name: string; is_active: boolean }[] }
  | { kind: "inventory"; state: InventoryLevel | null };

export async function applyRead(ctx: ApplyContext, item: Row<"sync_queue">, read: ReadState): Promise<void> {
  switch (read.kind) {
    case "order":
      await (read.state === null ? applyDeletion(ctx, "order", item.entity_id) : applyOrder(ctx, read.state, [], "read"));
      return;
    case "customer":
      await (read.state === null ? applyDeletion(ctx, "customer", item.entity_id) : applyCustomer(ctx, read.state, "read"));
      return;
    case "product":
      await (read.state === null ? applyDeletion(ctx, "product", item.entity_id) : applyProduct(ctx, read.state, "read"));
      return;
    case "inventory":
      if (read.state !== null) await applyInventoryLevel(ctx, read.state, "read");
      return;
    case "locations":
      for (const location of read.state) {
        await ctx.tx.update(
          "locations",
          { name: location.name, is_active: location.is_active ? 1 : 0, updated_at: ctx.now },
          { connection_id: ctx.connection.id, external_id: location.external_id },
        );
      }
  }
}
