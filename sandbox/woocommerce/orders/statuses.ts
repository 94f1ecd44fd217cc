import type { WooStore } from "../types.ts";

/** WooCommerce's own, in its order, with the words of its notes. */
const LABELS: Record<string, string> = {
  pending: "Pending payment",
  processing: "Processing",
  "on-hold": "On hold",
  completed: "Completed",
  cancelled: "Cancelled",
  refunded: "Refunded",
  failed: "Failed",
  "checkout-draft": "Draft",
};

export const statusLabel = (store: WooStore, status: string): string => LABELS[status] ?? store.custom_statuses[status] ?? status;

/** What an order may be written with. */
export const writableStatuses = (store: WooStore): string[] => ["auto-draft", ...Object.keys(LABELS), ...Object.keys(store.custom_statuses)];

/** What a list may be asked for. */
export const listableStatuses = (store: WooStore): string[] => ["any", "trash", ...writableStatuses(store)];

/** "any" leaves the trash out, but not the drafts of checkouts. */
export const isShownByDefault = (status: string): boolean => status !== "trash" && status !== "auto-draft";

export const isPaidStatus = (status: string): boolean => status === "processing" || status === "completed";
/** Those in which an order's goods are out of stock. */
export const holdsStock = (status: string): boolean => isPaidStatus(status) || status === "on-hold";
/** Those that give the goods back. */
export const releasesStock = (status: string): boolean => status === "cancelled" || status === "pending";
