/** Whose reports an address takes, with the secret that proves them. */
import type { ConnectorAccount } from "#app/connectors/contract.ts";
import { findConnectionById } from "#app/data/system/connections.server.ts";
import type { ServiceContext } from "./context.server.ts";
import { accountOf } from "./messages/connector-account.server.ts";

/** @returns null: no such connection, or a deleted one. Throws where its secret cannot be opened: the sender is asked to come again. */
export async function findReportingAccount(
  ctx: Pick<ServiceContext, "db" | "box">,
  connector: string,
  connectionId: string,
): Promise<ConnectorAccount | null> {
  const connection = await findConnectionById(ctx.db, connectionId);
  if (connection?.channel !== connector || connection.deleted_at !== null) return null;
  return accountOf(ctx.box, connection);
}
