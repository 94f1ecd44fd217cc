/** Statuses as badges: always with a word, never by colour alone. */
import { Badge, type BadgeProps } from "@shopify/polaris";

type Look = { text: string; tone?: BadgeProps["tone"]; progress?: BadgeProps["progress"] };

const WORK: Record<string, Look> = {
  pending: { text: "Waiting", tone: "info", progress: "incomplete" },
  processing: { text: "In work", tone: "info", progress: "partiallyComplete" },
  completed: { text: "Completed", tone: "success", progress: "complete" },
  held: { text: "On hold", tone: "attention", progress: "incomplete" },
  failed: { text: "Will retry", tone: "warning", progress: "partiallyComplete" },
  dead: { text: "Failed", tone: "critical" },
  outcome_unknown: { text: "Outcome unknown", tone: "warning" },
  cancelled: { text: "Cancelled" },
  retry: { text: "Failed, retried", tone: "warning" },
  requeued: { text: "Put back", tone: "info" },
};
const LINKS: Record<string, Look> = {
  active: { text: "Active", tone: "success" },
  inactive: { text: "Inactive" },
  error: { text: "Error", tone: "critical" },
  waiting: { text: "Waiting", tone: "info", progress: "incomplete" },
};
const HUB: Record<string, Look> = {
  PENDING: { text: "Pending", tone: "attention" },
  CONFIRMED: { text: "Confirmed", tone: "info" },
  PROCESSING: { text: "Processing", tone: "info" },
  PICKED: { text: "Picked", tone: "info" },
  PACKED: { text: "Packed", tone: "info" },
  SHIPPED: { text: "Shipped", tone: "success" },
  OUT_FOR_DELIVERY: { text: "Out for delivery", tone: "success" },
  DELIVERED: { text: "Delivered", tone: "success" },
  CANCELLED: { text: "Cancelled" },
  RETURNED: { text: "Returned", tone: "warning" },
};
/** "Out for delivery": a hub status where it stands in a sentence or a list. */
export const hubStatusName = (status: string): string => HUB[status]?.text ?? status;

const PAYMENT: Record<string, Look> = {
  paid: { text: "Paid", progress: "complete" },
  pending: { text: "Payment pending", tone: "warning", progress: "incomplete" },
  authorized: { text: "Authorised", tone: "attention", progress: "partiallyComplete" },
  partially_paid: { text: "Partly paid", tone: "warning", progress: "partiallyComplete" },
  refunded: { text: "Refunded", progress: "complete" },
  partially_refunded: { text: "Partly refunded", progress: "partiallyComplete" },
  voided: { text: "Voided", progress: "complete" },
  expired: { text: "Expired", tone: "critical" },
};
const FULFILLMENT: Record<string, Look> = {
  fulfilled: { text: "Fulfilled", progress: "complete" },
  partial: { text: "Partly fulfilled", tone: "warning", progress: "partiallyComplete" },
  partially_fulfilled: { text: "Partly fulfilled", tone: "warning", progress: "partiallyComplete" },
  success: { text: "Fulfilled", progress: "complete" },
  delivered: { text: "Delivered", tone: "success" },
  in_transit: { text: "In transit", tone: "info" },
  out_for_delivery: { text: "Out for delivery", tone: "info" },
  failure: { text: "Failed", tone: "critical" },
  unfulfilled: { text: "Unfulfilled", tone: "attention", progress: "incomplete" },
  never_fulfilled: { text: "Unfulfilled" },
  restocked: { text: "Restocked" },
  on_hold: { text: "On hold", tone: "warning" },
  in_progress: { text: "In progress", tone: "info", progress: "partiallyComplete" },
};
/** A CSV import, and one row of it. */
const IMPORT: Record<string, Look> = {
  mapping: { text: "Columns to choose", tone: "attention", progress: "incomplete" },
  ready: { text: "Ready to import", tone: "info", progress: "incomplete" },
  importing: { text: "Importing", tone: "info", progress: "partiallyComplete" },
  completed: { text: "Imported", tone: "success", progress: "complete" },
  failed: { text: "Stopped", tone: "critical" },
  undoing: { text: "Being undone", tone: "info", progress: "partiallyComplete" },
  undone: { text: "Undone" },
};
const ROW: Record<string, Look> = {
  imported: { text: "Imported", tone: "success" },
  unchanged: { text: "Was known already" },
  undone: { text: "Undone" },
  kept: { text: "Left as it is", tone: "attention" },
};
/** A message to a customer, or from one. */
const MESSAGE: Record<string, Look> = {
  planned: { text: "Planned", tone: "info", progress: "incomplete" },
  sending: { text: "Being sent", tone: "info", progress: "partiallyComplete" },
  sent: { text: "Sent", progress: "partiallyComplete" },
  delivered: { text: "Arrived", tone: "success", progress: "complete" },
  read: { text: "Read", tone: "success", progress: "complete" },
  received: { text: "Answer", tone: "magic" },
  withdrawn: { text: "Withdrawn" },
  skipped_too_late: { text: "Too late", tone: "attention" },
  no_address: { text: "No address", tone: "attention" },
  failed: { text: "Not sent", tone: "critical" },
  outcome_unknown: { text: "Not certain", tone: "warning" },
};
const KEY: Record<string, Look> = {
  active: { text: "Active", tone: "success" },
  replaced: { text: "Replaced, ends soon", tone: "attention" },
  expired: { text: "Expired" },
  revoked: { text: "Revoked" },
};
const KINDS = {
  key: KEY,
  work: WORK,
  link: LINKS,
  hub: HUB,
  payment: PAYMENT,
  fulfillment: FULFILLMENT,
  import: IMPORT,
  row: ROW,
  message: MESSAGE,
} as const;
export type StatusKind = keyof typeof KINDS;

/** The word for a status; an unknown one is shown as it is. */
export function lookOf(kind: StatusKind, status: string): Look {
  const known = KINDS[kind][status] ?? KINDS[kind][status.toLowerCase()];
  const plain = status.replace(/_/g, " ").toLowerCase();
  return known ?? { text: plain.charAt(0).toUpperCase() + plain.slice(1) };
}

export function StatusBadge({ kind, status }: { kind: StatusKind; status: string }) {
  const { text, tone, progress } = lookOf(kind, status);
  return (
    <Badge {...(tone ? { tone } : {})} {...(progress ? { progress } : {})}>
      {text}
    </Badge>
  );
}
