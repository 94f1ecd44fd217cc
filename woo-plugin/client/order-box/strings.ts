import { __ } from "@wordpress/i18n";

export const strings = {
  status: () => __("Status at Crossdock:", "crossdock"),
  problem: () => __("Problem:", "crossdock"),
  unknown: () => __("Crossdock does not know this order yet.", "crossdock"),
  loading: () => __("Asking Crossdock …", "crossdock"),
  unreachable: () => __("Crossdock could not be asked just now. That does not affect the order.", "crossdock"),
  timeline: () => __("What happened to it", "crossdock"),
};
