/** What `doctor` checks in the database. */
import type { Database } from "#app/data/database.ts";
import { probeWriter } from "#app/data/engine/sqlite-copy.ts";
import { listBrokenConnections, listBrokenSubscriptions, quickCheck, readDurability, readMigrations } from "#app/data/system/health.server.ts";
import { readOperations, type OperationsState } from "#app/data/system/operations.server.ts";
import type { SecretBox } from "#app/lib/secret-box.ts";
import { readKnownApps, type KnownApps } from "#app/services/app-credentials.server.ts";
import { failed, passed, warned, type Check } from "./check.ts";
import { knownMigrations } from "./migrations.ts";
import { counted, duration } from "./table.ts";

const SILENT_MS = 15_000;
const LATE_MS = 60_000;
const VERY_LATE_MS = 15 * 60_000;

/** @param file the SQLite file, null on PostgreSQL */
export async function checkDatabase(db: Database, box: SecretBox, file: string | null, now: number): Promise<Check[]> {
  const migrations = await checkMigrations(db);
  const first = [await checkDurability(db, file), migrations, await checkIntegrity(db)];
  // The rest reads tables that an old schema may not have.
  if (migrations.status === "fail") return first;
  const state = await readOperations(db, now);
  const apps = checkApps(await readKnownApps({ db, box }));
  return [...first, checkWorker(state), checkDue(state), checkStuck(state), apps, await checkConnections(db), await checkSubscriptions(db)];
}

async function checkDurability(db: Database, file: string | null): Promise<Check> {
  const settings = await readDurability(db);
  const unsafe = settings.filter((setting) => !setting.isSafe).map((setting) => `${setting.name}=${setting.value}`);
  const shown = settings.map((setting) => `${setting.name}=${setting.value}`);
  if (db.engine === "postgres") {
    if (unsafe.length > 0)
      return failed(
        "durability",
        `${unsafe.join(", ")}: an acknowledged delivery may be lost in a power failure`,
        "Set them to on in postgresql.conf and reload.",
      );
    return passed("durability", shown.join(", "));
  }
  if (unsafe.length > 0)
    return warned(
      "durability",
      `${unsafe.join(", ")}: not in WAL mode`,
      "Start the app: it sets WAL mode, and refuses to run where the disk (a network share?) does not support it.",
    );
  try {
    return passed("durability", [...shown, `synchronous=${probeWriter(file ?? "") === 2 ? "full" : "?"}`].join(", "));
  } catch (error) {
    return failed(
      "durability",
      (error as Error).message,
      "Check the rights of the database file and its folder, and that the disk supports WAL mode.",
    );
  }
}

async function checkMigrations(db: Database): Promise<Check> {
  const remedy = "Start the app once with `npm run up`: it migrates the database.";
  try {
    const { applied, broken } = await readMigrations(db);
    const missing = knownMigrations(db.engine).filter((name) => !applied.includes(name));
    const unknown = applied.filter((name) => !knownMigrations(db.engine).includes(name));
    if (broken.length > 0)
      return failed("migrations", `did not end: ${broken.join(", ")}`, "Restore the last backup, then start the app once with `npm run up`.");
    if (missing.length > 0) return failed("migrations", `not applied: ${missing.join(", ")}`, remedy);
    if (unknown.length > 0)
      return failed("migrations", `of a newer version: ${unknown.join(", ")}`, "Update Crossdock, or restore a backup that fits this version.");
    return passed("migrations", `${counted(applied.length, "migration")}, all applied`);
  } catch (error) {
    if (/no such table|does not exist/.test((error as Error).message)) return failed("migrations", "the database is empty", remedy);
    throw error;
  }
}

async function checkIntegrity(db: Database): Promise<Check> {
  if (db.engine === "postgres") return passed("integrity", "PostgreSQL checks its pages itself");
  const problems = await quickCheck(db);
  return problems.length === 0
    ? passed("integrity", "SQLite's quick check finds nothing")
    : failed("integrity", problems.join("; "), "Stop the app and restore a backup: npx crossdock restore <file>");
}

export function checkWorker({ workerSeenMsAgo, unfinished }: OperationsState): Check {
  const remedy = "Start one: `npm run up`, or a process with ROLE=worker.";
  if (workerSeenMsAgo !== null && workerSeenMsAgo < SILENT_MS) return passed("worker", `heard of ${duration(workerSeenMsAgo)} ago`);
  const message = workerSeenMsAgo === null ? "no worker runs" : `no worker was heard of for ${duration(workerSeenMsAgo)}`;
  const waiting = (unfinished.pending ?? 0) + (unfinished.failed ?? 0);
  return waiting > 0
    ? failed("worker", `${message}, and ${counted(waiting, "delivery waits", "deliveries wait")}`, remedy)
    : warned("worker", message, remedy);
}

export function checkDue({ queueAgeMs }: OperationsState): Check {
  if (queueAgeMs < LATE_MS) return passed("queue", queueAgeMs === 0 ? "nothing is due" : `the oldest is due since ${duration(queueAgeMs)}`);
  const message = `the oldest delivery has been due for ${duration(queueAgeMs)}`;
  const remedy =
    "See what holds it up: npx crossdock queue stats. More workers help on PostgreSQL; `npx crossdock queue process` works it off from here.";
  return queueAgeMs > VERY_LATE_MS ? failed("queue", message, remedy) : warned("queue", message, remedy);
}

export function checkStuck({ unfinished }: OperationsState): Check {
  const { held = 0, dead = 0 } = unfinished;
  const message = `${held} held, ${dead} dead`;
  if (dead > 0)
    return warned(
      "deliveries",
      message,
      "See why: npx crossdock deliveries list --status dead. When the cause is mended: npx crossdock queue retry-failed",
    );
  return passed("deliveries", message);
}

/** An app whose secret cannot be opened is left out when signatures are verified: what it signed is refused. */
export function checkApps({ readable, unreadable }: KnownApps): Check {
  if (unreadable.length === 0) return passed("apps", `${counted(readable.length, "app")}, every secret can be read`);
  const names = unreadable.map((app) => app.clientId).join(", ");
  const remedy =
    "Put the key that sealed it back into ENCRYPTION_KEYS, behind the others. If it is lost, enter the app's secret anew: its webhooks are refused until then.";
  const isUsable = unreadable.every((app) => readable.some((other) => other.id === app.id));
  if (isUsable) return warned("apps", `the former secret cannot be read of: ${names}`, remedy);
  return failed("apps", `no key in ENCRYPTION_KEYS opens the secret of: ${names}`, remedy);
}

async function checkConnections(db: Database): Promise<Check> {
  const broken = await listBrokenConnections(db);
  if (broken.length === 0) return passed("connections", "none is in error");
  return warned(
    "connections",
    `in error: ${broken.map((row) => `${row.account} (${row.reason ?? "?"})`).join(", ")}`,
    `See what works: npx crossdock connections test ${broken[0]?.id ?? "<id>"}`,
  );
}

async function checkSubscriptions(db: Database): Promise<Check> {
  const broken = await listBrokenSubscriptions(db);
  if (broken.length === 0) return passed("webhooks", "no subscription is in error");
  return warned(
    "webhooks",
    `in error: ${broken.map((row) => `${row.topic} (${row.account})`).join(", ")}`,
    "Open Webhooks in the app: each says why, and has Register again.",
  );
}
