import { __ } from "@wordpress/i18n";

export const strings = {
  title: () => __("Orders", "crossdock"),
  lead: () => __("Each order as Crossdock knows it.", "crossdock"),
  search: () => __("Search by number, name or e-mail", "crossdock"),
  list: () => __("Orders", "crossdock"),
  order: () => __("Order", "crossdock"),
  customer: () => __("Customer", "crossdock"),
  status: () => __("Status at Crossdock", "crossdock"),
  total: () => __("Total", "crossdock"),
  updated: () => __("Last change", "crossdock"),
  problem: () => __("Problem", "crossdock"),
  noProblem: () => __("none", "crossdock"),
  none: () => __("Crossdock knows no order of this shop yet", "crossdock"),
  noneText: () => __("New orders appear by themselves. Older ones come with the history.", "crossdock"),
  history: () => __("Send the history", "crossdock"),
  noMatch: () => __("No order matches", "crossdock"),
  more: () => __("Show older orders", "crossdock"),
};
