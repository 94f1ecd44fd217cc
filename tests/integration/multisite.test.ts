/**
 * The plugin in a network of sites (WordPress' own, in folders), on WordPress without WooCommerce; with shops: tests/woocommerce/multisite.test.ts.
 * Each site has its own hub here, so that what goes to the wrong one is seen.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { waitUntil } from "../helpers/wait-until.ts";
import { startStandHub } from "../woocommerce/stand-hub.ts";
import type { StandHub } from "../woocommerce/stand-hub.ts";
import { startWordPress, whyNot } from "../wordpress/start-wordpress.ts";
import type { WordPressSite } from "../wordpress/start-wordpress.ts";

const isAboutTheDatabase = !["sqlite", undefined].includes(process.env["CROSSDOCK_TEST_DATABASE"]);
const reason = isAboutTheDatabase ? "needs the run on SQLite: the plugin does not know the hub's database" : whyNot();

/** The network's first site has no shop, as often: WooCommerce would be missing there. */
const SHOPS = `<?php
add_filter( 'crossdock_requirements_met', static function () { return 'no' !== get_option( 'test_has_shop', 'yes' ); } );
`;
/** WordPress activates ours only where this one is active. */
const EMPTY = "<?php\n/** Plugin Name: In the place of WooCommerce */\n";
const FIRST = "/";
const SECOND = "/second/";
const NAMES = ["commands_done", "dirty", "outbox", "seen", "state"];

const ours = (prefix: string): string[] => NAMES.map((name) => `${prefix}crossdock_${name}`);
const seqsOf = (hub: StandHub): number[] =>
  hub.calls.filter(({ call }) => call === "POST events").flatMap(({ body }) => (body["events"] as { seq: number }[]).map(({ seq }) => seq));

describe.skipIf(reason)(`a network of sites${reason ? ` (${reason})` : ""}`, () => {
  let site: WordPressSite;
  const hubs: StandHub[] = [];

  const makeSite = (path: string) =>
    site.php(`require_once ABSPATH . "wp-admin/includes/ms.php";
      $made = wp_insert_site(array("domain" => get_network()->domain, "path" => "${path}", "user_id" => 1, "title" => "Shop"));
      echo is_wp_error($made) ? $made->get_error_message() : $made;`);
  const activate = (isForAll: boolean, path = FIRST) =>
    site.php(
      `require_once ABSPATH . "wp-admin/includes/plugin.php"; activate_plugin("woocommerce/woocommerce.php", "", ${isForAll});
       $is = activate_plugin("crossdock/crossdock.php", "", ${isForAll}); echo is_wp_error($is) ? $is->get_error_message() : "active";`,
      { path },
    );
  const tables = (): string[] =>
    site
      .query("SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE '%crossdock\\_%' ESCAPE '\\' ORDER BY name")
      .map(({ name }) => name!);
  const pair = async (path: string): Promise<StandHub> => {
    const hub = await startStandHub();
    hubs.push(hub);
    const said = await site.php(
      `Crossdock\\Site\\Consent::give(1); echo json_encode(Crossdock\\Plugin::instance()->get(Crossdock\\Bridge\\Pairing::class)->pair("GOOD-CODE", "${hub.url}"));`,
      { path },
    );
    expect(JSON.parse(said)).toMatchObject({ ok: true });
    return hub;
  };
  const append = (path: string, count: number) =>
    site.php(`for ($i = 0; $i < ${count}; $i++) Crossdock\\Plugin::instance()->get(Crossdock\\Outbox\\Outbox::class)->append_test_event();`, {
      path,
    });
  const work = (path: string) => site.php("Crossdock\\Plugin::instance()->get(Crossdock\\Schedule\\Work::class)->run(5000);", { path });
  const rows = (table: string): number => Number(site.query(`SELECT COUNT(*) AS n FROM ${table}`)[0]!["n"]);
  const complaints = (): string[] =>
    site
      .logs()
      .split("\n")
      .filter((line) => /PHP (Fatal|Parse|Warning|Notice|Deprecated)|WordPress database error/.test(line));

  beforeEach(async () => {
    site = await startWordPress({ plugin: true, wpCron: false, multisite: true, constants: { CROSSDOCK_ALLOW_LOCAL_HUB: true } });
    writeFileSync(join(site.root, "wp-content/mu-plugins/shops.php"), SHOPS);
    mkdirSync(join(site.root, "wp-content/plugins/woocommerce"));
    writeFileSync(join(site.root, "wp-content/plugins/woocommerce/woocommerce.php"), EMPTY);
    expect(await makeSite(SECOND)).toBe("2");
  });
  afterEach(async () => {
    await site?.stop();
    for (const hub of hubs.splice(0)) await hub.close();
  });

  it("activated for all: each site has its own tables, connection, numbers and outbox, and none sees another's", async () => {
    expect(await activate(true)).toBe("active");
    expect(tables()).toEqual([...ours("wp_2_"), ...ours("wp_")].sort());
    const first = await pair(FIRST);
    const second = await pair(SECOND);
    expect(second.calls.find(({ call }) => call === "POST pair")?.body["site_url"]).toBe(`${site.url}/second`);
    await append(FIRST, 3);
    await append(SECOND, 2);
    await work(FIRST);
    expect([seqsOf(first), seqsOf(second)]).toEqual([[1, 2, 3], []]);
    await work(SECOND);
    expect([seqsOf(first), seqsOf(second)]).toEqual([
      [1, 2, 3],
      [1, 2],
    ]);
    expect([rows("wp_crossdock_outbox"), rows("wp_2_crossdock_outbox")]).toEqual([3, 2]);
    // A change made from the first site's request in the second is the second's. A request that ends over there writes no events: neither has been read.
    const change = 'Crossdock\\Events\\DirtyMarker::mark("product", 7, "updated");';
    await site.php(`switch_to_blog(2); ${change} restore_current_blog();`);
    expect([rows("wp_crossdock_dirty"), rows("wp_2_crossdock_dirty")]).toEqual([0, 1]);
    await site.php(`${change} switch_to_blog(2);`);
    for (const prefix of ["wp_", "wp_2_"]) expect(site.query(`SELECT attempts FROM ${prefix}crossdock_dirty`), prefix).toEqual([{ attempts: "0" }]);
    // Visitors of the second shop start the second's work, and only that.
    await append(FIRST, 1);
    await append(SECOND, 1);
    await site.php('delete_option("crossdock_last_run");', { path: SECOND });
    await (await fetch(site.url + SECOND)).text();
    await waitUntil("the visit has sent it", () => seqsOf(second).length === 3);
    expect(seqsOf(first)).toEqual([1, 2, 3]);
    // One is disconnected, the other goes on.
    await site.php("Crossdock\\Plugin::instance()->get(Crossdock\\Bridge\\Pairing::class)->disconnect();", { path: SECOND });
    await work(FIRST);
    expect(seqsOf(first)).toEqual([1, 2, 3, 4]);
    expect(complaints()).toEqual([]);
  });

  it("a new site has its tables at once, a site that was there before the plugin at its first visit, and a deleted one takes its tables along", async () => {
    await activate(true);
    expect(await makeSite("/third/")).toBe("3");
    expect(tables()).toEqual(expect.arrayContaining(ours("wp_3_")));
    // As after a hundred sites at activation, or a restored backup.
    await site.php('switch_to_blog(2); Crossdock\\Support\\Tables::drop(); delete_option("crossdock_tables_version");');
    expect(tables()).not.toEqual(expect.arrayContaining(ours("wp_2_")));
    await (await fetch(site.url + SECOND)).text();
    expect(tables()).toEqual(expect.arrayContaining(ours("wp_2_")));
    // The one who deletes works in the first site, which has no shop.
    await site.php('update_option("test_has_shop", "no");');
    await site.php("wp_delete_site(3);");
    expect(tables()).toEqual([...ours("wp_2_"), ...ours("wp_")].sort());
    expect(await makeSite("/fourth/")).toBe("4");
    expect(tables()).toEqual(expect.arrayContaining(ours("wp_4_")));
    expect(complaints()).toEqual([]);
  });

  it("activated for one site only, it is there and nowhere else", async () => {
    expect(await activate(false, SECOND)).toBe("active");
    expect(tables()).toEqual(ours("wp_2_"));
    await (await fetch(site.url)).text();
    await makeSite("/third/");
    expect(tables()).toEqual(ours("wp_2_"));
    const hub = await pair(SECOND);
    await append(SECOND, 2);
    await work(SECOND);
    expect(seqsOf(hub)).toEqual([1, 2]);
    const answers = await Promise.all(
      [FIRST, SECOND].map(async (path) => (await (await fetch(`${site.url}${path}wp-json/`)).text()).includes("crossdock\\/v1")),
    );
    expect(answers).toEqual([false, true]);
    expect(complaints()).toEqual([]);
  });

  it("switched off for all, it ticks nowhere; deleted, it goes from the sites that chose it, and from those that are no more", async () => {
    await activate(true);
    await makeSite("/third/");
    const hub = await pair(SECOND);
    // The clock is wound by a visit.
    for (const path of [FIRST, SECOND]) await (await fetch(site.url + path)).text();
    const ticks = (): Promise<string> =>
      site.php(
        'foreach (get_sites(array("fields" => "ids")) as $id) { switch_to_blog($id); echo $id, wp_next_scheduled("crossdock_tick") ? " ticks " : " still "; restore_current_blog(); }',
      );
    expect(await ticks()).toBe("1 still 2 ticks 3 still ");
    await site.php('require_once ABSPATH . "wp-admin/includes/plugin.php"; deactivate_plugins("crossdock/crossdock.php", false, true);');
    expect(await ticks()).toBe("1 still 2 still 3 still ");
    // Nobody listens: the third's tables stay.
    await site.php("wp_delete_site(3);");
    expect(tables()).toEqual(expect.arrayContaining(ours("wp_3_")));
    await site.php('update_option("crossdock_keep_data", "no"); set_transient("crossdock_test", 1, 60);', { path: SECOND });
    expect(
      await site.php(
        'require_once ABSPATH . "wp-admin/includes/plugin.php"; echo uninstall_plugin("crossdock/crossdock.php") ? "uninstalled" : "no";',
      ),
    ).toBe("uninstalled");
    expect(tables()).toEqual(ours("wp_"));
    const left = (table: string): number => Number(site.query(`SELECT COUNT(*) AS n FROM ${table} WHERE option_name LIKE '%crossdock%'`)[0]!["n"]);
    expect(left("wp_2_options")).toBe(0);
    expect(left("wp_options")).toBeGreaterThan(0);
    expect(seqsOf(hub)).toEqual([]);
    expect(complaints()).toEqual([]);
  });
});
