/** Requests to the embedded app as the Shopify admin makes them, with a stored session so that nothing is asked of Shopify. */
import { createHmac, randomUUID } from "node:crypto";
import Sqlite from "better-sqlite3";
import { openSqlite } from "#app/data/engine/sqlite.ts";
import { DatabaseSessionStorage } from "#app/data/system/sessions.server.ts";
import { createSecretBox } from "#app/lib/secret-box.ts";
import { sessionOf } from "#app/services/access-token.server.ts";
import type { AppProcess } from "./app-process.ts";

const DAY_S = 86_400;
/** Shopify's library turns away what names itself a bot. */
const BROWSER = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36";

/** What one has to know of the app to ask it. */
export type AskedApp = Pick<AppProcess, "port" | "apiKey" | "secret">;

/** Gives a shop of a running app an access token that is never used. */
export async function storeSession(app: AppProcess, shop: string): Promise<void> {
  const reader = new Sqlite(app.databaseFile, { readonly: true });
  const credentialId = reader.prepare("SELECT id FROM app_credentials WHERE client_id = ?").pluck().get(app.apiKey) as string;
  reader.close();
  const [id = "", key = ""] = app.encryptionKey.split(":");
  const db = openSqlite(app.databaseFile);
  try {
    const box = createSecretBox([{ id, key: Buffer.from(key, "base64") }]);
    const grant = { accessToken: `bench-${randomUUID()}`, scope: "read_orders", expiresIn: DAY_S, refreshToken: null, refreshTokenExpiresIn: null };
    await new DatabaseSessionStorage(db, box, credentialId, Date.now).storeSession(sessionOf(shop, grant, Date.now()));
  } finally {
    await db.close();
  }
}

const encoded = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");

/** A session token as App Bridge gets it: https://shopify.dev/docs/apps/build/authentication-authorization/session-tokens */
function sessionToken(app: AskedApp, shop: string): string {
  const now = Math.floor(Date.now() / 1000);
  const claims = {
    iss: `https://${shop}/admin`,
    dest: `https://${shop}`,
    aud: app.apiKey,
    sub: "1",
    exp: now + 60,
    nbf: now - 5,
    iat: now - 5,
    jti: randomUUID(),
    sid: "1",
  };
  const signed = `${encoded({ alg: "HS256", typ: "JWT" })}.${encoded(claims)}`;
  return `${signed}.${createHmac("sha256", app.secret).update(signed).digest("base64url")}`;
}

/** Asks for a page's data, or sends its form; reads the whole answer. Throws unless it is 200. @returns its length */
export async function askPage(app: AskedApp, shop: string, path: string, form?: Record<string, string>): Promise<number> {
  const response = await fetch(`http://127.0.0.1:${app.port}${path}`, {
    headers: { authorization: `Bearer ${sessionToken(app, shop)}`, "user-agent": BROWSER },
    ...(form && { method: "POST", body: new URLSearchParams(form) }),
    redirect: "manual",
  });
  const text = await response.text();
  if (response.status !== 200) throw new Error(`${path} answered ${response.status}: ${text.slice(0, 200)}`);
  return text.length;
}
