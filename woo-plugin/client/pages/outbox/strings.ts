import { __, _n, sprintf } from "@wordpress/i18n";
import type { EventStatus } from "../../api/types";

export const strings = {
  title: () => __("Outbox", "crossdock"),
  lead: () => __("Every change of this shop as an event: numbered without holes, kept until Crossdock has confirmed it.", "crossdock"),
  test: () => __("Send a test event", "crossdock"),
  testSent: (seq: number, note: string) =>
    /* translators: 1: number of the event, 2: what became of it */
    sprintf(__("Test event no. %1$d: %2$s", "crossdock"), seq, note),
  search: () => __("Search by number, topic or id", "crossdock"),
  status: (status: EventStatus | "all"): string =>
    ({
      all: __("All", "crossdock"),
      pending: __("Waiting", "crossdock"),
      sent: __("Sent", "crossdock"),
      failed: __("Failed", "crossdock"),
    })[status],
  filterLabel: () => __("Show", "crossdock"),
  list: () => __("Events", "crossdock"),
  event: () => __("Event", "crossdock"),
  topic: () => __("What happened", "crossdock"),
  state: () => __("State", "crossdock"),
  created: () => __("Created", "crossdock"),
  actions: () => __("Actions", "crossdock"),
  number: (seq: number) =>
    /* translators: %d: number of the event */
    sprintf(__("No. %d", "crossdock"), seq),
  nextTry: () => __("Next try:", "crossdock"),
  attempts: (count: number) =>
    /* translators: %d: number of attempts */
    sprintf(_n("%d attempt", "%d attempts", count, "crossdock"), count),
  payload: () => __("Payload", "crossdock"),
  payloadOf: (seq: number) =>
    /* translators: %d: number of the event */
    sprintf(__("Payload of event no. %d", "crossdock"), seq),
  resend: () => __("Resend", "crossdock"),
  resendOf: (seq: number) =>
    /* translators: %d: number of the event */
    sprintf(__("Resend event no. %d", "crossdock"), seq),
  resent: (count: number) =>
    /* translators: %d: number of events */
    sprintf(_n("%d event is sent again.", "%d events are sent again.", count, "crossdock"), count),
  resendFailed: (count: number) =>
    /* translators: %d: number of events */
    sprintf(_n("Resend the failed one (%d)", "Resend all failed (%d)", count, "crossdock"), count),
  oldest: () => __("The oldest has been waiting for", "crossdock"),
  empty: () => __("Nothing has been sent yet", "crossdock"),
  emptyText: () => __("As soon as an order, a product or a customer changes, its event is here. To try it out, send a test event.", "crossdock"),
  noMatch: () => __("No event matches", "crossdock"),
  noMatchText: () => __("Try another word, or show all.", "crossdock"),
  close: () => __("Close", "crossdock"),
};
