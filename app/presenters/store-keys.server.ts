/** The cards of a store with REST keys: when it is asked, how its webhooks are, and what was said between us. */
import { getConnection } from "#app/data/connections.server.ts";
import type { Database } from "#app/data/database.ts";
import { listPollStates } from "#app/data/poll-states.server.ts";
import { listConnectionLog, type LogRow } from "#app/data/store-integrations.server.ts";
import { listSubscriptions } from "#app/data/webhooks-registry.server.ts";
import { explainFailure } from "#app/domain/failure-catalogue.ts";
import { SYNC_MINUTES } from "#app/domain/store-connection.ts";
import { type Stamp, stampOf } from "#app/lib/stamp.ts";
import { readStoreSettings } from "#app/services/woocommerce/store-settings.ts";
import { commandWords } from "./activity-words.ts";
import { midSentence, topicName } from "./names.ts";

export interface StoreKeysView {
  connectionId: string;
  isOn: boolean;
  minutes: number;
  /** By what is asked for. */
  looks: { entity: string; last: Stamp | null; next: Stamp; found: number; problem: { reason: string; remedy: string } | null }[];
  webhooks: { topic: string; status: string; message: string | null }[];
}

type At = { timeZone: string | null; now: number };
const LOOKED_FOR: Record<string, string> = { orders: "Orders", products: "Products" };

/** null: the store has no keys, so nobody asks it. */
export async function presentStoreKeys(db: Database, merchantId: string, connectionId: string, { timeZone, now }: At): Promise<StoreKeysView | null> {
  const connection = await getConnection(db, merchantId, connectionId);
  if (connection?.channel !== "woocommerce" || connection.secret_encrypted === null) return null;
  const [polls, hooks] = await Promise.all([listPollStates(db, merchantId, connectionId), listSubscriptions(db, merchantId, connectionId)]);
  /** Where it does not begin a sentence. */
  const within = (ms: number): Stamp => {
    const stamp = stampOf(ms, timeZone, now);
    return { ...stamp, text: midSentence(stamp) };
  };
  const { auto_sync: isOn = true, sync_every_minutes: minutes = SYNC_MINUTES.usual } = readStoreSettings(connection);
  return {
    connectionId,
    isOn,
    minutes,
    looks: polls.map((poll) => ({
      entity: LOOKED_FOR[poll.entity] ?? poll.entity,
      last: poll.last_polled_at === null ? null : within(poll.last_polled_at),
      next: within(poll.next_poll_at),
      found: poll.found,
      problem: poll.error_code === null ? null : { reason: poll.error_message ?? "", remedy: explainFailure(poll.error_code).remedy },
    })),
    webhooks: hooks.map((hook) => ({ topic: topicName(hook.topic), status: hook.status, message: hook.error_message })),
  };
}

export interface LogLine {
  id: number;
  at: Stamp;
  /** What was done: "GET /orders", "Store tested". */
  title: string;
  /** How it went. */
  outcome: string | null;
  isBad: boolean;
}

const LINES = 50;

/** The newest of what was asked of a store, done with it and gone wrong. */
export async function presentStoreLog(db: Database, merchantId: string, connectionId: string, { timeZone, now }: At): Promise<LogLine[]> {
  const { rows } = await listConnectionLog(db, merchantId, connectionId, { size: LINES });
  return rows.map((row) => ({ id: row.id, at: stampOf(row.at, timeZone, now), ...lineOf(row) }));
}

function lineOf({ kind, action, data }: LogRow): Omit<LogLine, "id" | "at"> {
  if (kind === "command") {
    const { title, extent } = commandWords(action, data);
    return { title, outcome: extent, isBad: false };
  }
  const facts = JSON.parse(data) as { path?: string; status?: number | null; duration_ms?: number; message?: string; error_code?: string };
  if (kind === "error") return { title: explainFailure(action).title, outcome: facts.message ?? null, isBad: true };
  // What a test asks to learn whether it may write: of nothing, so that a refusal of the number is the good answer.
  if (/^PUT .*\/\{id\}$/.test(action) && facts.path?.endsWith("/0") && (facts.error_code === "source_gone" || facts.error_code === "store_refused"))
    return { title: `PUT ${facts.path}`, outcome: "Tried only whether it is allowed: it is", isBad: false };
  const took = facts.duration_ms === undefined ? [] : [`${facts.duration_ms.toLocaleString("en-GB")} ms`];
  const said =
    facts.message === undefined ? [facts.status === undefined || facts.status === null ? "answered" : String(facts.status)] : [facts.message];
  return {
    title: facts.path === undefined ? action : `${action.split(" ")[0] ?? ""} ${facts.path}`,
    outcome: [...said, ...took].join(" · "),
    isBad: facts.message !== undefined,
  };
}
