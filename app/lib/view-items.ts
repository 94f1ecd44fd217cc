/** What presenters hand to components: named here because a component knows no presenter, and stated once. */
import type { Stamp } from "./stamp.ts";

/** An order as lists show it. */
export interface OrderItem {
  id: string;
  orderRef: string;
  customer: string;
  total: string;
  hubStatus: string;
  payment: string | null;
  fulfillment: string | null;
  isQuarantined: boolean;
  isTest: boolean;
  isDeleted: boolean;
  createdAt: Stamp;
}

/** The last 24 hours in figures. */
export interface Statistics {
  operations: number;
  /** Null when nothing was finished: no work is not a success. */
  successRate: string | null;
  failed: number;
  /** Waiting or in work now, including what waits for its next attempt. */
  pending: number;
  held: number;
  /** Gave up, not only in the last 24 hours. */
  needsAttention: number;
  records: number;
  retried: number;
}

/** A line of the activity log. */
export interface ActivityItem {
  key: string;
  type: string;
  /** What it was about: an order number, a topic. */
  about: string | null;
  status: string;
  /** How much it changed or concerned, in words; null where that says nothing. */
  extent: string | null;
  at: Stamp;
  url: string | null;
}
