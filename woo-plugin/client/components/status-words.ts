import { __ } from "@wordpress/i18n";

/** An order's status at Crossdock in plain words; one that is not known here is shown as it is. */
export function statusWord(status: string): string {
  const words: Record<string, string> = {
    PENDING: __("Pending", "crossdock"),
    CONFIRMED: __("Confirmed", "crossdock"),
    PROCESSING: __("Processing", "crossdock"),
    PICKED: __("Picked", "crossdock"),
    PACKED: __("Packed", "crossdock"),
    SHIPPED: __("Shipped", "crossdock"),
    OUT_FOR_DELIVERY: __("Out for delivery", "crossdock"),
    DELIVERED: __("Delivered", "crossdock"),
    CANCELLED: __("Cancelled", "crossdock"),
    RETURNED: __("Returned", "crossdock"),
  };
  return words[status] ?? status;
}
