import { __ } from "@wordpress/i18n";
import type { HubOrder } from "../api/hub";

/** What keeps an order from going on, in a sentence; null when nothing does. */
export function orderProblem(order: HubOrder): string | null {
  if (order.deleted_at !== null) return __("Deleted in the shop.", "crossdock");
  if (order.quarantine !== null) return __("The sums of this order do not add up, so it is not written to other systems.", "crossdock");
  return null;
}
