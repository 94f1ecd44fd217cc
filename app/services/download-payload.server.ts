import { readPayload } from "#app/data/exports-read.server.ts";
import type { ServiceContext } from "./context.server.ts";

/** The raw body of a delivery, byte for byte; null when it is not stored or not this merchant's. */
export async function downloadPayload(ctx: Pick<ServiceContext, "db">, merchantId: string, deliveryId: string | null): Promise<Uint8Array<ArrayBuffer> | null> {
  if (!/^\d{1,15}$/.test(deliveryId ?? "")) return null;
  const body = await readPayload(ctx.db, merchantId, Number(deliveryId));
  return body && new Uint8Array(body);
}
