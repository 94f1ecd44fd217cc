import type { WooStore } from "../types.ts";

export const DEMO_STORE: WooStore = {
  slug: "demo",
  name: "Demo Store",
  currency: "USD",
  decimals: 2,
  gmt_offset: -6,
  timezone: "America/Chicago",
  country: "US",
  state: "TX",
  city: "Austin",
  postcode: "78701",
  address: "12 Example Plaza",
  calc_taxes: true,
  prices_include_tax: false,
  tax_rates: [
    { id: 1, country: "US", state: "TX", rate: 8.25, name: "Sales tax", shipping: true },
    { id: 2, country: "DE", state: "", rate: 19, name: "MwSt", shipping: true },
    { id: 3, country: "FR", state: "", rate: 20, name: "TVA", shipping: true },
  ],
  custom_statuses: {},
};

/** A currency without decimals, prices with tax, and a clock on the other side of UTC. */
export const YEN_STORE: WooStore = {
  slug: "yen",
  name: "Yen Store",
  currency: "JPY",
  decimals: 0,
  gmt_offset: 9,
  timezone: "Asia/Tokyo",
  country: "JP",
  state: "JP13",
  city: "Shibuya",
  postcode: "150-0001",
  address: "1-2-3 Jingumae",
  calc_taxes: true,
  prices_include_tax: true,
  tax_rates: [{ id: 1, country: "JP", state: "", rate: 10, name: "Consumption tax", shipping: true }],
  custom_statuses: {},
};

/** What a store created by PUT /sandbox/woocommerce/stores/{slug} is unless the call says otherwise: plain and empty. */
export const PLAIN_STORE: Omit<WooStore, "slug"> = {
  name: "Plain Store",
  currency: "USD",
  decimals: 2,
  gmt_offset: 0,
  timezone: "UTC",
  country: "US",
  state: "TX",
  city: "Austin",
  postcode: "78701",
  address: "1 Example Street",
  calc_taxes: false,
  prices_include_tax: false,
  tax_rates: [],
  custom_statuses: {},
};
