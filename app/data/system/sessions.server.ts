/**
 * Shopify sessions, encrypted at rest. In system/ because Shopify's library asks by session id or shop domain, before a merchant is
 * known. The rows of two apps at one shop are kept apart by the app's credential in front of the id.
 */
import { Session } from "@shopify/shopify-api";
import type { SessionStorage } from "@shopify/shopify-app-session-storage";
import type { Clock } from "#app/lib/clock.ts";
import type { SecretBox } from "#app/lib/secret-box.ts";
import type { Database, Row, Tx } from "../database.ts";
import { writing } from "../either.ts";

/** The id of a shop's offline session, as Shopify's library builds it. */
export const offlineSessionId = (shop: string) => `offline_${shop}`;

/** The session storage that Shopify's library wants, for one app registration. */
export class DatabaseSessionStorage implements SessionStorage {
  readonly #db: Database;
  readonly #box: SecretBox;
  readonly #credentialId: string;
  readonly #clock: Clock;

  constructor(db: Database, box: SecretBox, credentialId: string, clock: Clock) {
    this.#db = db;
    this.#box = box;
    this.#credentialId = credentialId;
    this.#clock = clock;
  }

  async storeSession(session: Session): Promise<boolean> {
    const id = this.#key(session.id);
    const row = {
      id,
      shop: session.shop,
      is_online: session.isOnline ? 1 : 0,
      payload_encrypted: this.#box.seal(JSON.stringify(session.toPropertyArray(true)), `session:${id}`),
      expires_at: session.expires?.getTime() ?? null,
      updated_at: this.#clock(),
    };
    await this.#db.write((tx) => tx.upsert("sessions", row, ["id"]));
    return true;
  }

  async loadSession(id: string): Promise<Session | undefined> {
    const row = await this.#db.read.selectFrom("sessions").selectAll().where("id", "=", this.#key(id)).executeTakeFirst();
    return row && this.#fromRow(row);
  }

  async deleteSession(id: string): Promise<boolean> {
    return this.deleteSessions([id]);
  }

  async deleteSessions(ids: string[]): Promise<boolean> {
    await this.#db.write(async (tx) => {
      for (const id of ids) await tx.remove("sessions", { id: this.#key(id) });
    });
    return true;
  }

  async findSessionsByShop(shop: string): Promise<Session[]> {
    const rows = await this.#db.read.selectFrom("sessions").selectAll().where("shop", "=", shop).orderBy("updated_at", "desc").execute();
    return rows.filter((row) => row.id.startsWith(this.#key(""))).map((row) => this.#fromRow(row));
  }

  #key(id: string): string {
    return `${this.#credentialId}:${id}`;
  }

  #fromRow(row: Row<"sessions">): Session {
    return Session.fromPropertyArray(
      JSON.parse(this.#box.open(row.payload_encrypted, `session:${row.id}`)) as [string, string | number | boolean][],
      true,
    );
  }
}

/** Forgets every token of a shop with one app (null: with any app). Answers how many sessions there were. */
export function deleteSessionsOfShop(db: Database | Tx, shop: string, credentialId: string | null): Promise<number> {
  return writing(db, async (tx) => {
    const rows = await tx.list("sessions", { shop });
    const gone = rows.filter((row) => credentialId === null || row.id.startsWith(`${credentialId}:`));
    for (const row of gone) await tx.remove("sessions", { id: row.id });
    return gone.length;
  });
}
