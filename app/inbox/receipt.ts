/** What ingest hands to the inbox, and what the inbox answers. HTTP status is decided from the answer in one place (ingest/respond.ts). */

export interface Receipt {
  channel: string;
  /** The channel's name for the account: a shop domain. */
  account: string;
  mode: "live" | "test";
  topic: string;
  dedupeKey: string;
  sourceEventId: string | null;
  /** Epoch milliseconds by the source's clock. */
  triggeredAt: number | null;
  /** The headers worth keeping, as JSON. */
  headers: string;
  body: Uint8Array;
  receivedAt: number;
  /** Compliance topics and app/uninstalled are taken from disconnected and from unknown accounts too. */
  isAlwaysAccepted: boolean;
  /** backfill: history, which has no effects; live where it is left out. */
  origin?: "live" | "backfill";
}

export type StoreOutcome =
  | { kind: "stored"; deliveryId: number }
  /** The same key and body again: nothing changed. `deliveryId` is that of the first one. */
  | { kind: "repeat"; deliveryId: number }
  /** The same key with another body: kept beside the first, held for a person. */
  | { kind: "conflict"; deliveryId: number; firstId: number }
  | { kind: "inactive"; connectionId: string }
  | { kind: "unknown_account" };
