import { readPayload } from "#app/data/exports-read.server.ts";
import { deliveryIdFrom } from "#app/lib/delivery-id.ts";
import type { ServiceContext } from "./context.server.ts";

/** The raw body of a delivery, byte for byte; null when it is not stored or not this merchant's. */
export async function downloadPayload(
  ctx: Pick<ServiceContext, "db">,
  merchantId: string,
  deliveryId: string | null,
): Promise<Uint8Array<ArrayBuffer> | null> {
  const id = deliveryIdFrom(deliveryId);
  const body = id === null ? null : await readPayload(ctx.db, merchantId, id);
  return body && new Uint8Array(body);
}
