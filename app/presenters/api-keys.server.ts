/** The API keys page: each key with what it may do and whether it is in use; how much of this hour's calls is left. */
import { LIMITS, WINDOW_MS } from "#app/api/quota.server.ts";
import { listApiKeys, type ApiKeyRow } from "#app/data/api-keys.server.ts";
import type { Database } from "#app/data/database.ts";
import { listQuotaWindows } from "#app/data/quota.server.ts";
import { isUsable, keyState, scopesOf, type ApiScope, type KeyMode, type KeyState } from "#app/domain/api-key.ts";
import { type Stamp, stampOf } from "#app/lib/stamp.ts";
import { midSentence } from "./names.ts";

export interface KeyItem {
  id: string;
  name: string;
  /** "cd_live_Ab3x…" */
  shown: string;
  mode: KeyMode;
  may: string;
  state: KeyState;
  isUsable: boolean;
  canReplace: boolean;
  madeBy: string;
  createdAt: Stamp;
  lastUsed: Stamp | null;
  /** When it ends, or when it ended. */
  ends: Stamp | null;
  /** "120 of 1,000 calls this hour" */
  calls: string | null;
}

export interface ApiKeysView {
  keys: KeyItem[];
  /** Keys that work no longer, newest first; only the latest few. */
  former: KeyItem[];
  endpoint: string;
  /** Of all keys together. */
  calls: { used: string; limit: string; isFull: boolean; resetsAt: Stamp } | null;
}

const SCOPE_WORDS: Record<ApiScope, string> = { "events:write": "send events", read: "read", write: "write" };
const MOST_FORMER = 20;
const number = (value: number): string => value.toLocaleString("en-GB");

export async function presentApiKeys(
  db: Database,
  merchantId: string,
  at: { timeZone: string | null; now: number; appUrl: string },
): Promise<ApiKeysView> {
  const { timeZone, now, appUrl } = at;
  const rows = await listApiKeys(db, merchantId);
  const counted = [`merchant:${merchantId}`, ...rows.filter((row) => isUsable(row, now)).map((row) => `key:${row.id}`)];
  const windows = await listQuotaWindows(db, merchantId, counted, now - WINDOW_MS);
  const used = new Map(windows.map((window) => [window.id, window]));
  const items = rows.map((row) => keyItem(row, used.get(`key:${row.id}`)?.used ?? 0, timeZone, now));
  const all = used.get(`merchant:${merchantId}`);
  return {
    keys: items.filter((key) => key.isUsable),
    former: items.filter((key) => !key.isUsable).slice(0, MOST_FORMER),
    endpoint: `${appUrl}/webhooks/commerce/event`,
    calls: all
      ? {
          used: number(all.used),
          limit: number(LIMITS.merchant),
          isFull: all.used >= LIMITS.merchant,
          resetsAt: momentOf(all.started_at + WINDOW_MS, timeZone, now),
        }
      : null,
  };
}

function keyItem(row: ApiKeyRow, used: number, timeZone: string | null, now: number): KeyItem {
  const state = keyState(row, now);
  return {
    id: row.id,
    name: row.name,
    shown: `${row.prefix}…`,
    mode: row.mode as KeyMode,
    may: wordsOf(scopesOf(row.scopes)),
    state,
    isUsable: isUsable(row, now),
    canReplace: state === "active",
    madeBy: row.created_by === "operator" ? "by whoever runs this installation" : "here",
    createdAt: momentOf(row.created_at, timeZone, now),
    lastUsed: momentOrNull(row.last_used_at, timeZone, now),
    ends: momentOrNull(row.revoked_at ?? row.expires_at, timeZone, now),
    calls: isUsable(row, now) && used > 0 ? `${number(used)} of ${number(LIMITS.key)} calls this hour` : null,
  };
}

/** All of them stand within a sentence: "made today at 10:00". */
function momentOf(ms: number, timeZone: string | null, now: number): Stamp {
  const stamp = stampOf(ms, timeZone, now);
  return { ...stamp, text: midSentence(stamp) };
}
const momentOrNull = (ms: number | null, timeZone: string | null, now: number): Stamp | null => (ms === null ? null : momentOf(ms, timeZone, now));

/** "Send events, read" */
const wordsOf = (scopes: readonly ApiScope[]): string => {
  const text = scopes.map((scope) => SCOPE_WORDS[scope]).join(", ");
  return text.charAt(0).toUpperCase() + text.slice(1);
};
