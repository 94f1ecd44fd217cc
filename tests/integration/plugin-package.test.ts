/** The archive that `npm run package-plugin` makes: what is in it, and a fresh WordPress that has no WooCommerce. With it: tests/woocommerce. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { makePot } from "../../scripts/plugin/make-pot.ts";
import { readPluginFiles } from "../../scripts/plugin/plugin-files.ts";
import { projectRoot } from "../helpers/results-folder.ts";
import { installPackage, phpComplaints, statusOf } from "../wordpress/install-package.ts";
import { startWordPress, whyNot } from "../wordpress/start-wordpress.ts";

const isAboutTheDatabase = !["sqlite", undefined].includes(process.env["CROSSDOCK_TEST_DATABASE"]);

describe("the plugin's archive", () => {
  it("is installed on a WordPress without WooCommerce, which says politely what is missing and goes on", async (context) => {
    if (isAboutTheDatabase) context.skip("the plugin does not know the hub's database");
    const reason = whyNot();
    if (reason) context.skip(reason);
    const site = await startWordPress({ wpCron: false });
    try {
      const { installed, activated } = await installPackage(site);
      expect(installed).toBe("1");
      // WordPress itself reads "Requires Plugins" and refuses.
      expect(activated).toMatch(/WooCommerce/i);
      // An owner who takes WooCommerce away afterwards: ours is active then, and waits.
      await site.php('update_option("active_plugins", array("crossdock/crossdock.php"));');
      const notices = await site.php('wp_set_current_user(1); do_action("admin_notices");');
      expect(notices).toContain("Crossdock waits for WooCommerce 8.2 or newer");
      for (const path of ["/", "/wp-login.php", "/wp-json/"]) expect(await statusOf(site.url + path), path).toBe(200);
      const { namespaces } = (await (await fetch(`${site.url}/wp-json/`)).json()) as { namespaces: string[] };
      expect([namespaces.includes("wp/v2"), namespaces.includes("crossdock/v1")]).toEqual([true, false]);
      expect(phpComplaints(site)).toEqual([]);
      const names = readPluginFiles(join(site.root, "wp-content/plugins/crossdock")).map(({ name }) => name);
      expect(names.filter((name) => /node_modules|vendor|tests|client\/|\.map$|package|composer|phpstan/.test(name))).toEqual([]);
    } finally {
      await site.stop();
    }
  }, 900_000);

  it("has the texts to translate as they are in the sources (node_modules/.bin/node scripts/plugin/make-pot.ts)", (context) => {
    if (isAboutTheDatabase) context.skip("the plugin does not know the hub's database");
    expect(readFileSync(join(projectRoot, "woo-plugin/languages/crossdock.pot"), "utf8")).toBe(makePot());
  });
});
