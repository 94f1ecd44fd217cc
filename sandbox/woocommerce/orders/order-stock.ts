import { changeStock, countedStock } from "../products/stock.ts";
import type { Counted } from "../products/stock.ts";
import type { StoreWork } from "../store.ts";
import { nextWooId } from "../tables.ts";
import type { ProductLine, WooOrder } from "../types.ts";
import { addNote } from "./notes.ts";
import { holdsStock, releasesStock } from "./statuses.ts";

const REDUCED = "_reduced_stock";
const RESTOCKED = "_restock_refunded_items";

const describe = ({ name, thing, kind }: Counted): string =>
  `${name} (${thing.sku || `#${thing.id}`})${kind === "variation" ? '<span class="description"></span>' : ""}`;

/** Takes the goods out of stock or gives them back, once, when the order's status says so. */
export function settleStock(work: StoreWork, order: WooOrder): void {
  if (holdsStock(order.status) && !order.stock_reduced) reduceStock(work, order);
  else if (releasesStock(order.status) && order.stock_reduced) increaseStock(work, order);
}

function reduceStock(work: StoreWork, order: WooOrder): void {
  const changes: string[] = [];
  for (const line of order.line_items) {
    const counted = countedStock(work, line);
    if (!counted || line.quantity <= 0) continue;
    const { from, to } = changeStock(work, counted, -line.quantity);
    writeMeta(work, line, REDUCED, String(line.quantity));
    changes.push(`${describe(counted)} ${from}&rarr;${to}`);
  }
  order.stock_reduced = true;
  if (changes.length > 0) addNote(work, order.id, `Stock levels reduced: ${changes.join(", ")}`);
}

function increaseStock(work: StoreWork, order: WooOrder): void {
  const changes: string[] = [];
  for (const line of order.line_items) {
    const counted = countedStock(work, line);
    const reduced = Number(readMeta(line, REDUCED) ?? 0);
    if (!counted || reduced <= 0) continue;
    const { from, to } = changeStock(work, counted, reduced);
    line.meta = line.meta.filter((meta) => meta.key !== REDUCED);
    changes.push(`${describe(counted)} ${from}&rarr;${to}`);
  }
  order.stock_reduced = false;
  if (changes.length > 0) addNote(work, order.id, `Stock levels increased: ${changes.join(", ")}`);
}

/** After a refund: what came back is put on the shelf, but never more than the order took. */
export function restockRefunded(work: StoreWork, order: WooOrder, line: ProductLine, quantity: number): void {
  const reduced = Number(readMeta(line, REDUCED) ?? 0);
  const restocked = Number(readMeta(line, RESTOCKED) ?? 0);
  const counted = countedStock(work, line);
  const back = Math.min(quantity, reduced);
  if (!counted || back <= 0) return;
  const { from, to } = changeStock(work, counted, back);
  writeMeta(work, line, REDUCED, String(reduced - back));
  writeMeta(work, line, RESTOCKED, String(restocked + back));
  addNote(work, order.id, `Item #${counted.thing.id} stock increased from ${from} to ${to}.`);
}

/**
 * After an edit of a line of an order that holds stock: takes or gives back the difference. `quantity` is 0 for a line that is removed, which
 * writes no note.
 */
export function adjustStock(work: StoreWork, order: WooOrder, line: ProductLine, quantity = line.quantity): void {
  const counted = countedStock(work, line);
  const reduced = Number(readMeta(line, REDUCED) ?? 0);
  const wanted = quantity - Number(readMeta(line, RESTOCKED) ?? 0);
  if (!counted || wanted === reduced) return;
  const { from, to } = changeStock(work, counted, reduced - wanted);
  writeMeta(work, line, REDUCED, String(wanted));
  if (quantity > 0) addNote(work, order.id, `Adjusted stock: ${line.name} (${from}&rarr;${to})`, { author: "admin" });
}

const readMeta = (line: ProductLine, key: string): unknown => line.meta.find((meta) => meta.key === key)?.value;

function writeMeta(work: StoreWork, line: ProductLine, key: string, value: string): void {
  const known = line.meta.find((meta) => meta.key === key);
  if (known) known.value = value;
  else line.meta.push({ id: nextWooId(work.ctx, work.store.slug, "item_meta"), key, value });
}
