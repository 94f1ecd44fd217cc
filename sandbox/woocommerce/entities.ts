import type { SandboxContext } from "../context.ts";
import { ensureWooTables } from "./tables.ts";
import type { WooCoupon, WooCustomer, WooNote, WooOrder, WooProduct, WooRefund, WooVariation } from "./types.ts";

interface Kinds {
  order: WooOrder;
  refund: WooRefund;
  note: WooNote;
  product: WooProduct;
  variation: WooVariation;
  customer: WooCustomer;
  coupon: WooCoupon;
}
type Kind = keyof Kinds;

interface Row {
  data: string;
}

export function readWoo<K extends Kind>(ctx: SandboxContext, store: string, kind: K, id: number): Kinds[K] | null {
  ensureWooTables(ctx);
  const row = ctx.db.prepare("SELECT data FROM woo_entity WHERE store = ? AND kind = ? AND id = ?").get(store, kind, id) as Row | undefined;
  return row ? (JSON.parse(row.data) as Kinds[K]) : null;
}

/** Oldest id first; of one parent (refunds and notes of an order, variations of a product) when it is given. */
export function listWoo<K extends Kind>(ctx: SandboxContext, store: string, kind: K, parentId?: number): Kinds[K][] {
  ensureWooTables(ctx);
  const rows = ctx.db
    .prepare("SELECT data FROM woo_entity WHERE store = ? AND kind = ? AND (? IS NULL OR parent_id = ?) ORDER BY id")
    .all(store, kind, parentId ?? null, parentId ?? null) as Row[];
  return rows.map((row) => JSON.parse(row.data) as Kinds[K]);
}

export function saveWoo<K extends Kind>(ctx: SandboxContext, store: string, kind: K, value: Kinds[K]): void {
  ensureWooTables(ctx);
  const parentId = "order_id" in value ? value.order_id : "product_id" in value ? value.product_id : 0;
  ctx.db
    .prepare("INSERT OR REPLACE INTO woo_entity (store, kind, id, parent_id, data) VALUES (?, ?, ?, ?, ?)")
    .run(store, kind, value.id, parentId, JSON.stringify(value));
}

export function removeWoo(ctx: SandboxContext, store: string, kind: Kind, id: number): void {
  ctx.db.prepare("DELETE FROM woo_entity WHERE store = ? AND kind = ? AND id = ?").run(store, kind, id);
}
