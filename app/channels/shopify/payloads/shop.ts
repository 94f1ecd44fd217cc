/** app/*, shop/update and the compliance topics: https://shopify.dev/docs/apps/build/compliance/privacy-law-compliance */
import { z } from "zod";
import { id, words } from "./common.ts";

/** orders/delete, customers/delete, products/delete. */
export const deletedPayload = z.object({ id });

export const shopPayload = z.object({
  id: id.nullish(),
  name: words,
  currency: words,
  country_code: words,
  country: words,
  iana_timezone: words,
  timezone: words,
});

export const scopesPayload = z.object({ current: z.union([z.array(z.string()), z.string()]) });

const person = z.object({ id: id.nullish(), email: words, phone: words }).nullish();
export const dataRequestPayload = z.object({
  customer: person,
  orders_requested: z.array(id).nullish(),
  data_request: z.object({ id: id.nullish() }).nullish(),
});
export const customerRedactPayload = z.object({ customer: person, orders_to_redact: z.array(id).nullish() });
export const shopRedactPayload = z.object({ shop_id: id.nullish(), shop_domain: words });
