import { __ } from "@wordpress/i18n";
import type { Entity } from "../../api/types";

export const strings = {
  title: () => __("What is sent", "crossdock"),
  lead: () => __("Choose what this shop tells Crossdock. A change holds from the next event on; what was sent before stays there.", "crossdock"),
  entity: (entity: Entity): string =>
    ({
      order: __("Orders", "crossdock"),
      product: __("Products and stock", "crossdock"),
      customer: __("Customers", "crossdock"),
      order_note: __("Order notes", "crossdock"),
    })[entity],
  help: (entity: Entity): string =>
    ({
      order: __("Number, status, lines, totals, refunds, and the buyer's name, addresses, e-mail and phone.", "crossdock"),
      product: __("Names, prices, SKUs, variations and how many are in stock. No personal data.", "crossdock"),
      customer: __("Name, addresses, e-mail and phone of registered customers.", "crossdock"),
      order_note: __("The notes on an order, yours and those the customer sees.", "crossdock"),
    })[entity],
  save: () => __("Save", "crossdock"),
  saved: () => __("Saved.", "crossdock"),
  unsaved: () => __("You have changes that are not saved.", "crossdock"),
  withoutOrders: () => __("Without orders there is nothing to bring to your other channels, and notes are not sent either.", "crossdock"),
};
