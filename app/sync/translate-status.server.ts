/** A store's own word for an order's status → the hub's: the merchant's mapping, else the channel's map, else nobody knows. */
import { CHANNELS } from "#app/channels/all.ts";
import type { Row, Tx } from "#app/data/database.ts";
import type { Order } from "#app/domain/events.ts";
import { failure } from "#app/domain/failure.ts";
import type { HubStatus } from "#app/domain/hub-status.ts";
import type { Applied, ApplyContext } from "./context.ts";

/** What waits for a meaning of the word, on its connection. */
export const statusHoldKey = (sourceStatus: string): string => `status:${sourceStatus}`;

/** What a store's word means there; undefined: it is in neither map. */
export async function meaningOf(tx: Tx, connection: Pick<Row<"connections">, "id" | "channel">, word: string): Promise<HubStatus | undefined> {
  const own = await tx.find("status_mappings", { connection_id: connection.id, direction: "in", from_value: word });
  if (own !== undefined) return own.to_value as HubStatus;
  const known = CHANNELS[connection.channel]?.statuses?.in ?? {};
  return Object.hasOwn(known, word) ? known[word] : undefined;
}

/** When an order with this status was delivered, by what the store says of it. */
export const deliveredAtOf = (hubStatus: HubStatus, order: Pick<Order, "delivered_at" | "closed_at">): number | null =>
  hubStatus === "DELIVERED" ? (order.delivered_at ?? order.closed_at) : null;

/** @returns the order as the connection's map has it; null when its status is in neither map */
export async function translateStatus(ctx: ApplyContext, order: Order): Promise<Order | null> {
  const word = order.source_status;
  if (word === undefined) return order;
  const hubStatus = await meaningOf(ctx.tx, ctx.connection, word);
  if (hubStatus === undefined) return null;
  if (hubStatus === order.hub_status) return order;
  return { ...order, hub_status: hubStatus, delivered_at: deliveredAtOf(hubStatus, order) };
}

/** Held without a deadline: it goes on when somebody has said what the word means. */
export const holdForStatus = (order: Order): Applied => ({
  kind: "held",
  key: statusHoldKey(order.source_status ?? ""),
  until: Number.MAX_SAFE_INTEGER,
  failure: failure("conflict", "status_not_mapped", `The store's status “${order.source_status ?? ""}” has no meaning here yet.`),
});
