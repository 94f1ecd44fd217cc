import { __ } from "@wordpress/i18n";
import type { LogLevel } from "../../api/types";

export const strings = {
  title: () => __("Logs", "crossdock"),
  lead: () => __("What the plugin wrote down, newest first. No personal data, no keys.", "crossdock"),
  level: (level: LogLevel | ""): string =>
    ({
      "": __("All", "crossdock"),
      error: __("Errors", "crossdock"),
      warning: __("Warnings", "crossdock"),
      info: __("Information", "crossdock"),
      debug: __("Details", "crossdock"),
    })[level],
  filterLabel: () => __("Show", "crossdock"),
  search: () => __("Search in the logs", "crossdock"),
  list: () => __("Log lines", "crossdock"),
  at: () => __("When", "crossdock"),
  kind: () => __("Kind", "crossdock"),
  message: () => __("Message", "crossdock"),
  details: () => __("Details", "crossdock"),
  empty: () => __("Nothing was written down", "crossdock"),
  emptyText: () => __("That is good: the plugin writes when something does not work, and when something important is done.", "crossdock"),
  where: () => __("All logs of the shop are under WooCommerce → Status → Logs, source “crossdock”.", "crossdock"),
  again: () => __("Look again", "crossdock"),
};
