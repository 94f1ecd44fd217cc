/** wc/v3 JSON, as far as it is read. What is not named here is ignored: plugins add fields of their own everywhere. */
import { z } from "zod";

/** Ids are integers; our reader gives those beyond 2^53 as text. 0 means "none". */
export const id = z.union([z.number().int().nonnegative(), z.string().regex(/^\d{1,20}$/)]).transform(String);

/** Decimal text; some plugins answer a number, and "" stands for nothing. */
export const amount = z.union([z.string(), z.number()]).transform((value) => (typeof value === "number" ? decimalText(value) : value.trim()));

const decimalText = (value: number): string => (String(value).includes("e") ? value.toFixed(10) : String(value));

export const optionalText = z.string().nullish();

export const addressPayload = z.object({
  first_name: optionalText,
  last_name: optionalText,
  company: optionalText,
  address_1: optionalText,
  address_2: optionalText,
  city: optionalText,
  state: optionalText,
  postcode: z.union([z.string(), z.number()]).transform(String).nullish(),
  country: optionalText,
  email: optionalText,
  phone: z.union([z.string(), z.number()]).transform(String).nullish(),
});
export type AddressPayload = z.output<typeof addressPayload>;

export const metaPayload = z.array(z.object({ key: z.string().nullish(), value: z.unknown() })).nullish();
