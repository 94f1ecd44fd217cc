/** The account at a message service, as its connector is given it; and how its secret is kept. */
import type { ConnectorAccount } from "#app/connectors/contract.ts";
import type { Row } from "#app/data/database.ts";
import type { SecretBox } from "#app/lib/secret-box.ts";

/** Bound to its connection: a secret that is copied to another row does not open. */
const binding = (connectionId: string): string => `connection:${connectionId}`;

export const sealSecret = (box: SecretBox, connectionId: string, secret: Record<string, unknown>): string =>
  box.seal(JSON.stringify(secret), binding(connectionId));

/** @throws SecretBoxError where the key is no longer given */
export function accountOf(
  box: SecretBox,
  connection: Pick<Row<"connections">, "id" | "external_id" | "settings" | "secret_encrypted">,
): ConnectorAccount {
  const secret = connection.secret_encrypted === null ? {} : (JSON.parse(box.open(connection.secret_encrypted, binding(connection.id))) as unknown);
  return { connectionId: connection.id, externalId: connection.external_id, settings: JSON.parse(connection.settings) as unknown, secret };
}
