/** `crossdock queue retry-failed`. */
import { retryFailedDeliveries } from "#app/services/retry-failed-deliveries.server.ts";
import { command } from "./command.ts";
import { merchantIdsFor } from "./delivery-filter.ts";
import { findConnection } from "./find-connection.ts";
import { text } from "./options.ts";
import { withServices } from "./session.ts";
import { counted } from "./table.ts";

export const queueRetryFailed = command({
  about: "Makes deliveries due now that wait for their next attempt (failed) or were given up (dead), with all attempts before them again.",
  options: { merchant: text("<id>", "only this merchant's"), connection: text("<id>", "only this connection's") },
  async run({ values, isJson }, io) {
    const retried = await withServices(io, async ({ context }) => {
      if (values.merchant !== undefined) await merchantIdsFor(context.db, values.merchant);
      if (values.connection !== undefined) await findConnection(context.db, values.connection);
      return retryFailedDeliveries(context, { merchantId: values.merchant, connectionId: values.connection });
    });
    if (isJson) io.json({ retried });
    else io.out(`${counted(retried, "delivery is", "deliveries are")} due again.`);
    return 0;
  },
});
