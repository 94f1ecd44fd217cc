/** The form of an entry of the failure catalogue, and what its button does. */

/** What the button does; null: there is nothing to press. */
export type FailureAction =
  | "replay"
  | "reconnect"
  | "connect"
  | "grant_access"
  | "register_again"
  | "look_at_source"
  | "open_monitor"
  | "open_orders"
  | "open_imports"
  | "open_keys"
  | "open_messages"
  | "open_woocommerce"
  | "read_api"
  | "contact_support"
  | null;

export interface CatalogueEntry {
  title: string;
  happened: string;
  remedy: string;
  action: FailureAction;
}

export const entry = (title: string, happened: string, remedy: string, action: FailureAction = null): CatalogueEntry => ({
  title,
  happened,
  remedy,
  action,
});

export interface FailureLink {
  label: string;
  /** Path at this installation. */
  path: string;
}

/** Where each action is done: the same button on a page, in an answer of the API and in the list of errors. */
export const FAILURE_LINKS: Record<Exclude<FailureAction, null>, FailureLink> = {
  replay: { label: "Show failed deliveries", path: "/app/monitor?status=dead" },
  reconnect: { label: "Open Integrations", path: "/app/integrations" },
  connect: { label: "Open Integrations", path: "/app/integrations" },
  grant_access: { label: "Open Onboarding", path: "/app/onboarding" },
  register_again: { label: "Open Webhooks", path: "/app/webhooks" },
  look_at_source: { label: "Open Orders", path: "/app/orders" },
  open_monitor: { label: "Open Sync monitor", path: "/app/monitor" },
  open_orders: { label: "Open Orders", path: "/app/orders" },
  open_imports: { label: "Open CSV import", path: "/app/imports" },
  open_keys: { label: "Open API keys", path: "/app/settings/keys" },
  open_messages: { label: "Open Messages", path: "/app/settings/messages" },
  open_woocommerce: { label: "Connect WooCommerce", path: "/app/integrations/woocommerce" },
  read_api: { label: "Read the API's documentation", path: "/api/docs" },
  contact_support: { label: "Open Support", path: "/support" },
};

export const linkOf = (entry: CatalogueEntry): FailureLink | null => (entry.action === null ? null : FAILURE_LINKS[entry.action]);
