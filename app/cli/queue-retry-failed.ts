/** `crossdock queue retry-failed`. */
import { retryFailedDeliveries } from "#app/services/retry-failed-deliveries.server.ts";
import { command } from "./command.ts";
import { merchantIdsFor } from "./delivery-filter.ts";
import { findConnection } from "./find-connection.ts";
import { text } from "./options.ts";
import { retryFailedSyncItems } from "./retry-sync-items.ts";
import { withServices } from "./session.ts";
import { counted } from "./table.ts";

export const queueRetryFailed = command({
  about:
    "Makes deliveries and sync items (reads and writes at a channel) due now that wait for their next attempt (failed) or were given up (dead), with all attempts before them again. What may have been done already (outcome unknown) is left to a person.",
  options: { merchant: text("<id>", "only this merchant's"), connection: text("<id>", "only this connection's") },
  async run({ values, isJson }, io) {
    const { deliveries, syncItems } = await withServices(io, async ({ context }) => {
      if (values.merchant !== undefined) await merchantIdsFor(context.db, values.merchant);
      if (values.connection !== undefined) await findConnection(context.db, values.connection);
      const filter = { merchantId: values.merchant, connectionId: values.connection };
      return { deliveries: await retryFailedDeliveries(context, filter), syncItems: await retryFailedSyncItems(context, filter) };
    });
    if (isJson) io.json({ retried: deliveries + syncItems, deliveries, sync_items: syncItems });
    else io.out(`Due again: ${counted(deliveries, "delivery", "deliveries")}, ${counted(syncItems, "sync item")}.`);
    return 0;
  },
});
