/** The app registrations we answer for: row one comes from the environment, custom apps add more. */
import type { Database } from "#app/data/database.ts";
import { listAppCredentials, saveEnvironmentCredential, type AppCredential } from "#app/data/system/app-credentials.server.ts";
import { getEnv } from "#app/lib/env.ts";
import type { ServiceContext } from "./context.server.ts";

export type { AppCredential } from "#app/data/system/app-credentials.server.ts";

type Context = Pick<ServiceContext, "db" | "box" | "clock">;

/** Another process may rotate a secret: no cached answer is older than this. */
const MAX_AGE_MS = 30_000;
// On globalThis, because server modules exist twice in one process (natively and in the Remix bundle) and must forget together.
const slot = globalThis as typeof globalThis & { crossdockAppCredentials?: WeakMap<Database, { at: number; list: Promise<AppCredential[]> }> };
const cache = (slot.crossdockAppCredentials ??= new WeakMap());

function list(ctx: Context): Promise<AppCredential[]> {
  const now = ctx.clock();
  const cached = cache.get(ctx.db);
  if (cached && now - cached.at < MAX_AGE_MS) return cached.list;
  const fresh = listAppCredentials(ctx.db, ctx.box);
  cache.set(ctx.db, { at: now, list: fresh });
  // A failed read must not be remembered as the answer.
  fresh.catch(() => cache.delete(ctx.db));
  return fresh;
}

/** Call after any change to the rows. */
export function forgetAppCredentials(db: Database): void {
  cache.delete(db);
}

/** At start: brings the environment's app into the table; a changed secret keeps the former one valid. Does nothing without SHOPIFY_API_KEY. */
export async function rememberEnvironmentApp(ctx: Context, env = getEnv()): Promise<void> {
  if (!env.SHOPIFY_API_KEY || !env.SHOPIFY_API_SECRET) return;
  await saveEnvironmentCredential(
    ctx.db,
    ctx.box,
    { channel: "shopify", clientId: env.SHOPIFY_API_KEY, secret: env.SHOPIFY_API_SECRET, scopes: env.SCOPES ?? [] },
    ctx.clock(),
  );
  forgetAppCredentials(ctx.db);
}

export async function findAppByClientId(ctx: Context, clientId: string): Promise<AppCredential | null> {
  return (await list(ctx)).find((app) => app.channel === "shopify" && app.clientId === clientId) ?? null;
}

export async function findAppById(ctx: Context, id: string): Promise<AppCredential | null> {
  return (await list(ctx)).find((app) => app.id === id) ?? null;
}

/** The secrets of one app that are valid now, the newest first. */
export const validSecrets = (app: AppCredential): string[] => (app.previousSecret === null ? [app.secret] : [app.secret, app.previousSecret]);

/** Every secret that may have signed a delivery of the channel, with the app it belongs to. Empty: nothing can be verified, refuse. */
export async function listVerificationSecrets(ctx: Context, channel = "shopify"): Promise<{ credentialId: string; secret: string }[]> {
  return (await list(ctx))
    .filter((app) => app.channel === channel)
    .flatMap((app) => validSecrets(app).map((secret) => ({ credentialId: app.id, secret })));
}
