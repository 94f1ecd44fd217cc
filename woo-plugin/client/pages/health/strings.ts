import { __, sprintf } from "@wordpress/i18n";
import type { CheckState } from "../../api/types";

export const strings = {
  title: () => __("Health", "crossdock"),
  lead: () => __("What could keep this shop and Crossdock from talking to each other, looked at just now.", "crossdock"),
  again: () => __("Look again", "crossdock"),
  allGood: () => __("Everything that was looked at works.", "crossdock"),
  /* translators: 1: number of problems, 2: number of warnings */
  summary: (problems: number, warnings: number) => sprintf(__("Problems: %1$d. Warnings: %2$d.", "crossdock"), problems, warnings),
  lastContact: () => __("Last contact with Crossdock", "crossdock"),
  neverContact: () => __("none yet", "crossdock"),
  meaning: () => __("What it means", "crossdock"),
  remedy: () => __("What to do", "crossdock"),
  cronTitle: () => __("A real cron", "crossdock"),
  cronText: () =>
    __(
      "WordPress works only while somebody visits the site. A cron of the server makes sure that changes leave within minutes also at night. Add one of these lines to the crontab of your server; your host's panel calls it “cron jobs”.",
      "crossdock",
    ),
  state: (state: CheckState): string =>
    ({
      ok: __("Good", "crossdock"),
      warning: __("Warning", "crossdock"),
      problem: __("Problem", "crossdock"),
      unknown: __("Not known", "crossdock"),
    })[state],
};
