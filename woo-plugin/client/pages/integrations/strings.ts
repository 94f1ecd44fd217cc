import { __ } from "@wordpress/i18n";

export const strings = {
  title: () => __("Integrations", "crossdock"),
  lead: () => __("What is connected to your Crossdock account.", "crossdock"),
  list: () => __("Integrations", "crossdock"),
  name: () => __("Name", "crossdock"),
  platform: () => __("Kind", "crossdock"),
  state: () => __("State", "crossdock"),
  lastSync: () => __("Last heard of", "crossdock"),
  active: () => __("Active", "crossdock"),
  none: () => __("Nothing is connected yet", "crossdock"),
};
