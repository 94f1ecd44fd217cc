/** Orders must not be lost to an erasure: what was not processed yet is read from the source again, where the person is gone too. */
import { CHANNELS } from "#app/channels/all.ts";
import type { ApplyContext } from "./context.ts";
import { requestRead } from "./request-read.server.ts";

/** Plans reads for the orders of those deliveries that have not been processed. To be called before their bodies are erased. */
export async function readInsteadOfErased(ctx: ApplyContext, deliveryIds: readonly number[]): Promise<void> {
  const { tx, connection } = ctx;
  for (const id of deliveryIds) {
    const delivery = await tx.find("deliveries", { merchant_id: connection.merchant_id, id });
    if (delivery === undefined || delivery.status === "completed" || delivery.id === ctx.deliveryId) continue;
    const payload = await tx.find("delivery_payloads", { merchant_id: connection.merchant_id, delivery_id: id });
    if (payload === undefined || payload.erased_at !== null) continue;
    const read = CHANNELS[connection.channel]?.interpret(
      {
        topic: delivery.topic,
        headers: JSON.parse(payload.headers) as Record<string, string>,
        body: payload.body,
        triggeredAt: delivery.triggered_at,
      },
      { externalId: connection.external_id, currency: connection.currency, country: connection.country, timezone: connection.timezone },
    );
    if (!read?.ok || read.value.entityType !== "order" || read.value.externalId === null || read.value.event.type === "deleted") continue;
    await requestRead(ctx, "order", read.value.externalId, { reason: "a delivery about it was erased before it was processed" });
  }
}
