import { __, sprintf } from "@wordpress/i18n";
import type { Entity } from "../../api/types";

export const strings = {
  title: () => __("History", "crossdock"),
  lead: () =>
    __(
      "Sends what was in the shop before it was connected. It runs in small steps beside the shop's own work. History causes no messages and changes nothing elsewhere.",
      "crossdock",
    ),
  entity: (entity: Entity): string =>
    ({
      order: __("Orders", "crossdock"),
      product: __("Products", "crossdock"),
      customer: __("Customers", "crossdock"),
      order_note: __("Order notes", "crossdock"),
    })[entity],
  choose: () => __("What to send", "crossdock"),
  start: () => __("Send the history", "crossdock"),
  startAgain: () => __("Send it again", "crossdock"),
  started: () => __("The history is being sent.", "crossdock"),
  cancel: () => __("Stop", "crossdock"),
  cancelQuestion: () => __("Stop sending the history?", "crossdock"),
  cancelText: () => __("What was sent stays sent. You can start again later; nothing is counted twice.", "crossdock"),
  cancelled: () => __("Stopped.", "crossdock"),
  none: () => __("The history has not been sent", "crossdock"),
  noneText: () => __("New changes are sent in any case.", "crossdock"),
  running: () => __("Under way", "crossdock"),
  begun: () => __("Started:", "crossdock"),
  waiting: () => __("It waits until what is in the outbox has been sent.", "crossdock"),
  done: () => __("Finished", "crossdock"),
  stopped: () => __("Stopped", "crossdock"),
  progress: (done: number, total: number) =>
    /* translators: 1: number done, 2: number in all */
    sprintf(__("%1$d of %2$d", "crossdock"), done, total),
  nothing: () => __("Choose at least one.", "crossdock"),
};
