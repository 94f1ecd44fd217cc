/** Paths of Shopify's library: bounce page, leaving the frame. It answers by throwing. */
import type { LoaderFunctionArgs } from "@remix-run/node";
import { authenticateAdmin } from "#app/shopify.server.ts";

export async function loader({ request }: LoaderFunctionArgs) {
  await authenticateAdmin(request);
  return null;
}
