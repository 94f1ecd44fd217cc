/** A key under the REST API's field names; never the key itself. */
import type { ApiKeyRow } from "#app/data/api-keys.server.ts";
import { keyState, scopesOf } from "#app/domain/api-key.ts";
import { iso, isoOrNull } from "#app/lib/iso.ts";

export const keyJson = (row: ApiKeyRow, now: number) => ({
  id: row.id,
  merchant_id: row.merchant_id,
  connection_id: row.connection_id,
  name: row.name,
  mode: row.mode,
  prefix: row.prefix,
  scopes: scopesOf(row.scopes),
  status: keyState(row, now),
  created_by: row.created_by,
  created_at: iso(row.created_at),
  expires_at: isoOrNull(row.expires_at),
  last_used_at: isoOrNull(row.last_used_at),
  revoked_at: isoOrNull(row.revoked_at),
  replaced_by: row.replaced_by,
});
