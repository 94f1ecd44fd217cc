/**
 * What is stored and processed for a disconnected, uninstalled or unknown account too: people's rights, and the platform's goodbye. One
 * list for the door and for the worker: a request that one takes and the other holds would wait for ever.
 */
export const ALWAYS_ACCEPTED: ReadonlySet<string> = new Set(["app/uninstalled", "customers/data_request", "customers/redact", "shop/redact"]);
