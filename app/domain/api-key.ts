/** Keys for the event API and REST: their form, their rights, and what state one is in. */

/** live | test: what is sent with a test key goes to the test space. */
export const KEY_MODES = ["live", "test"] as const;
export type KeyMode = (typeof KEY_MODES)[number];

/** What a key may do. Shown to merchants by `SCOPE_WORDS`. */
export const API_SCOPES = ["events:write", "read", "write"] as const;
export type ApiScope = (typeof API_SCOPES)[number];

/** The test space has events only: a test key, which lies about in scripts, reads nobody's orders. */
export const SCOPES_OF_MODE: Record<KeyMode, readonly ApiScope[]> = { live: API_SCOPES, test: ["events:write"] };

/** How many keys a merchant may have that still work. */
export const MOST_KEYS = 50;
export const MAX_KEY_NAME = 100;
/** How long a replaced key goes on working unless something else is asked for: time to put the new one everywhere. */
export const ROTATION_OVERLAP_MS = 24 * 3_600_000;

/** `cd_live_` or `cd_test_` and 32 characters of base 62: 190 bits. */
const KEY = /^cd_(live|test)_[0-9A-Za-z]{32}$/;
export const isKeyForm = (text: string): boolean => KEY.test(text);

/** Stored comma-separated; a word of a newer version counts for nothing. */
export const scopesOf = (stored: string): ApiScope[] => API_SCOPES.filter((scope) => stored.split(",").includes(scope));

export interface KeyDates {
  expires_at: number | null;
  revoked_at: number | null;
  replaced_by: string | null;
}

/** replaced: it still works, but another took its place and its end is near. */
export type KeyState = "active" | "replaced" | "expired" | "revoked";

export function keyState({ expires_at, revoked_at, replaced_by }: KeyDates, now: number): KeyState {
  if (revoked_at !== null) return "revoked";
  if (expires_at !== null && expires_at <= now) return "expired";
  return replaced_by === null ? "active" : "replaced";
}

export const isUsable = (key: KeyDates, now: number): boolean => ["active", "replaced"].includes(keyState(key, now));
