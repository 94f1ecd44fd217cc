import { __ } from "@wordpress/i18n";

export const strings = {
  title: () => __("Connection", "crossdock"),
  lead: () => __("How this shop is connected, and how to change or end that.", "crossdock"),
  account: () => __("Account", "crossdock"),
  hub: () => __("Crossdock server", "crossdock"),
  site: () => __("This shop", "crossdock"),
  id: () => __("Connection", "crossdock"),
  version: () => __("Plugin version", "crossdock"),
  unknown: () => __("not known", "crossdock"),
  rotateTitle: () => __("Signing secret", "crossdock"),
  rotateText: () =>
    __(
      "Every message is signed with a secret that only this site and Crossdock know. Renew it when somebody may have read the database of the site.",
      "crossdock",
    ),
  rotate: () => __("Renew the secret", "crossdock"),
  rotated: () => __("The secret is renewed. The old one ends after 24 hours.", "crossdock"),
  dataTitle: () => __("When the plugin is deleted", "crossdock"),
  keep: () => __("Keep the outbox and the connection", "crossdock"),
  keepHelp: () =>
    __(
      "Switched on: when you delete the plugin, its tables stay, and installing it again goes on where it stopped. Switched off: everything of the plugin is deleted with it.",
      "crossdock",
    ),
  keepSaved: () => __("Saved.", "crossdock"),
  disconnectTitle: () => __("Disconnect", "crossdock"),
  disconnectText: () =>
    __(
      "Nothing is sent any more. What Crossdock has received stays in your account there. You can connect again with a new pairing code.",
      "crossdock",
    ),
  disconnect: () => __("Disconnect this shop", "crossdock"),
  disconnectQuestion: () => __("Disconnect this shop?", "crossdock"),
  disconnected: () => __("Disconnected. Nothing is sent any more.", "crossdock"),
};
