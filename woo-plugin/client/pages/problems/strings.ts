import { __ } from "@wordpress/i18n";

export const strings = {
  title: () => __("Problems", "crossdock"),
  lead: () => __("What Crossdock received but could not finish. Nothing of it is lost.", "crossdock"),
  again: () => __("Try again", "crossdock"),
  tried: () => __("It is being tried again.", "crossdock"),
  notTried: () => __("It is already in work.", "crossdock"),
  todo: () => __("What to do:", "crossdock"),
  none: () => __("No problems", "crossdock"),
  noneText: () => __("Everything that was received is done.", "crossdock"),
  more: () => __("Show more", "crossdock"),
};
