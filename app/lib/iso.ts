/** Epoch milliseconds as ISO 8601 text, UTC: how times are written outside the pages. */
export const iso = (ms: number): string => new Date(ms).toISOString();
export const isoOrNull = (ms: number | null | undefined): string | null => (ms === null || ms === undefined ? null : iso(ms));
