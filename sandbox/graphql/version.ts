/** The one API version whose schema is here; webhooks are written for it too. */
export const API_VERSION = "2026-10";
