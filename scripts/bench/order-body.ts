/** Orders as Shopify's webhooks write them, of a realistic size (3 to 5 KB) and the same for the same number. All names and addresses are invented. */

const FIRST_ORDER_ID = 5_900_000_000_000;
const STARTED_AT = Date.UTC(2026, 9, 1, 8, 0, 0);
const PEOPLE = ["Ada Example", "Ben Sample", "Cleo Specimen", "Dan Muster", "Eva Modelo", "Finn Proefstuk", "Gia Esempio", "Hal Placeholder"];
const TOWNS = [
  ["Springfield", "Illinois", "IL", "62701"],
  ["Portland", "Oregon", "OR", "97201"],
  ["Columbus", "Ohio", "OH", "43004"],
  ["Austin", "Texas", "TX", "73301"],
] as const;
const ITEMS = [
  ["Enamel mug", "Blue", "MUG-BL", 1450],
  ["Canvas apron", "M / Sand", "APR-M-SA", 3900],
  ["Beeswax candle", "Tall", "CAN-TA", 1275],
  ["Walnut board", "Large", "BRD-L", 6425],
  ["Linen towel", "Set of two", "TWL-2", 2290],
] as const;

const decimal = (minor: number): string => (minor / 100).toFixed(2);
const time = (ms: number): string => new Date(ms).toISOString().replace(".000Z", "+00:00");
const both = (minor: number) => {
  const amount = { amount: decimal(minor), currency_code: "USD" };
  return { shop_money: amount, presentment_money: amount };
};

export interface OrderOptions {
  /** How often the order has changed: 0 is as it was placed; 1 is paid; later ones carry a note. */
  revision?: number;
}

/** The body of orders/create (revision 0) or orders/updated for the order number `n`. */
export function orderBody(n: number, { revision = 0 }: OrderOptions = {}): string {
  const id = FIRST_ORDER_ID + n;
  const placedAt = STARTED_AT + n * 7000;
  const updatedAt = placedAt + revision * 60_000;
  const name = PEOPLE[n % PEOPLE.length]!;
  const [firstName, lastName] = name.split(" ") as [string, string];
  const [city, province, provinceCode, zip] = TOWNS[n % TOWNS.length]!;
  const phone = `+1202555${String(100 + (n % 100)).padStart(4, "0")}`;
  const address = {
    first_name: firstName,
    address1: `${1 + (n % 400)} Main Street`,
    phone,
    city,
    zip,
    province,
    country: "United States",
    last_name: lastName,
    address2: null,
    company: null,
    latitude: 39.8,
    longitude: -89.6,
    name,
    country_code: "US",
    province_code: provinceCode,
  };
  const lines = [0, 1].map((at) => lineOf(n, at));
  const subtotal = lines.reduce((sum, line) => sum + line.minor, 0);
  const shipping = 590;
  const tax = lines.reduce((sum, line) => sum + line.taxMinor, 0);
  const total = subtotal + shipping + tax;
  const customerId = 7_100_000_000_000 + (n % 5000);
  return JSON.stringify({
    id,
    admin_graphql_api_id: `gid://shopify/Order/${id}`,
    app_id: 580111,
    browser_ip: null,
    buyer_accepts_marketing: false,
    cancel_reason: null,
    cancelled_at: null,
    cart_token: null,
    checkout_id: id + 17,
    checkout_token: `c${id}`,
    closed_at: null,
    confirmed: true,
    contact_email: `customer${n % 5000}@example.com`,
    created_at: time(placedAt),
    currency: "USD",
    current_subtotal_price: decimal(subtotal),
    current_total_discounts: "0.00",
    current_total_price: decimal(total),
    current_total_price_set: both(total),
    current_total_tax: decimal(tax),
    customer_locale: "en-US",
    discount_codes: [],
    email: `customer${n % 5000}@example.com`,
    estimated_taxes: false,
    financial_status: revision === 0 ? "pending" : "paid",
    fulfillment_status: null,
    landing_site: "/",
    name: `#${1000 + n}`,
    note: revision > 1 ? `Revision ${revision}` : null,
    note_attributes: [],
    number: n,
    order_number: 1000 + n,
    payment_gateway_names: ["bogus"],
    phone: null,
    presentment_currency: "USD",
    processed_at: time(placedAt),
    reference: null,
    source_name: "web",
    subtotal_price: decimal(subtotal),
    tags: "bench, wholesale",
    tax_lines: [{ price: decimal(tax), rate: 0.0725, title: `${province} State Tax` }],
    taxes_included: false,
    test: false,
    total_discounts: "0.00",
    total_line_items_price: decimal(subtotal),
    total_outstanding: revision === 0 ? decimal(total) : "0.00",
    total_price: decimal(total),
    total_price_set: both(total),
    total_tax: decimal(tax),
    total_tax_set: both(tax),
    total_tip_received: "0.00",
    total_weight: 900,
    updated_at: time(updatedAt),
    user_id: null,
    billing_address: address,
    customer: {
      id: customerId,
      email: `customer${n % 5000}@example.com`,
      created_at: time(STARTED_AT - 86_400_000),
      updated_at: time(STARTED_AT),
      first_name: firstName,
      last_name: lastName,
      state: "enabled",
      note: null,
      verified_email: true,
      phone: null,
      tags: "",
      currency: "USD",
      admin_graphql_api_id: `gid://shopify/Customer/${customerId}`,
      default_address: null,
    },
    discount_applications: [],
    fulfillments: [],
    line_items: lines.map((line) => line.payload),
    payment_terms: null,
    refunds: [],
    shipping_address: address,
    shipping_lines: [
      {
        id: id + 5,
        carrier_identifier: null,
        code: "Standard",
        discounted_price: decimal(shipping),
        price: decimal(shipping),
        price_set: both(shipping),
        source: "shopify",
        title: "Standard",
        tax_lines: [],
        discount_allocations: [],
        is_removed: false,
      },
    ],
  });
}

function lineOf(n: number, at: number) {
  const [title, variant, sku, price] = ITEMS[(n + at) % ITEMS.length]!;
  const quantity = 1 + ((n + at) % 3);
  const minor = price * quantity;
  const taxMinor = Math.round(minor * 0.0725);
  const id = FIRST_ORDER_ID * 2 + n * 4 + at;
  const variantId = 43_000_000_000_000 + ((n + at) % ITEMS.length);
  const payload = {
    id,
    admin_graphql_api_id: `gid://shopify/LineItem/${id}`,
    current_quantity: quantity,
    fulfillable_quantity: quantity,
    fulfillment_service: "manual",
    fulfillment_status: null,
    gift_card: false,
    grams: 450,
    name: `${title} - ${variant}`,
    price: decimal(price),
    price_set: both(price),
    product_exists: true,
    product_id: variantId - 36_000_000_000_000,
    properties: [],
    quantity,
    requires_shipping: true,
    sku,
    taxable: true,
    title,
    total_discount: "0.00",
    variant_id: variantId,
    variant_title: variant,
    vendor: "Bench",
    tax_lines: [{ price: decimal(taxMinor), price_set: both(taxMinor), rate: 0.0725, title: "State Tax" }],
    discount_allocations: [],
  };
  return { minor, taxMinor, payload };
}
