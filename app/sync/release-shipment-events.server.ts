import type { ApplyContext } from "./context.ts";
import type { Change } from "./diff.ts";
import { releaseHeld } from "./release-held.server.ts";

/** Carriers' events that came before their parcel: the parcels that are new among these changes of an order are there now. */
export async function releaseShipmentEvents(ctx: ApplyContext, changes: readonly Change[]): Promise<void> {
  for (const { field, before } of changes) {
    const externalId = /^fulfillments\.([^.]+)\.external_id$/.exec(field)?.[1];
    if (externalId !== undefined && before === null) await releaseHeld(ctx.tx, ctx.queue, ctx.connection.id, `fulfillment:${externalId}`, ctx.now);
  }
}
