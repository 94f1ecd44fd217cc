/** https://woocommerce.github.io/woocommerce-rest-api-docs/#customer-properties */
import { z } from "zod";
import { addressPayload, id, optionalText } from "./common.ts";

export const customerPayload = z.object({
  id,
  email: optionalText,
  first_name: optionalText,
  last_name: optionalText,
  date_created_gmt: optionalText,
  date_modified_gmt: optionalText,
  billing: addressPayload.nullish(),
  shipping: addressPayload.nullish(),
});
