/** What a person reads when a command could not do its work. */
import { EnvironmentError } from "#app/lib/env.ts";
import { CommandFailed, UsageError } from "./command.ts";

const UNREACHABLE = /^(ECONNREFUSED|ECONNRESET|ENOTFOUND|EHOSTUNREACH|ETIMEDOUT|EAI_AGAIN|28\w{3}|3D000|57P03|08\w{3})$/;

/** One sentence with its remedy for what is expected; the stack for a bug. Never an address: it may hold a password. */
export function explain(error: unknown): string {
  if (error instanceof EnvironmentError)
    return /ENCRYPTION_KEYS: is missing/.test(error.message)
      ? `${error.message}\nThe first \`npm run up\` makes a .env with all that is needed.`
      : error.message;
  if (error instanceof UsageError || error instanceof CommandFailed) return error.message;
  const { code = "", message = String(error), stack } = error as { code?: string; message?: string; stack?: string };
  if (/no such table|no such column/.test(message) || code === "42P01" || code === "42703")
    return "The database is not up to date: start the app once with `npm run up`, which migrates it.";
  if (UNREACHABLE.test(code)) return `The database cannot be reached (${code}). Check DATABASE_URL, and that the server runs.`;
  if (/^SQLITE_(BUSY|LOCKED)/.test(code)) return "The database was busy for five seconds. Try again.";
  if (/^SQLITE_(NOTADB|CORRUPT)/.test(code)) return `The database file cannot be read (${code}). Restore a backup: npx crossdock restore <file>`;
  return stack ?? message;
}
