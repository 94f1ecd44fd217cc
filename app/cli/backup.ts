/**
 * `crossdock backup <file>`. This process is not the server's, so the long copy holds up nobody: it reads in one transaction while the
 * server goes on writing.
 */
import { chmodSync, existsSync, rmSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { checkSqlite, copySqlite, readContents } from "#app/data/engine/sqlite-copy.ts";
import { command, CommandFailed } from "./command.ts";
import { putInPlace } from "./durable-file.ts";
import { flag } from "./options.ts";
import { databaseUrl, sqliteFile } from "./session.ts";
import { counted } from "./table.ts";

export const backup = command({
  about:
    "Writes a consistent, checked copy of the SQLite database to a file, also while the app runs. The copy holds personal data, and secrets sealed with ENCRYPTION_KEYS: keep it where only you can read it, and the keys (.env) elsewhere. On PostgreSQL use pg_dump.",
  positional: { name: "<file>", min: 1, max: 1 },
  options: { force: flag("replace the file if it exists") },
  async run({ values, positionals, isJson }, io) {
    const target = resolve(positionals[0] ?? "");
    const source = sqliteFile(databaseUrl());
    if (source === null)
      throw new CommandFailed(`The database is PostgreSQL: back it up with\n  pg_dump --format=custom --file='${target}' "$DATABASE_URL"`);
    if (resolve(source) === target) throw new CommandFailed(`${target} is the database itself. Name another file.`);
    if (existsSync(target) && values.force !== true)
      throw new CommandFailed(`${target} exists already. Name another file, or replace it with --force.`);
    if (!existsSync(dirname(target))) throw new CommandFailed(`There is no folder ${dirname(target)}. Make it first, or name another.`);
    const draft = `${target}.${process.pid}.draft`;
    try {
      copySqlite(source, draft);
      chmodSync(draft, 0o600);
      const problems = checkSqlite(draft);
      if (problems.length > 0)
        throw new CommandFailed(`The copy is not sound, so the database is not either; nothing was written. SQLite says:\n${problems.join("\n")}`);
      putInPlace(draft, target);
    } catch (error) {
      throw asFailure(error, target);
    } finally {
      rmSync(draft, { force: true });
    }
    const contents = readContents(target);
    const bytes = statSync(target).size;
    if (isJson) io.json({ file: target, bytes, merchants: contents?.merchants ?? 0, deliveries: contents?.deliveries ?? 0 });
    else
      io.out(
        `${target}: ${counted(contents?.deliveries ?? 0, "delivery", "deliveries")} of ${counted(contents?.merchants ?? 0, "merchant")}, ${bytes} bytes, checked.`,
      );
    return 0;
  },
});

/** A full disk or a folder without rights is expected, and not a fault of the database. */
function asFailure(error: unknown, target: string): unknown {
  const { code = "" } = error as { code?: string };
  if (/^(EACCES|EPERM|EROFS|SQLITE_CANTOPEN)/.test(code))
    return new CommandFailed(`${target} cannot be written (${code}). Choose another folder, or its rights.`);
  if (/^(ENOSPC|SQLITE_FULL|SQLITE_IOERR)/.test(code)) return new CommandFailed(`${target} cannot be written (${code}): the disk may be full.`);
  return error;
}
