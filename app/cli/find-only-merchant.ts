import type { Database } from "#app/data/database.ts";
import { merchantIdsFor } from "./delivery-filter.ts";
import { UsageError } from "./command.ts";

/** The merchant named, or the only one there is. @throws UsageError where it is not certain who is meant */
export async function findOnlyMerchant(db: Database, given: string | undefined): Promise<string> {
  const [only, ...others] = await merchantIdsFor(db, given);
  if (only === undefined)
    throw new UsageError("--merchant: there is no merchant yet. Connect a store, or make one with: npx crossdock merchants create");
  if (others.length > 0) throw new UsageError("--merchant: there is more than one merchant. Name one; see: npx crossdock merchants list");
  return only;
}
