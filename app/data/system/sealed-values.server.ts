/**
 * Every sealed value of the installation, for the rotation of encryption keys. In system/ because keys are not a merchant's. A new column
 * `*_encrypted` must be added here: the test beside this file reads the schema and fails until it is.
 */
import type { SecretBox } from "#app/lib/secret-box.ts";
import type { Database, Tx } from "../database.ts";
import { sql } from "../sql.ts";

/** Each sealed column, with what its values are bound to (see app-credentials.server.ts, sessions.server.ts and services/messages/connector-account.server.ts, services/bridge/site-secret.ts). */
export const SEALED_COLUMNS = [
  { table: "app_credentials", key: "id", column: "secret_encrypted", bindingColumn: "client_id", binding: "app:" },
  { table: "app_credentials", key: "id", column: "previous_encrypted", bindingColumn: "client_id", binding: "app:" },
  { table: "bridge_sites", key: "connection_id", column: "secret_encrypted", bindingColumn: "connection_id", binding: "site:" },
  { table: "bridge_sites", key: "connection_id", column: "previous_encrypted", bindingColumn: "connection_id", binding: "site:" },
  { table: "connections", key: "id", column: "secret_encrypted", bindingColumn: "id", binding: "connection:" },
  { table: "sessions", key: "id", column: "payload_encrypted", bindingColumn: "id", binding: "session:" },
  { table: "wc_auth_requests", key: "nonce_sha256", column: "keys_encrypted", bindingColumn: "nonce_sha256", binding: "wc-auth:" },
] as const;
type SealedColumn = (typeof SEALED_COLUMNS)[number];

interface SealedRow {
  id: string;
  sealed: string;
  context: string;
}

export interface Resealed {
  resealed: number;
  /** Sealed with no key that is given, or damaged: left as they are. */
  unreadable: number;
}

const PER_TRANSACTION = 50;
/** The rotation that was begun, as a lease without an end: its holder is the key that was added for it. */
const ROTATION = "rotate-encryption-key";

/** Remembers that `keyId` was added and the rotation to it is not finished: also a server seals anew, so stale values alone do not tell. */
export const beginRotation = (db: Database, keyId: string): Promise<void> =>
  db.write((tx) => tx.upsert("leases", { id: ROTATION, holder: keyId, expires_at: Number.MAX_SAFE_INTEGER }, ["id"]));

export async function endRotation(db: Database): Promise<void> {
  await db.write((tx) => tx.remove("leases", { id: ROTATION }));
}

/** The key of the rotation that was begun and not finished, or null. */
export async function readRotation(db: Database): Promise<string | null> {
  return (await db.read.selectFrom("leases").select("holder").where("id", "=", ROTATION).executeTakeFirst())?.holder ?? null;
}

/** How many values the newest key did not seal, and another one opens. */
export async function countStaleSecrets(db: Database, box: SecretBox): Promise<number> {
  let count = 0;
  for (const sealed of SEALED_COLUMNS)
    for await (const rows of pagesOf(db, sealed)) count += rows.filter((row) => box.isStale(row.sealed) && sealAgain(box, row) !== null).length;
  return count;
}

/** Seals with the newest key what another one has sealed, a few per transaction. May be stopped at any point and run again. */
export async function resealSecrets(db: Database, box: SecretBox): Promise<Resealed> {
  const result: Resealed = { resealed: 0, unreadable: 0 };
  for (const sealed of SEALED_COLUMNS) {
    for await (const rows of pagesOf(db, sealed)) {
      const stale = rows.filter((row) => box.isStale(row.sealed));
      const readable = stale.map((row) => ({ ...row, fresh: sealAgain(box, row) })).filter((row) => row.fresh !== null);
      result.unreadable += stale.length - readable.length;
      if (readable.length === 0) continue;
      result.resealed += await db.write(async (tx) => {
        let changed = 0;
        for (const row of readable) changed += await replace(tx, sealed, row, row.fresh as string);
        return changed;
      });
    }
  }
  return result;
}

function sealAgain(box: SecretBox, row: SealedRow): string | null {
  try {
    return box.seal(box.open(row.sealed, row.context), row.context);
  } catch {
    return null;
  }
}

/** Only where the value is still the one that was read: a token refreshed meanwhile is newer, and its writer has sealed it. */
async function replace(tx: Tx, { table, key, column }: SealedColumn, row: SealedRow, fresh: string): Promise<number> {
  return tx.update(table, { [column]: fresh }, { [key]: row.id, [column]: row.sealed });
}

async function* pagesOf(db: Database, { table, key, column, bindingColumn, binding }: SealedColumn): AsyncGenerator<SealedRow[]> {
  let afterId = "";
  for (;;) {
    const { rows } = await sql<{ id: string; sealed: string; bound: string }>`
      SELECT ${sql.ref(key)} AS id, ${sql.ref(column)} AS sealed, ${sql.ref(bindingColumn)} AS bound FROM ${sql.table(table)}
      WHERE ${sql.ref(key)} > ${afterId} AND ${sql.ref(column)} IS NOT NULL ORDER BY ${sql.ref(key)} LIMIT ${PER_TRANSACTION}`.execute(db.read);
    const last = rows.at(-1);
    if (last === undefined) return;
    yield rows.map((row) => ({ id: row.id, sealed: row.sealed, context: `${binding}${row.bound}` }));
    afterId = last.id;
  }
}
