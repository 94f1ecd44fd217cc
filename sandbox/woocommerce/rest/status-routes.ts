import { homeUrl, WOO_VERSION, WORDPRESS_VERSION } from "../store.ts";
import { READ } from "./endpoint.ts";
import type { Endpoint, RestCall } from "./endpoint.ts";

function systemStatus(call: RestCall): Record<string, unknown> {
  const { ctx, store } = call.work;
  return {
    environment: {
      home_url: homeUrl(ctx, store),
      site_url: homeUrl(ctx, store),
      version: WOO_VERSION,
      wp_version: WORDPRESS_VERSION,
      wp_multisite: false,
      wp_debug_mode: false,
      wp_cron: true,
      language: "en_US",
      external_object_cache: null,
      server_info: "Crossdock sandbox",
      php_version: "8.2.0",
      default_timezone: "UTC",
      gzip_enabled: true,
      mbstring_enabled: true,
    },
    database: { wc_database_version: WOO_VERSION },
    active_plugins: [
      { plugin: "woocommerce/woocommerce.php", name: "WooCommerce", version: WOO_VERSION, version_latest: WOO_VERSION, network_activated: false },
    ],
    settings: {
      api_enabled: false,
      force_ssl: false,
      currency: store.currency,
      currency_symbol: store.currency === "JPY" ? "&yen;" : "&#36;",
      currency_position: "left",
      thousand_separator: ",",
      decimal_separator: ".",
      number_of_decimals: store.decimals,
      HPOS_enabled: true,
      HPOS_sync_enabled: false,
    },
    security: { secure_connection: false, hide_errors: true },
  };
}

/** What a store tells about itself that a connection is interested in: GET /settings/general/{id} of the few that matter. */
function generalSettings(call: RestCall): Record<string, string> {
  const { store } = call.work;
  return {
    woocommerce_store_address: store.address,
    woocommerce_store_city: store.city,
    woocommerce_default_country: store.state === "" ? store.country : `${store.country}:${store.state}`,
    woocommerce_store_postcode: store.postcode,
    woocommerce_calc_taxes: store.calc_taxes ? "yes" : "no",
    woocommerce_currency: store.currency,
    woocommerce_price_num_decimals: String(store.decimals),
  };
}

export const statusEndpoints: Endpoint[] = [
  { methods: READ, path: "system_status", denied: "list", handle: (call) => ({ status: 200, body: systemStatus(call) }) },
  {
    methods: READ,
    path: "settings/general",
    denied: "list",
    handle: (call) => ({ status: 200, body: Object.entries(generalSettings(call)).map(([id, value]) => ({ id, value, group_id: "general" })) }),
  },
];
