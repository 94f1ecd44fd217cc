/** customers/* and the customer within an order: https://shopify.dev/docs/api/webhooks/2026-10?reference=toml#list-of-topics-customers/create */
import { z } from "zod";
import { address, gid, id, words } from "./common.ts";

export const customerPayload = z.object({
  id,
  admin_graphql_api_id: gid,
  first_name: words,
  last_name: words,
  email: words,
  phone: words,
  default_address: address,
  created_at: words,
  updated_at: words,
});
export type CustomerPayload = z.infer<typeof customerPayload>;
