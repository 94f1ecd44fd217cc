import type { Database } from "#app/data/database.ts";
import { getDatabase } from "#app/data/get-database.server.ts";
import { systemClock, type Clock } from "#app/lib/clock.ts";
import { getEnv, type Env } from "#app/lib/env.ts";
import { getLog, type Log } from "#app/lib/log.server.ts";
import { isLoopbackAddress } from "#app/lib/public-address.ts";
import { getQueue } from "#app/queue/get-queue.server.ts";
import type { Queue } from "#app/queue/queue.ts";
import { getSecretBox, type SecretBox } from "#app/lib/secret-box.ts";

/** What services work with; handed in, so that a test brings its own database, clock and network. */
export interface ServiceContext {
  db: Database;
  queue: Queue;
  box: SecretBox;
  clock: Clock;
  log: Log;
  fetch: typeof fetch;
  /** Where the platforms reach this app: the origin of every webhook address. */
  appUrl: string;
  /** Which addresses that users give are reached besides those of the internet; none where it is left out. */
  reach?: { loopback: boolean };
}

/** The process' own context: what routes and the worker pass on. Database and queue must be open. */
export const serviceContext = (): ServiceContext => ({
  db: getDatabase(),
  queue: getQueue(),
  box: getSecretBox(),
  clock: systemClock,
  log: getLog(),
  // Looked up on each call: the sandbox's preload replaces the global one.
  fetch: (input, init) => globalThis.fetch(input, init),
  appUrl: getEnv().APP_URL,
  reach: { loopback: isAtHome(getEnv()) },
});

/** Development and the sandbox: an installation that is itself reached on this machine alone may have its stores there. */
export const isAtHome = ({ NODE_ENV, APP_URL }: Pick<Env, "NODE_ENV" | "APP_URL">): boolean =>
  NODE_ENV !== "production" && (new URL(APP_URL).hostname === "localhost" || isLoopbackAddress(new URL(APP_URL).hostname.replace(/^\[|\]$/g, "")));
