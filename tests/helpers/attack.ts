/** What the tenancy tests attack with: two merchants, and calls made for one that name what is the other's. */
import type { Database, Row, Tx } from "#app/data/database.ts";
import { tenantOf } from "./seed-tenant.ts";

export const alpha = tenantOf("alpha", 9);
export const bravo = tenantOf("bravo", 7);

/** bravo's own rows, as a caller that mixed tenants up would hand them in. */
interface TheirRows {
  orders: Row<"orders">[];
  customers: Row<"customers">[];
}

/** Calls the function for `me` and names, wherever it can name something, what is bravo's. */
export type Attack = (db: Database, tx: Tx, me: string, theirs: TheirRows) => Promise<unknown>;
/** By `file/function` of app/data. */
export type Attacks = Record<string, Attack>;

export async function eachOf<A>(inputs: readonly A[], call: (input: A) => Promise<unknown>): Promise<unknown[]> {
  const answers: unknown[] = [];
  for (const input of inputs) answers.push(await call(input));
  return answers;
}
