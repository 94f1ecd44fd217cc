/** What is still processed for a disconnected, uninstalled or unknown account: people's rights, and the platform's goodbye. */
export const ACCEPTED_WHEN_INACTIVE: ReadonlySet<string> = new Set(["app/uninstalled", "customers/data_request", "customers/redact", "shop/redact"]);
