import { NO_SOURCE, type Channel } from "../contract.ts";
import { interpret } from "./interpret.ts";
import { TOPICS } from "./topics.ts";

export const api: Channel = {
  name: "api",
  label: "Event API",
  topics: TOPICS,
  interpret,
  ...NO_SOURCE,
};
