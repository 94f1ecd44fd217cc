/** Where Shopify's library sends a request that names no store, or one that is not signed in: to the install page of that store, or to the start. */
import { type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { getEnv } from "#app/lib/env.ts";
import { installAddress } from "#app/services/install-address.server.ts";

export function loader({ request }: LoaderFunctionArgs) {
  const shop = new URL(request.url).searchParams.get("shop");
  return redirect((shop && installAddress(shop, getEnv())) || "/");
}
