/** Who is asking: every loader and action of the embedded app begins here. */
import { findConnectionByAccount } from "#app/data/system/connections.server.ts";
import type { Connection } from "#app/data/connections.server.ts";
import { authenticateAdmin, type AdminContext } from "#app/shopify.server.ts";
import { serviceContext, type ServiceContext } from "./context.server.ts";

export interface CurrentMerchant {
  ctx: ServiceContext;
  merchantId: string;
  /** The store whose admin the app is open in. */
  connection: Connection;
  timeZone: string | null;
  now: number;
  admin: AdminContext["admin"];
  session: AdminContext["session"];
  scopes: AdminContext["scopes"];
  /** Redirects inside the admin keep who is signed in; Remix' own redirect would lose it. */
  redirect: AdminContext["redirect"];
}

/** @throws Response: to sign in, or to "connect this store" where its connection was deleted. */
export async function currentMerchant(request: Request): Promise<CurrentMerchant> {
  const { admin, session, redirect, scopes } = await authenticateAdmin(request);
  const ctx = serviceContext();
  const connection = await findConnectionByAccount(ctx.db, "shopify", session.shop);
  if (!connection || connection.deleted_at !== null) throw redirect("/app/connect");
  return { ctx, merchantId: connection.merchant_id, connection, timeZone: connection.timezone, now: ctx.clock(), admin, session, scopes, redirect };
}
