import { __ } from "@wordpress/i18n";
import type { DeliveryStatus } from "../api/hub";
import type { Tone } from "./badge";

export const deliveryWord = (status: DeliveryStatus): string =>
  ({
    pending: __("Waiting", "crossdock"),
    processing: __("In work", "crossdock"),
    completed: __("Done", "crossdock"),
    held: __("On hold", "crossdock"),
    failed: __("Failed, will be tried again", "crossdock"),
    dead: __("Needs you", "crossdock"),
  })[status] ?? status;

export const deliveryTone = (status: DeliveryStatus): Tone =>
  (({ pending: "wait", processing: "wait", completed: "good", held: "wait", failed: "bad", dead: "bad" }) as const)[status] ?? "quiet";
