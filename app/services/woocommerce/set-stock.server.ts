/** Sets the stock of what has a SKU, in one store, and looks whether the store kept it. The number is absolute: once more changes nothing. */
import { writeAudit } from "#app/data/audit.server.ts";
import type { Connection } from "#app/data/connections.server.ts";
import { failure, type Failure } from "#app/domain/failure.ts";
import { err, ok, type Result } from "#app/lib/result.ts";
import type { ServiceContext } from "../context.server.ts";
import { storeApi, type StoreApi } from "./store-api.server.ts";

export interface StockSet {
  sku: string;
  productId: string;
  /** null: not a variation. */
  variationId: string | null;
  quantityBefore: number | null;
  quantity: number;
  isChanged: boolean;
}

interface Sellable {
  id: string;
  parentId: string | null;
  path: string;
  quantity: number | null;
  isManaged: boolean;
}

export async function setStock(ctx: ServiceContext, connection: Connection, sku: string, quantity: number): Promise<Result<StockSet, Failure>> {
  if (connection.status === "inactive") return err(failure("conflict", "integration_inactive", "The integration is disconnected."));
  const api = storeApi(ctx, connection, { actor: "merchant" });
  const found = await findBySku(api, sku);
  if (!found.ok) return found;
  const before = found.value;
  const isChanged = !before.isManaged || before.quantity !== quantity;
  if (isChanged) {
    const written = await api.send("PUT", before.path, { manage_stock: true, stock_quantity: quantity });
    if (!written.ok) return written;
    const after = await api.get(before.path);
    if (!after.ok) return after;
    const kept = sellableOf(after.value)?.quantity ?? null;
    if (kept !== quantity)
      return err(failure("conflict", "stock_not_taken", `The store was told ${quantity} and shows ${kept === null ? "no stock" : kept}.`));
  }
  await writeAudit(
    ctx.db,
    connection.merchant_id,
    {
      connectionId: connection.id,
      kind: "command",
      actor: "merchant",
      action: "stock_set",
      entityType: "inventory",
      entityId: before.id,
      data: { sku, before: before.quantity, after: quantity },
    },
    ctx.clock(),
  );
  return ok({
    sku,
    productId: before.parentId ?? before.id,
    variationId: before.parentId === null ? null : before.id,
    quantityBefore: before.quantity,
    quantity,
    isChanged,
  });
}

/** Products and variations: WooCommerce's `sku` filter finds both, and takes a comma for "or". */
async function findBySku(api: StoreApi, sku: string): Promise<Result<Sellable, Failure>> {
  const listed = await api.list("/products", { sku, per_page: 100 });
  if (!listed.ok) return listed;
  const exact = listed.value.items.filter((item) => (item as { sku?: unknown } | null)?.sku === sku).flatMap((item) => sellableOf(item) ?? []);
  const [one, ...more] = exact;
  if (one === undefined) return err(failure("not_found", "sku_not_found", `The store has nothing with the SKU ${sku}.`));
  if (more.length > 0)
    return err(
      failure("conflict", "sku_ambiguous", `${exact.length} products or variations have the SKU ${sku}: ${exact.map(({ id }) => id).join(", ")}.`),
    );
  return ok(one);
}

function sellableOf(item: unknown): Sellable | null {
  const { id, parent_id: parent, type, stock_quantity: quantity, manage_stock: managed } = (item ?? {}) as Record<string, unknown>;
  if (typeof id !== "number" && typeof id !== "string") return null;
  const parentId = type === "variation" && parent !== undefined && parent !== 0 ? String(parent as number) : null;
  return {
    id: String(id),
    parentId,
    path: parentId === null ? `/products/${id}` : `/products/${parentId}/variations/${id}`,
    quantity: typeof quantity === "number" ? quantity : null,
    isManaged: managed === true,
  };
}
