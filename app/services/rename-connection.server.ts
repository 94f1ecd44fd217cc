/** Edit: the name a merchant gives an integration. The shop's own name no longer replaces it. */
import { writeAudit } from "#app/data/audit.server.ts";
import { getConnection, readSettings, updateConnection } from "#app/data/connections.server.ts";
import { failure, type Failure } from "#app/domain/failure.ts";
import { err, ok, type Result } from "#app/lib/result.ts";
import type { ServiceContext } from "./context.server.ts";

const MAX_LENGTH = 100;
/** Controls, and marks that turn the direction of what stands behind them: a name is shown beside other words. */
const UNSHOWABLE = /[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;
/** Nothing of it can be seen. */
const INVISIBLE = /^[\p{Cf}\p{Z}]*$/u;

/** @returns what is wrong with a name whose white space was tidied; null: nothing */
function problemOf(name: string): string | null {
  if (INVISIBLE.test(name) || name.length > MAX_LENGTH) return `A name has 1 to ${MAX_LENGTH} characters.`;
  return UNSHOWABLE.test(name) ? "A name has no control characters." : null;
}

/** Runs of white space become one space. The same name again changes nothing. */
export function renameConnection(ctx: ServiceContext, merchantId: string, connectionId: string, given: string): Promise<Result<null, Failure>> {
  const name = given.trim().replace(/\s+/g, " ");
  const wrong = problemOf(name);
  if (wrong !== null) return Promise.resolve(err(failure("rejected", "name_invalid", wrong)));
  return ctx.db.write(async (tx) => {
    const connection = await getConnection(tx, merchantId, connectionId);
    if (!connection) return err(failure("not_found", "integration_not_found", "This integration no longer exists."));
    if (connection.name === name) return ok(null);
    const now = ctx.clock();
    await updateConnection(tx, merchantId, connectionId, {
      name,
      settings: JSON.stringify({ ...readSettings(connection), is_renamed: true }),
      updated_at: now,
    });
    await writeAudit(
      tx,
      merchantId,
      {
        connectionId,
        kind: "command",
        actor: "merchant",
        action: "renamed",
        entityType: "connection",
        entityId: connectionId,
        data: { before: connection.name, after: name },
      },
      now,
    );
    return ok(null);
  });
}
