/** Everything whose stored deliveries can be read: every channel, and every connector whose service reports back. */
import { CONNECTORS } from "#app/connectors/all.ts";
import type { Connector } from "#app/connectors/contract.ts";
import { CHANNELS } from "./all.ts";
import { NO_SOURCE, type Channel } from "./contract.ts";

/** A connector's reports seen as a channel's deliveries: told, with nobody to ask for more, and nothing for the merchant to choose. */
function reportsOf({ name, label, reports }: Connector): Channel[] {
  if (reports === null) return [];
  return [
    {
      ...NO_SOURCE,
      name,
      label,
      topics: reports.topics.map((topic) => ({ ...topic, entity: null, source: "toml" })),
      interpret: (delivery, connection) => reports.interpret(delivery, connection),
    },
  ];
}

export const READABLE: ReadonlyMap<string, Channel> = new Map(
  [...Object.values(CHANNELS), ...Object.values(CONNECTORS).flatMap(reportsOf)].map((channel) => [channel.name, channel]),
);
