import { __ } from "@wordpress/i18n";

export const strings = {
  title: () => __("Is this a copy of your shop?", "crossdock"),
  lead: () => __("The address of this site is not the one that was connected. Until you answer, nothing is sent from here.", "crossdock"),
  original: () => __("Connected address", "crossdock"),
  current: () => __("This site's address", "crossdock"),
  copyTitle: () => __("This is a copy", "crossdock"),
  copyText: () =>
    __(
      "For testing or staging. It is disconnected here and sends nothing; your real shop stays connected and goes on as before. You can connect the copy as a shop of its own.",
      "crossdock",
    ),
  copyButton: () => __("It is a copy", "crossdock"),
  movedTitle: () => __("The shop has moved here", "crossdock"),
  movedText: () =>
    __(
      "The old address is no longer in use. Crossdock keeps the connection and what it has sent, and uses the new address from now on.",
      "crossdock",
    ),
  movedButton: () => __("The shop has moved", "crossdock"),
  copyDone: () => __("This copy sends nothing. Your real shop is not affected.", "crossdock"),
  movedDone: () => __("The connection now belongs to the new address.", "crossdock"),
};
