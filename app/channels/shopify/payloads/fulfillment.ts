/** fulfillments/*, fulfillment_events/create and the fulfilments within an order: https://shopify.dev/docs/api/webhooks/2026-10?reference=toml#list-of-topics-fulfillments/create */
import { z } from "zod";
import { count, gid, id, words } from "./common.ts";

export const fulfillmentPayload = z.object({
  id,
  admin_graphql_api_id: gid,
  order_id: id.nullish(),
  name: words,
  status: words,
  shipment_status: words,
  tracking_company: words,
  tracking_number: words,
  tracking_numbers: z.array(z.string()).nullish(),
  tracking_url: words,
  tracking_urls: z.array(z.string()).nullish(),
  location_id: id.nullish(),
  line_items: z.array(z.object({ id, quantity: count })).nullish(),
  created_at: z.string(),
  updated_at: words,
});
export type FulfillmentPayload = z.infer<typeof fulfillmentPayload>;

export const fulfillmentEventPayload = z.object({
  id: id.nullish(),
  fulfillment_id: id,
  order_id: id,
  status: z.string().min(1),
  happened_at: words,
  created_at: words,
});
