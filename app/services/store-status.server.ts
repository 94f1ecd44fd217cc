import { findConnectionByAccount } from "#app/data/system/connections.server.ts";
import type { ServiceContext } from "./context.server.ts";

export interface StoreStatus {
  status: string;
  reason: string | null;
  isSetUp: boolean;
}

/** How the signed-in store stands, for the frame around every page; null when it is not connected. */
export async function storeStatus(ctx: Pick<ServiceContext, "db">, shop: string): Promise<StoreStatus | null> {
  const connection = await findConnectionByAccount(ctx.db, "shopify", shop);
  if (!connection || connection.deleted_at !== null) return null;
  return { status: connection.status, reason: connection.status_reason, isSetUp: connection.onboarding_step === "done" };
}
