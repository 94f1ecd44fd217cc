import { randomBytes } from "node:crypto";
import { startWordPress } from "../../wordpress/start-wordpress.ts";
import { callerFor, startReceiver, TAX } from "./ground.ts";
import type { Ground } from "./ground.ts";

const quote = (value: unknown): string => `json_decode('${JSON.stringify(value).replaceAll("\\", "\\\\").replaceAll("'", "\\'")}', true)`;

/** The real WooCommerce with HPOS, in a new WordPress; only where the network is closed. */
export async function realGround(): Promise<Ground> {
  const receiver = await startReceiver();
  const site = await startWordPress({ woocommerce: true, hpos: true, wpCron: false });
  const keyOf = (): { consumer_key: string; consumer_secret: string } => ({
    consumer_key: `ck_${randomBytes(20).toString("hex")}`,
    consumer_secret: `cs_${randomBytes(20).toString("hex")}`,
  });
  const keys = { both: keyOf(), read: keyOf(), write: keyOf() };
  await site.php(`
    global $wpdb;
    foreach (${quote({ read_write: keys.both, read: keys.read, write: keys.write })} as $permissions => $key) {
      $wpdb->insert($wpdb->prefix . "woocommerce_api_keys", array("user_id" => 1, "description" => "contract", "permissions" => $permissions,
        "consumer_key" => wc_api_hash($key["consumer_key"]), "consumer_secret" => $key["consumer_secret"], "truncated_key" => substr($key["consumer_key"], -7)));
    }
    $wpdb->query("DELETE FROM {$wpdb->prefix}woocommerce_tax_rates");
    WC_Tax::_insert_tax_rate(array("tax_rate_country" => "${TAX.country}", "tax_rate_state" => "${TAX.state}", "tax_rate" => "${TAX.rate.toFixed(4)}",
      "tax_rate_name" => "${TAX.name}", "tax_rate_priority" => 1, "tax_rate_shipping" => 1, "tax_rate_order" => 1, "tax_rate_class" => ""));
    foreach (array("woocommerce_calc_taxes" => "no", "woocommerce_prices_include_tax" => "no", "woocommerce_default_country" => "US:TX",
      "woocommerce_tax_based_on" => "shipping", "woocommerce_currency" => "USD", "gmt_offset" => 0, "timezone_string" => "") as $name => $value) {
      update_option($name, $value);
    }`);
  return {
    name: "real",
    site: site.url,
    keys,
    call: callerFor(site.url, keys),
    hookUrl: receiver.url,
    async settings({ calc_taxes, prices_include_tax, gmt_offset, currency, decimals }) {
      const options: Record<string, unknown> = {};
      if (calc_taxes !== undefined) options["woocommerce_calc_taxes"] = calc_taxes ? "yes" : "no";
      if (prices_include_tax !== undefined) options["woocommerce_prices_include_tax"] = prices_include_tax ? "yes" : "no";
      if (gmt_offset !== undefined) options["gmt_offset"] = gmt_offset;
      if (currency !== undefined) options["woocommerce_currency"] = currency;
      if (decimals !== undefined) options["woocommerce_price_num_decimals"] = decimals;
      await site.php(`foreach (${quote(options)} as $name => $value) { update_option($name, $value); }`);
    },
    async restore(kind, id) {
      await site.php(kind === "order" ? `wc_get_order(${id})->untrash();` : `wp_untrash_post(${id});`);
      // A webhook is queued when the request ends; of a command line that is now.
    },
    async deliveries() {
      await site.php(`do { $ran = ActionScheduler_QueueRunner::instance()->run("contract"); } while ($ran > 0);`);
      return receiver.received.splice(0);
    },
    answerHooks(status) {
      receiver.status = status;
    },
    async stop() {
      await site.stop();
      await receiver.close();
    },
  };
}
