/** Shopify's financial, fulfilment and shipment statuses → the hub's one status. Shopify's own words are kept beside it. */
import type { HubStatus } from "#app/domain/hub-status.ts";
import { shippedStatus } from "#app/domain/shipped-status.ts";

/** REST: null, partial, fulfilled, restocked. GraphQL has finer words for "nothing shipped yet", and some hide whether a part was. */
const FULFILLMENT_WORDS: Record<string, "unfulfilled" | "partial" | "fulfilled" | "by_shipments"> = {
  unfulfilled: "unfulfilled",
  open: "unfulfilled",
  restocked: "unfulfilled",
  fulfillment_not_required: "unfulfilled",
  partial: "partial",
  partially_fulfilled: "partial",
  fulfilled: "fulfilled",
  // "All of the UNFULFILLED items are on hold": others may have gone. https://shopify.dev/docs/api/admin-graphql/2026-10/enums/OrderDisplayFulfillmentStatus
  in_progress: "by_shipments",
  on_hold: "by_shipments",
  scheduled: "by_shipments",
  pending_fulfillment: "by_shipments",
  request_declined: "by_shipments",
};

export type FulfillmentWord = "unfulfilled" | "partial" | "fulfilled";

/** One word for both voices: unfulfilled | partial | fulfilled. `hasShipments`: whether any fulfilment stands. An unknown word counts by shipments. */
export function fulfillmentWord(shopifyWord: string | null, hasShipments: boolean): FulfillmentWord {
  if (shopifyWord === null) return "unfulfilled";
  const word = FULFILLMENT_WORDS[shopifyWord.toLowerCase()] ?? "by_shipments";
  return word === "by_shipments" ? (hasShipments ? "partial" : "unfulfilled") : word;
}

/** What an unshipped order is, by its money. Authorised is confirmed: the merchant captures when shipping. */
export const HUB_STATUS_BY_FINANCIAL: Record<string, HubStatus> = {
  pending: "PENDING",
  voided: "PENDING",
  expired: "PENDING",
  authorized: "CONFIRMED",
  partially_paid: "CONFIRMED",
  paid: "CONFIRMED",
  partially_refunded: "CONFIRMED",
  refunded: "CONFIRMED",
};

export interface StatusFacts {
  isCancelled: boolean;
  /** Shopify's, in lower case. */
  financialStatus: string | null;
  fulfillmentStatus: FulfillmentWord;
  /** Shipment statuses of the fulfilments that stand (not cancelled, not failed). */
  shipmentStatuses: readonly (string | null)[];
  /** Every unit that was ordered came back as a return. Money refunded alone says nothing about the goods. */
  isAllReturned: boolean;
}

/**
 * The mapping. First match wins: cancelled, returned, then how far the parcels are (delivered only when everything is shipped and every
 * parcel's carrier says so: `fulfilled` means shipped), then the money.
 */
export function hubStatusOf(facts: StatusFacts): HubStatus {
  if (facts.isCancelled) return "CANCELLED";
  if (facts.isAllReturned) return "RETURNED";
  if (facts.fulfillmentStatus === "fulfilled") return shippedStatus(facts.shipmentStatuses);
  if (facts.fulfillmentStatus === "partial") return "PROCESSING";
  return HUB_STATUS_BY_FINANCIAL[facts.financialStatus ?? "pending"] ?? "PENDING";
}
