/** The app registrations we answer for: row one comes from the environment, custom apps add more. */
import { randomUUID } from "node:crypto";
import type { Database } from "#app/data/database.ts";
import { listAppCredentials, saveEnvironmentCredential, type AppCredential } from "#app/data/system/app-credentials.server.ts";
import { getEnv } from "#app/lib/env.ts";
import { SecretBoxError, type SecretBox } from "#app/lib/secret-box.ts";
import type { ServiceContext } from "./context.server.ts";

export type { AppCredential } from "#app/data/system/app-credentials.server.ts";

type Context = Pick<ServiceContext, "db" | "box" | "clock" | "log">;

export interface KnownApps {
  readable: AppCredential[];
  /** Sealed with a key that ENCRYPTION_KEYS no longer holds, or damaged: what they signed cannot be verified. Shown by `crossdock doctor`. */
  unreadable: Pick<AppCredential, "id" | "channel" | "clientId">[];
}

/** Another process may rotate a secret: no cached answer is older than this. */
const MAX_AGE_MS = 30_000;
// On globalThis, because server modules exist twice in one process (natively and in the Remix bundle) and must forget together.
const slot = globalThis as typeof globalThis & { crossdockAppCredentials?: WeakMap<Database, { at: number; list: Promise<KnownApps> }> };
const cache = (slot.crossdockAppCredentials ??= new WeakMap());

function list(ctx: Context): Promise<KnownApps> {
  const now = ctx.clock();
  const cached = cache.get(ctx.db);
  if (cached && now - cached.at < MAX_AGE_MS) return cached.list;
  const fresh = readKnownApps(ctx);
  cache.set(ctx.db, { at: now, list: fresh });
  fresh.then(
    ({ unreadable }) => {
      for (const app of unreadable)
        ctx.log.error("an app's secret cannot be read: see crossdock doctor", { component: app.id, error: SecretBoxError.name });
    },
    // A failed read must not be remembered as the answer.
    () => cache.delete(ctx.db),
  );
  return fresh;
}

/** Stands for a secret that cannot be opened until its app is sorted out, here and nowhere else; nobody can guess it. */
const CLOSED = randomUUID();

/** Reads every app; one that cannot be opened costs only itself. */
export async function readKnownApps(ctx: Pick<Context, "db" | "box">): Promise<KnownApps> {
  const apps = await listAppCredentials(ctx.db, tolerant(ctx.box));
  const isOpen = (app: AppCredential) => app.secret !== CLOSED && app.previousSecret !== CLOSED;
  return {
    // Of an app that was rotated, the current secret is enough.
    readable: apps.filter((app) => app.secret !== CLOSED).map((app) => (isOpen(app) ? app : { ...app, previousSecret: null })),
    unreadable: apps.filter((app) => !isOpen(app)).map(({ id, channel, clientId }) => ({ id, channel, clientId })),
  };
}

const tolerant = (box: SecretBox): SecretBox => ({
  ...box,
  open(sealed, context) {
    try {
      return box.open(sealed, context);
    } catch (error) {
      if (error instanceof SecretBoxError) return CLOSED;
      throw error;
    }
  },
});

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
  return (await list(ctx)).readable.find((app) => app.channel === "shopify" && app.clientId === clientId) ?? null;
}

export async function findAppById(ctx: Context, id: string): Promise<AppCredential | null> {
  return (await list(ctx)).readable.find((app) => app.id === id) ?? null;
}

/** The secrets of one app that are valid now, the newest first. */
export const validSecrets = (app: AppCredential): string[] => (app.previousSecret === null ? [app.secret] : [app.secret, app.previousSecret]);

/**
 * Every secret that may have signed a delivery of the channel, with the app it belongs to. Empty: there is no app, refuse. Throws when there
 * are apps and none can be opened: the sender is then asked to come again (503), since nothing is wrong with its signature.
 */
export async function listVerificationSecrets(ctx: Context, channel = "shopify"): Promise<{ credentialId: string; secret: string }[]> {
  const { readable, unreadable } = await list(ctx);
  const apps = readable.filter((app) => app.channel === channel);
  if (apps.length === 0 && unreadable.some((app) => app.channel === channel)) throw new SecretBoxError("no app's secret can be opened");
  return apps.flatMap((app) => validSecrets(app).map((secret) => ({ credentialId: app.id, secret })));
}
