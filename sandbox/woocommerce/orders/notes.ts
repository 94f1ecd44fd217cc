import { gmtTime, localTime } from "../dates.ts";
import { saveWoo } from "../entities.ts";
import { restUrl } from "../store.ts";
import type { StoreWork } from "../store.ts";
import { nextWooId } from "../tables.ts";
import type { WooNote } from "../types.ts";

/** A note on the order's page; the store writes one for every status and stock change. */
export function addNote(work: StoreWork, orderId: number, note: string, options: { isForCustomer?: boolean; author?: string } = {}): WooNote {
  const written: WooNote = {
    id: nextWooId(work.ctx, work.store.slug, "comment"),
    order_id: orderId,
    author: options.author ?? "WooCommerce",
    created_at: work.at,
    note,
    customer_note: options.isForCustomer ?? false,
  };
  saveWoo(work.ctx, work.store.slug, "note", written);
  return written;
}

export function noteJson(work: StoreWork, note: WooNote): object {
  const order = restUrl(work.ctx, work.store, `orders/${note.order_id}`);
  return {
    id: note.id,
    author: note.author,
    date_created: localTime(work.store, note.created_at),
    date_created_gmt: gmtTime(note.created_at),
    note: note.note,
    customer_note: note.customer_note,
    _links: { self: [{ href: `${order}/notes/${note.id}` }], collection: [{ href: `${order}/notes` }], up: [{ href: order }] },
  };
}
