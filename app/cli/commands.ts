/** Every verb with the line that the help shows for it. A verb's own file is loaded only when it is called: the help stays quick. */
import type { Command } from "./command.ts";

export interface Entry {
  name: string;
  summary: string;
  load: () => Promise<Command>;
}

const entry = (name: string, summary: string, load: () => Promise<Command>): Entry => ({ name, summary, load });

export const COMMANDS: readonly Entry[] = [
  entry("merchants list", "merchants and how many connections each has", async () => (await import("./merchants-list.ts")).merchantsList),
  entry("merchants create", "a merchant by name", async () => (await import("./merchants-create.ts")).merchantsCreate),
  entry("imports create", "takes a CSV file of orders and imports it", async () => (await import("./imports-create.ts")).importsCreate),
  entry("imports list", "imports of CSV files, newest first", async () => (await import("./imports-list.ts")).importsList),
  entry("imports undo", "takes an import back", async () => (await import("./imports-undo.ts")).importsUndo),
  entry("keys create", "an API key, shown once", async () => (await import("./keys-create.ts")).keysCreate),
  entry("keys revoke", "ends an API key at once", async () => (await import("./keys-revoke.ts")).keysRevoke),
  entry("keys list", "API keys with rights and last use", async () => (await import("./keys-list.ts")).keysList),
  entry("connections list", "connections with status and last sync", async () => (await import("./connections-list.ts")).connectionsList),
  entry("connections test", "calls the platform with the stored access", async () => (await import("./connections-test.ts")).connectionsTest),
  entry("connections pause", "stops processing; what is stored stays", async () => (await import("./connections-pause.ts")).connectionsPause),
  entry(
    "connections resume",
    "goes on, after a call that shows access works",
    async () => (await import("./connections-resume.ts")).connectionsResume,
  ),
  entry("deliveries list", "stored deliveries, newest first", async () => (await import("./deliveries-list.ts")).deliveriesList),
  entry("deliveries show", "one delivery: request, attempts, changes", async () => (await import("./deliveries-show.ts")).deliveriesShow),
  entry("deliveries replay", "processes stored deliveries anew", async () => (await import("./deliveries-replay.ts")).deliveriesReplay),
  entry("queue stats", "what waits, since when, and whether a worker lives", async () => (await import("./queue-stats.ts")).queueStats),
  entry("queue process", "works off what is due now, once", async () => (await import("./queue-process.ts")).queueProcess),
  entry(
    "queue retry-failed",
    "makes failed and dead deliveries and sync items due again",
    async () => (await import("./queue-retry-failed.ts")).queueRetryFailed,
  ),
  entry("backup", "a consistent copy of the database while it runs", async () => (await import("./backup.ts")).backup),
  entry("restore", "puts a checked backup in the database's place", async () => (await import("./restore.ts")).restore),
  entry(
    "rotate-encryption-key",
    "a new key for what is sealed in the database",
    async () => (await import("./rotate-encryption-key.ts")).rotateEncryptionKey,
  ),
  entry("doctor", "checks this installation, each with its remedy", async () => (await import("./doctor.ts")).doctor),
];
