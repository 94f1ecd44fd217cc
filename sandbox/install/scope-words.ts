/** What a scope lets an app see or do, in the words a merchant reads on the grant page. */
export interface ScopeWords {
  title: string;
  detail: string;
}

const WORDS: Record<string, ScopeWords> = {
  read_orders: { title: "View orders", detail: "Orders of the last 60 days, their lines, payments and refunds" },
  write_orders: { title: "View and edit orders", detail: "Change, cancel and refund orders" },
  read_all_orders: { title: "View all orders", detail: "Orders older than 60 days" },
  read_fulfillments: { title: "View fulfillments", detail: "What was shipped, with carrier and tracking number" },
  write_fulfillments: { title: "View and edit fulfillments", detail: "Mark items as shipped and add tracking" },
  read_customers: { title: "View customers", detail: "Names, contact details and addresses" },
  write_customers: { title: "View and edit customers", detail: "Create and change customers" },
  read_products: { title: "View products", detail: "Products, variants, prices and SKUs" },
  write_products: { title: "View and edit products", detail: "Create and change products and prices" },
  read_inventory: { title: "View inventory", detail: "Stock of every variant at every location" },
  write_inventory: { title: "View and edit inventory", detail: "Change stock quantities" },
  read_locations: { title: "View locations", detail: "The names and addresses of your locations" },
};

/** Plain words for a scope; one we have no words for is shown by its own name rather than hidden. */
export function describeScope(scope: string): ScopeWords {
  return WORDS[scope] ?? { title: scope.replaceAll("_", " "), detail: `Shopify's access scope ${scope}` };
}
