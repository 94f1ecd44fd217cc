import type { VariableValues } from "./template.ts";

/** What stands for the variables in a preview and in a test: nobody's data. */
export const sampleValues = (shopName: string, unsubscribeUrl: string): VariableValues => ({
  customer_name: "Ada Example",
  order_name: "#1001",
  shop_name: shopName,
  unsubscribe_url: unsubscribeUrl,
});
