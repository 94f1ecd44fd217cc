import { failure } from "#app/domain/failure.ts";
import { err } from "#app/lib/result.ts";
import { NO_SOURCE, type Channel } from "../contract.ts";
import { TOPICS } from "./topics.ts";

export const woocommerce: Channel = {
  name: "woocommerce",
  label: "WooCommerce",
  topics: TOPICS,
  ...NO_SOURCE,
  interpret: () => err(failure("rejected", "topic_unknown", "Crossdock does not read WooCommerce's deliveries yet.")),
};
