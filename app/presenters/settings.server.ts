import { listDataExports } from "#app/data/connections-list.server.ts";
import type { Database } from "#app/data/database.ts";
import { type Stamp, stampOf } from "#app/lib/stamp.ts";

export interface SettingsView {
  dataExports: { id: string; customer: string; requestedAt: Stamp; expiresAt: Stamp }[];
}

export async function presentSettings(db: Database, merchantId: string, timeZone: string | null, now: number): Promise<SettingsView> {
  const rows = await listDataExports(db, merchantId, now);
  return {
    dataExports: rows.map((row) => ({
      id: row.id,
      customer: row.subject,
      requestedAt: stampOf(row.createdAt, timeZone, now),
      expiresAt: stampOf(row.expiresAt, timeZone, now),
    })),
  };
}
