import { hash } from "node:crypto";
import type { CanonicalEvent, Order } from "#app/domain/events.ts";

/** SHA-256 of a canonical value. Its keys stand in its schema's order (zod rebuilds objects so), hence equal values give equal text. */
export const contentSha256 = (value: unknown): string => hash("sha256", JSON.stringify(value), "hex");

/** The customer has a version of its own; a change of it is not a change of the order. */
export const orderSha256 = (order: Order): string => contentSha256({ ...order, customer: order.customer?.external_id ?? null });

/** The hashes of what an event states. */
export interface EventHashes {
  order?: string;
  customer?: string;
  product?: string;
}

export function hashesOf(event: CanonicalEvent): EventHashes {
  switch (event.type) {
    case "order_snapshot":
      return { order: orderSha256(event.order), ...(event.order.customer && { customer: contentSha256(event.order.customer) }) };
    case "customer_snapshot":
      return { customer: contentSha256(event.customer) };
    case "product_snapshot":
      return { product: contentSha256(event.product) };
    default:
      return {};
  }
}

/** The same, by the objects they were made of: whoever applies another object, without personal data for one, finds none. */
export function hashesByObject(event: CanonicalEvent, hashes: EventHashes): ReadonlyMap<object, string> {
  const found = new Map<object, string>();
  const add = (value: object | null, sha256: string | undefined) => void (value !== null && sha256 !== undefined && found.set(value, sha256));
  if (event.type === "order_snapshot") {
    add(event.order, hashes.order);
    add(event.order.customer, hashes.customer);
  } else if (event.type === "customer_snapshot") add(event.customer, hashes.customer);
  else if (event.type === "product_snapshot") add(event.product, hashes.product);
  return found;
}
