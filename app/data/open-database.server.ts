/** Opens the database named by DATABASE_URL: `file:…` is SQLite, `postgres://…` PostgreSQL. */
import type { Database } from "./database.ts";
import { openPostgres } from "./engine/postgres.ts";
import { openSqlite, type SqliteOptions } from "./engine/sqlite.ts";

/** @param url `file:<path>` or `postgres://…`; migrated already. The caller closes it. */
export function openDatabase(url: string, options: Pick<SqliteOptions, "isServing"> = {}): Database {
  if (/^postgres(ql)?:/.test(url)) return openPostgres(url);
  return openSqlite(url.replace(/^file:/, ""), options);
}
