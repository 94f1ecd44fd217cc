import { __, sprintf } from "@wordpress/i18n";
import type { KeyScope } from "../../api/hub";

export const strings = {
  title: () => __("API keys", "crossdock"),
  lead: () => __("A key lets another program send orders to your Crossdock account and read them. Give each program a key of its own.", "crossdock"),
  name: () => __("Name of the program", "crossdock"),
  nameHelp: () => __("For example “Warehouse”. Only you see it.", "crossdock"),
  mode: () => __("What the key is for", "crossdock"),
  live: () => __("Real data", "crossdock"),
  test: () => __("Tests", "crossdock"),
  create: () => __("Make a key", "crossdock"),
  created: () => __("This is the key. It is shown only now: copy it to where it is needed.", "crossdock"),
  key: () => __("Key", "crossdock"),
  done: () => __("I have copied it", "crossdock"),
  list: () => __("Keys", "crossdock"),
  nameColumn: () => __("Name", "crossdock"),
  begins: () => __("Begins with", "crossdock"),
  used: () => __("Last used", "crossdock"),
  made: () => __("Made", "crossdock"),
  state: () => __("State", "crossdock"),
  actions: () => __("Actions", "crossdock"),
  valid: () => __("Valid", "crossdock"),
  revokedState: () => __("Revoked", "crossdock"),
  replaced: () => __("Replaced, still valid", "crossdock"),
  may: () => __("What it may do", "crossdock"),
  scope: (scope: KeyScope): string =>
    ({
      "events:write": __("Send events", "crossdock"),
      read: __("Read", "crossdock"),
      write: __("Write", "crossdock"),
    })[scope] ?? scope,
  expired: () => __("Expired", "crossdock"),
  revoke: () => __("Revoke", "crossdock"),
  revokeQuestion: (name: string) =>
    /* translators: %s: name of a key */
    sprintf(__("Revoke the key “%s”?", "crossdock"), name),
  revokeText: () => __("The program that uses it can no longer send or read. That cannot be undone.", "crossdock"),
  revoked: () => __("The key is revoked.", "crossdock"),
  none: () => __("No keys", "crossdock"),
  noneText: () => __("You need one only when another program should use your account.", "crossdock"),
};
