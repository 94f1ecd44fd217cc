/**
 * App registrations at the platforms (client id and secrets). In system/ because they are looked up before a merchant is known: a
 * webhook's signature or a session token's `aud` says which app it is for. Secrets enter and leave this module in clear, rest encrypted.
 */
import { newId } from "#app/lib/ids.ts";
import type { SecretBox } from "#app/lib/secret-box.ts";
import type { Database, Row } from "../database.ts";

export interface AppCredential {
  id: string;
  /** null: every merchant's app; otherwise a custom app of one merchant. */
  merchantId: string | null;
  channel: string;
  clientId: string;
  secret: string;
  /** The secret before the last rotation: Shopify signs with the old one until it is revoked there. */
  previousSecret: string | null;
  scopes: string[];
  source: string;
}

const bound = (clientId: string) => `app:${clientId}`;

export async function listAppCredentials(db: Database, box: SecretBox): Promise<AppCredential[]> {
  const rows = await db.read.selectFrom("app_credentials").selectAll().orderBy("created_at").execute();
  return rows.map((row) => fromRow(row, box));
}

/**
 * Makes the environment's app a row: the same id with another secret is a rotation (the former secret stays valid); another id is
 * another app, and the former one stays for the shops that installed it.
 */
export function saveEnvironmentCredential(
  db: Database,
  box: SecretBox,
  app: { channel: string; clientId: string; secret: string; scopes: string[] },
  now: number,
): Promise<void> {
  return db.write(async (tx) => {
    await tx.lock(bound(app.clientId));
    const existing = await tx.find("app_credentials", { channel: app.channel, client_id: app.clientId });
    const scopes = app.scopes.join(",");
    const seal = (secret: string) => box.seal(secret, bound(app.clientId));
    if (!existing) {
      const row = { channel: app.channel, client_id: app.clientId, secret_encrypted: seal(app.secret), previous_encrypted: null, scopes };
      return tx.insert("app_credentials", {
        id: newId("app", now),
        merchant_id: null,
        ...row,
        source: "environment",
        created_at: now,
        updated_at: now,
      });
    }
    const former = fromRow(existing, box);
    const isRotated = former.secret !== app.secret;
    if (!isRotated && existing.scopes === scopes && !box.isStale(existing.secret_encrypted)) return;
    const previous = isRotated ? former.secret : former.previousSecret;
    const patch = { secret_encrypted: seal(app.secret), previous_encrypted: previous === null ? null : seal(previous), scopes, updated_at: now };
    await tx.update("app_credentials", patch, { id: existing.id });
  });
}

function fromRow(row: Row<"app_credentials">, box: SecretBox): AppCredential {
  const open = (sealed: string) => box.open(sealed, bound(row.client_id));
  return {
    id: row.id,
    merchantId: row.merchant_id,
    channel: row.channel,
    clientId: row.client_id,
    secret: open(row.secret_encrypted),
    previousSecret: row.previous_encrypted === null ? null : open(row.previous_encrypted),
    scopes: row.scopes.split(",").filter(Boolean),
    source: row.source,
  };
}
