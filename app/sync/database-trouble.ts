/** Tells what is wrong with the database, and passes, from what is wrong with one piece of work, and does not. */

/** SQLITE_FULL, SQLITE_BUSY, SQLITE_IOERR …; PostgreSQL classes 08 (connection), 40 (rollback), 53 (resources), 57 (operator) and broken sockets. */
export function isDatabaseTrouble(error: unknown): boolean {
  const code = (error as { code?: unknown }).code;
  return (
    typeof code === "string" &&
    (/^SQLITE_(FULL|BUSY|IOERR|LOCKED|NOMEM|CANTOPEN|READONLY|CORRUPT)/.test(code) || /^(08|40|53|57)/.test(code) || /^E[A-Z]+$/.test(code))
  );
}

/** The error's name and message, cut: shown on the delivery page to the merchant whose data it is. */
export const describeError = (error: unknown): string => (error instanceof Error ? `${error.name}: ${error.message}`.slice(0, 300) : "unknown");
