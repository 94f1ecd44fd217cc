/** `crossdock connections list`. */
import { listConnections, type ConnectionRow } from "#app/data/connections-list.server.ts";
import { iso, isoOrNull } from "#app/lib/iso.ts";
import { command } from "./command.ts";
import { merchantIdsFor } from "./delivery-filter.ts";
import { oneOf, text } from "./options.ts";
import { withReading } from "./session.ts";
import { relative, table } from "./table.ts";

type Listed = ConnectionRow & { merchant_id: string };

export const connectionsList = command({
  about: "Lists connections (a merchant's links to channels) with their status.",
  options: { merchant: text("<id>", "only this merchant's"), status: oneOf("<status>", "only those in this state", ["active", "inactive", "error"]) },
  async run({ values, isJson }, io) {
    const all = await withReading(async (db) => {
      const listed: Listed[] = [];
      for (const merchantId of await merchantIdsFor(db, values.merchant))
        for (const row of await listConnections(db, merchantId)) listed.push({ ...row, merchant_id: merchantId });
      return listed;
    });
    const rows = all.filter((row) => values.status === undefined || row.status === values.status);
    if (isJson) io.json(rows.map(connectionJson));
    else if (rows.length === 0) io.out("There is no such connection.");
    else {
      const now = io.clock();
      io.out(
        table(rows, [
          { title: "ID", value: (row) => row.id },
          { title: "CHANNEL", value: (row) => row.channel },
          { title: "ACCOUNT", value: (row) => row.external_id },
          { title: "NAME", value: (row) => row.name },
          { title: "STATUS", value: (row) => (row.status_reason === null ? row.status : `${row.status} (${row.status_reason})`) },
          { title: "READS", value: (row) => (JSON.parse(row.entities) as string[]).join(", ") },
          { title: "LAST SYNC", value: (row) => relative(row.last_sync_at, now) },
        ]),
      );
    }
    return 0;
  },
});

/** REST's names (platform, store_url, integration_name, last_sync), and what an operator needs beside them. */
export const connectionJson = (row: Listed): object => ({
  id: row.id,
  merchant_id: row.merchant_id,
  platform: row.channel,
  store_url: /^https?:/.test(row.external_id) ? row.external_id : `https://${row.external_id}`,
  external_id: row.external_id,
  integration_name: row.name,
  status: row.status,
  status_reason: row.status_reason,
  entities: JSON.parse(row.entities) as string[],
  onboarding_step: row.onboarding_step,
  last_sync: isoOrNull(row.last_sync_at),
  last_error: row.last_error,
  created_at: iso(row.created_at),
});
