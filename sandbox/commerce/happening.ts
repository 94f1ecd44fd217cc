import type { Order } from "../shop/types.ts";

/** Makes the next id of a kind ("Refund", "LineItem" …). */
export type NewId = (kind: string) => string;

/** What an order edit changed, for the thin orders/edited payload. */
export interface EditSummary {
  id: string;
  additions: { lineId: string; delta: number }[];
  removals: { lineId: string; delta: number }[];
}

/** One thing that happened to an order, which Shopify tells by one webhook topic. */
export type Happening =
  | {
      topic:
        "orders/create" | "orders/updated" | "orders/paid" | "orders/fulfilled" | "orders/partially_fulfilled" | "orders/cancelled" | "orders/delete";
    }
  | { topic: "orders/edited"; edit: EditSummary }
  | { topic: "refunds/create"; refundId: string }
  | { topic: "fulfillments/create" | "fulfillments/update"; fulfillmentId: string }
  | { topic: "fulfillment_events/create"; fulfillmentId: string; eventId: string };

/** Units that go out of (negative) or back into stock at a location. */
export interface StockMove {
  variantId: string;
  locationId: string | null;
  delta: number;
}

/** What one commerce operation did: it has changed the order in place; the caller saves it, moves the stock and tells the webhooks. */
export interface Outcome {
  happenings: Happening[];
  stock: StockMove[];
}

/** Marks the order changed. Shopify's times have whole seconds, so two changes within one second tie: on purpose. */
export function touch(order: Order, at: number): void {
  order.updatedAt = Math.max(order.updatedAt, Math.floor(at / 1000) * 1000);
}

export function toSecond(at: number): number {
  return Math.floor(at / 1000) * 1000;
}
