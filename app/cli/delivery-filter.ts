/** The filter that `deliveries list` and `deliveries replay` share. */
import { DELIVERY_STATUSES } from "#app/domain/delivery-status.ts";
import type { DeliveryFilter } from "#app/data/deliveries-search.server.ts";
import type { Database } from "#app/data/database.ts";
import { listMerchants } from "#app/data/system/merchants.server.ts";
import { CommandFailed, type Values } from "./command.ts";
import { oneOf, text, time } from "./options.ts";

export const FILTER_OPTIONS = {
  status: oneOf("<status>", "only those in this state", DELIVERY_STATUSES),
  topic: text("<topic>", "only this topic, such as orders/create"),
  order: text("<number>", "only this order's: 1001, #1001 or SH-#1001"),
  "external-id": text("<id>", "only those about the entity with this id at the platform"),
  connection: text("<id>", "only this connection's"),
  since: time("received at or after: 2026-11-21T10:00:00Z (UTC unless it says otherwise), or 30m, 24h, 7d ago"),
  until: time("received before"),
  merchant: text("<id>", "only this merchant's"),
};

type FilterValues = Values<typeof FILTER_OPTIONS>;

export const filterOf = (values: FilterValues): DeliveryFilter => ({
  status: values.status,
  topic: values.topic,
  order: values.order,
  externalId: values["external-id"],
  connectionId: values.connection,
  since: values.since,
  until: values.until,
});

export const isFiltered = (values: FilterValues): boolean =>
  Object.keys(FILTER_OPTIONS).some((name) => values[name as keyof FilterValues] !== undefined);

/** The merchants a filter means. @throws CommandFailed for one that does not exist: an empty list would look like an answer. */
export async function merchantIdsFor(db: Database, merchant: string | undefined): Promise<string[]> {
  const known = (await listMerchants(db)).map((row) => row.id);
  if (merchant === undefined) return known;
  if (!known.includes(merchant)) throw new CommandFailed(`There is no merchant ${merchant}. See: npx crossdock merchants list`);
  return [merchant];
}
