/** The one API version whose schema is here. */
export const API_VERSION = "2026-10";
export const WEBHOOK_API_VERSION = API_VERSION;
