import { listDataExports } from "#app/data/connections-list.server.ts";
import type { Database } from "#app/data/database.ts";
import { getRetention } from "#app/data/retention.server.ts";
import { DAY_MS } from "#app/domain/retention.ts";
import { type Stamp, stampOf } from "#app/lib/stamp.ts";

export interface SettingsView {
  dataExports: { id: string; customer: string; requestedAt: Stamp; expiresAt: Stamp }[];
}

export async function presentSettings(db: Database, merchantId: string, timeZone: string | null, now: number): Promise<SettingsView> {
  const [rows, { retention }] = await Promise.all([listDataExports(db, merchantId, now), getRetention(db, merchantId)]);
  return {
    dataExports: rows.map((row) => ({
      id: row.id,
      customer: row.subject,
      requestedAt: stampOf(row.createdAt, timeZone, now),
      // Cleaned sooner where the merchant keeps them for less.
      expiresAt: stampOf(Math.min(row.expiresAt, row.createdAt + retention.exports * DAY_MS), timeZone, now),
    })),
  };
}
