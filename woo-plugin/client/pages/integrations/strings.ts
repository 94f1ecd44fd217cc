import { __ } from "@wordpress/i18n";

export const strings = {
  title: () => __("Integrations", "crossdock"),
  lead: () => __("What is connected to your Crossdock account.", "crossdock"),
  list: () => __("Integrations", "crossdock"),
  name: () => __("Name", "crossdock"),
  platform: () => __("Kind", "crossdock"),
  state: () => __("State", "crossdock"),
  lastSync: () => __("Last heard of", "crossdock"),
  thisStore: () => __("(this shop)", "crossdock"),
  stateWord: (status: string): string => {
    const words: Record<string, string> = {
      active: __("Active", "crossdock"),
      paused: __("Paused", "crossdock"),
      inactive: __("Disconnected", "crossdock"),
      error: __("Needs you", "crossdock"),
    };
    return words[status] ?? status;
  },
  none: () => __("Nothing is connected yet", "crossdock"),
};
