/** `crossdock restore <file>`: everything about the backup is checked before the database in place is touched. */
import { chmodSync, copyFileSync, existsSync, mkdirSync, renameSync, rmSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { checkSqlite, readContents, setWalMode, takeSqlite, type SqliteContents } from "#app/data/engine/sqlite-copy.ts";
import { getEnv } from "#app/lib/env.ts";
import { iso } from "#app/lib/iso.ts";
import { command, CommandFailed } from "./command.ts";
import { putInPlace } from "./durable-file.ts";
import type { Io } from "./io.ts";
import { knownMigrations } from "./migrations.ts";
import { flag } from "./options.ts";
import { sqliteFile } from "./session.ts";
import { counted } from "./table.ts";

export const restore = command({
  about:
    "Puts a backup in the database's place. Refuses while the app runs, and when the database in place holds anything (unless --force, which keeps that one beside it). Then start the app with `npm run up`, which brings an older backup up to date. On PostgreSQL use pg_restore.",
  positional: { name: "<file>", min: 1, max: 1 },
  options: { force: flag("replace a database that is not empty; it is kept beside the new one") },
  async run({ values, positionals, isJson }, io) {
    const backup = resolve(positionals[0] ?? "");
    const target = sqliteFile(getEnv().DATABASE_URL);
    if (target === null)
      throw new CommandFailed(`The database is PostgreSQL: restore it with\n  pg_restore --clean --if-exists --dbname="$DATABASE_URL" '${backup}'`);
    if (!existsSync(backup)) throw new CommandFailed(`There is no file ${backup}.`);
    if (resolve(target) === backup) throw new CommandFailed(`${backup} is the database itself. Name a backup.`);
    mkdirSync(dirname(target), { recursive: true });
    const draft = `${target}.${process.pid}.draft`;
    try {
      // The copy is what is checked: what lies in place afterwards is then exactly what was found sound.
      copyFileSync(backup, draft);
      chmodSync(draft, 0o600);
      const contents = checkBackup(draft, backup);
      warnOfKeys(contents, io);
      setWalMode(draft);
      const kept = replace(target, draft, values.force === true, io.clock());
      if (isJson) io.json({ file: backup, database: target, merchants: contents.merchants, deliveries: contents.deliveries, former_database: kept });
      else
        io.out(
          `Restored ${counted(contents.deliveries, "delivery", "deliveries")} of ${counted(contents.merchants, "merchant")}.${kept === null ? "" : ` The former database is kept as ${kept}; delete it when it is no longer needed.`} Start the app: npm run up`,
        );
    } finally {
      for (const suffix of ["", "-wal", "-shm", "-journal"]) rmSync(draft + suffix, { force: true });
    }
    return 0;
  },
});

function checkBackup(draft: string, backup: string): SqliteContents {
  const problems = checkSqlite(draft);
  if (problems.length > 0) throw new CommandFailed(`${backup} is damaged; nothing was changed. SQLite says:\n${problems.join("\n")}`);
  const contents = readContents(draft);
  if (contents === null) throw new CommandFailed(`${backup} is not a backup of Crossdock; nothing was changed.`);
  const unknown = contents.migrations.filter((name) => !knownMigrations("sqlite").includes(name));
  if (unknown.length > 0)
    throw new CommandFailed(`${backup} was made by a newer version (${unknown.join(", ")}); nothing was changed. Update Crossdock first.`);
  return contents;
}

/** Tokens sealed with a key that is not given here cannot be read: the shops would have to be authorised again. */
function warnOfKeys(contents: SqliteContents, io: Io): void {
  const given = new Set(getEnv().ENCRYPTION_KEYS.map((key) => key.id));
  const missing = contents.keyIds.filter((id) => !given.has(id));
  if (missing.length > 0)
    io.note(
      `Warning: the backup's secrets are sealed with the key ${missing.join(", ")}, which ENCRYPTION_KEYS does not hold. Add it to .env before you start the app.`,
    );
}

/** @returns where the former database is kept, or null when there was nothing in it */
function replace(target: string, draft: string, isForced: boolean, now: number): string | null {
  if (!existsSync(target) || statSync(target).size === 0) {
    for (const suffix of ["-wal", "-shm"]) rmSync(target + suffix, { force: true });
    putInPlace(draft, target);
    return null;
  }
  const former = readFormer(target);
  const isEmpty = former !== null && former.merchants + former.deliveries === 0;
  if (!isEmpty && !isForced) {
    throw new CommandFailed(
      `${target} is not empty (${former === null ? "it cannot be read" : counted(former.deliveries, "delivery", "deliveries")}); nothing was changed. Replace it with --force: it is kept beside the new one.`,
    );
  }
  const release = takeSqlite(target);
  if (release === null) throw new CommandFailed(`The app runs on ${target}; nothing was changed. Stop it first, then restore.`);
  try {
    const kept = isEmpty ? null : `${target}.before-restore-${iso(now).replace(/[:.]/g, "-")}`;
    if (kept !== null) renameSync(target, kept);
    putInPlace(draft, target);
    return kept;
  } finally {
    release();
  }
}

function readFormer(target: string): SqliteContents | null {
  try {
    return readContents(target);
  } catch {
    return null;
  }
}
