import { getConnection, type Connection } from "#app/data/connections.server.ts";
import type { Database } from "#app/data/database.ts";
import { CommandFailed } from "./command.ts";
import { merchantIdsFor } from "./delivery-filter.ts";

/** A connection by its id alone: an operator does not know whose it is. @throws CommandFailed when there is none */
export async function findConnection(db: Database, id: string): Promise<Connection> {
  for (const merchantId of await merchantIdsFor(db, undefined)) {
    const connection = await getConnection(db, merchantId, id);
    if (connection !== undefined) return connection;
  }
  throw new CommandFailed(`There is no connection ${id}. See: npx crossdock connections list`);
}
