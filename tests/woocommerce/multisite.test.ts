/**
 * Two shops in one network: the real WooCommerce on both, each paired with a hub of its own (stand-ins, so that whatever goes to the wrong one is seen), worked by
 * the real WP-CLI. Without shops, and in more states: tests/integration/multisite.test.ts.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startWordPress } from "../wordpress/start-wordpress.ts";
import type { WordPressSite } from "../wordpress/start-wordpress.ts";
import { findWpCli, runWp } from "../wordpress/wp-cli.ts";
import { isHpos } from "./hpos.ts";
import { startStandHub } from "./stand-hub.ts";
import type { StandHub } from "./stand-hub.ts";

const wpCli = findWpCli();
const reason = "reason" in wpCli ? wpCli.reason : undefined;

const FIRST = "/";
const SECOND = "/second/";

interface SentEvent {
  seq: number;
  topic: string;
  resource_id: string;
  data: { object: { status?: string; total?: string } | null };
}

const eventsOf = (hub: StandHub): SentEvent[] =>
  hub.calls.filter(({ call }) => call === "POST events").flatMap(({ body }) => body["events"] as unknown as SentEvent[]);
const toldOf = (hub: StandHub): string[] => eventsOf(hub).map(({ topic, resource_id }) => `${topic} ${resource_id}`);

describe.skipIf(reason)(`two shops in a network${reason ? ` (${reason})` : ""}`, () => {
  let site: WordPressSite;
  let first: StandHub;
  let second: StandHub;

  const crossdock = (path: string, ...args: string[]) => runWp(site, ["crossdock", ...args], { path });
  const php = (path: string, code: string) => site.php(code, { path });
  /** Both shops write and send what they have; numbers and topics then. */
  const settle = async (): Promise<void> => {
    for (const path of [FIRST, SECOND]) expect(await crossdock(path, "work", "--once")).toMatchObject({ code: 0 });
  };
  const makeOrder = (path: string, total: string, more = "") =>
    php(
      path,
      `$item = new WC_Order_Item_Fee(); $item->set_name("Fee"); $item->set_total("${total}");
       $order = new WC_Order(); $order->add_item($item); $order->set_billing_email("ada@example.com"); ${more} $order->calculate_totals(false); $order->set_status("processing"); echo $order->save();`,
    );

  beforeAll(async () => {
    [first, second] = [await startStandHub(), await startStandHub()];
    site = await startWordPress({
      database: "mariadb",
      woocommerce: true,
      hpos: isHpos,
      plugin: true,
      wpCron: false,
      multisite: true,
      constants: { CROSSDOCK_ALLOW_LOCAL_HUB: true },
    });
    await php(
      FIRST,
      `require_once ABSPATH . "wp-admin/includes/plugin.php";
       activate_plugin("woocommerce/woocommerce.php", "", true); activate_plugin("crossdock/crossdock.php", "", true);
       wp_insert_site(array("domain" => get_network()->domain, "path" => "${SECOND}", "user_id" => 1, "title" => "Second shop"));`,
    );
    // WooCommerce makes its tables in the second shop at its first visit; orders lie there as in the first.
    await (await fetch(site.url + SECOND)).text();
    const storage = `WC_Install::install(); wc_get_container()->get(\\Automattic\\WooCommerce\\Internal\\DataStores\\Orders\\DataSynchronizer::class)->create_database_tables();
      update_option("woocommerce_custom_orders_table_data_sync_enabled", "no"); update_option("woocommerce_custom_orders_table_enabled", "${isHpos ? "yes" : "no"}");`;
    await php(SECOND, storage);
    for (const [path, hub] of [
      [FIRST, first],
      [SECOND, second],
    ] as const)
      expect(await crossdock(path, "pair", "GOOD-CODE", `--hub=${hub.url}`, "--yes")).toEqual({
        code: 0,
        said: expect.stringMatching(/Success: Paired\.$/) as string,
      });
    await settle();
  });
  afterAll(async () => {
    await site?.stop();
    await first?.close();
    await second?.close();
  });
  beforeEach(async () => {
    await settle();
    first.calls.length = second.calls.length = 0;
  });

  it("tell each its own orders, with numbers of its own", async () => {
    const uses = 'echo Automattic\\WooCommerce\\Utilities\\OrderUtil::custom_orders_table_usage_is_enabled() ? "yes" : "no";';
    expect([await php(FIRST, uses), await php(SECOND, uses)]).toEqual(Array(2).fill(isHpos ? "yes" : "no"));
    const here = await makeOrder(FIRST, "11");
    const there = [await makeOrder(SECOND, "22"), await makeOrder(SECOND, "33")];
    await settle();
    const orders = (hub: StandHub): string[] =>
      eventsOf(hub)
        .filter(({ topic }) => topic.startsWith("order."))
        .map(({ resource_id, data }) => `${resource_id} ${data.object?.total}`);
    expect(orders(first)).toEqual([`${here} 11.00`]);
    expect(orders(second)).toEqual([`${there[0]} 22.00`, `${there[1]} 33.00`]);
    for (const hub of [first, second]) {
      const seqs = eventsOf(hub).map(({ seq }) => seq);
      expect(seqs).toEqual(seqs.map((_, at) => seqs[0]! + at));
    }
  });

  it("know a change that a request of the first makes in the second, and tell it from there", async () => {
    const id = await makeOrder(SECOND, "44");
    await settle();
    first.calls.length = second.calls.length = 0;
    await php(FIRST, `switch_to_blog(2); wc_get_order(${id})->update_status("completed"); restore_current_blog();`);
    await settle();
    expect(toldOf(first)).toEqual([]);
    expect(eventsOf(second).find(({ resource_id }) => resource_id === id)?.data.object?.status).toBe("completed");
  });

  it("tick each by its own Action Scheduler, and no more when the plugin is switched off for all", async () => {
    const ticking = () =>
      ["wp_", "wp_2_"].map((prefix) =>
        Number(
          site.query(`SELECT COUNT(*) AS n FROM ${prefix}actionscheduler_actions WHERE hook = 'crossdock_tick' AND status = 'pending'`)[0]!["n"],
        ),
      );
    expect(ticking()).toEqual([1, 1]);
    const include = 'require_once ABSPATH . "wp-admin/includes/plugin.php";';
    await php(FIRST, `${include} deactivate_plugins("crossdock/crossdock.php", false, true);`);
    try {
      expect(ticking()).toEqual([0, 0]);
    } finally {
      await php(FIRST, `${include} activate_plugin("crossdock/crossdock.php", "", true);`);
    }
    for (const path of [FIRST, SECOND]) await php(path, "");
    expect(ticking()).toEqual([1, 1]);
  });

  it("tell a buyer only where he belongs, though WordPress has him, and that he has paid, once for all", async () => {
    const id = await php(
      SECOND,
      `$id = wc_create_new_customer("grace@example.com", "grace", wp_generate_password()); update_user_meta($id, "billing_phone", "+1 555 0101"); echo $id;`,
    );
    await makeOrder(SECOND, "55", `$order->set_customer_id(${id}); update_user_meta(${id}, "paying_customer", 1);`);
    // As an administrator of the network does it, in the first shop.
    await php(FIRST, `wp_update_user(array("ID" => ${id}, "first_name" => "Grace")); update_user_meta(${id}, "billing_city", "Exampleville");`);
    await settle();
    expect(toldOf(second)).toContain(`customer.created ${id}`);
    const count = 'echo Crossdock\\Plugin::instance()->get(Crossdock\\Outbox\\Inventory::class)->of("customer")->count();';
    expect([await php(FIRST, count), await php(SECOND, count)]).toEqual(["0", "1"]);
    await php(FIRST, "Crossdock\\Plugin::instance()->get(Crossdock\\Outbox\\Reconciler::class)->run(20000, true);");
    await settle();
    expect(toldOf(first)).toEqual([]);
    await php(
      FIRST,
      `require_once ABSPATH . "wp-admin/includes/user.php"; require_once ABSPATH . "wp-admin/includes/ms.php"; wpmu_delete_user(${id});`,
    );
    await settle();
    expect(toldOf(first)).toEqual([]);
    expect(toldOf(second)).toContain(`customer.deleted ${id}`);
    expect(
      site
        .logs()
        .split("\n")
        .filter((line) => /PHP (Fatal|Parse|Warning|Notice|Deprecated).*plugins\/crossdock|database error.*crossdock/.test(line)),
    ).toEqual([]);
  });
});
