/** What is wrong with the rows of a file, counted. */
import type { Database } from "./database.ts";
import { sql } from "./sql.ts";

/** How many mistakes of which code its bad rows have. */
export async function countRowErrors(db: Database, merchantId: string, importId: string): Promise<{ code: string; count: number }[]> {
  const [code, each] =
    db.engine === "sqlite"
      ? [sql`e.value ->> 'code'`, sql`json_each(r.errors) e`]
      : [sql`e ->> 'code'`, sql`jsonb_array_elements(r.errors::jsonb) e`];
  const { rows } = await sql<{ code: string; n: number | string }>`
    SELECT ${code} AS code, count(*) AS n FROM import_rows r, ${each}
    WHERE r.merchant_id = ${merchantId} AND r.import_id = ${importId} AND r.status = 'bad' GROUP BY 1`.execute(db.read);
  return rows.map((row) => ({ code: row.code, count: Number(row.n) }));
}
