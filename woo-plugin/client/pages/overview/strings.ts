import { __, sprintf } from "@wordpress/i18n";

export const strings = {
  title: () => __("Overview", "crossdock"),
  lead: () => __("What Crossdock has received from this shop and what became of it.", "crossdock"),
  figures: (hours: number) =>
    /* translators: %d: number of hours */
    sprintf(__("The last %d hours", "crossdock"), hours),
  received: () => __("Received", "crossdock"),
  completed: () => __("Done", "crossdock"),
  waiting: () => __("Waiting", "crossdock"),
  held: () => __("On hold", "crossdock"),
  failed: () => __("Failed", "crossdock"),
  here: () => __("Waiting on this site", "crossdock"),
  problems: () => __("Look at the problems", "crossdock"),
  latest: () => __("Received last", "crossdock"),
  what: () => __("What happened", "crossdock"),
  order: () => __("Order", "crossdock"),
  state: () => __("State", "crossdock"),
  when: () => __("When", "crossdock"),
  none: () => __("Crossdock has not received anything yet", "crossdock"),
  noneText: () => __("The next change in this shop appears here. You can also send the history, or a test event from the outbox.", "crossdock"),
  history: () => __("Send the history", "crossdock"),
  outbox: () => __("Open the outbox", "crossdock"),
};
