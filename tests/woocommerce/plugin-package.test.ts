/** The archive that `npm run package-plugin` makes, on a fresh WordPress that has the real WooCommerce. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { installPackage, phpComplaints, statusOf } from "../wordpress/install-package.ts";
import { startWordPress } from "../wordpress/start-wordpress.ts";
import type { WordPressSite } from "../wordpress/start-wordpress.ts";
import { isHpos } from "./hpos.ts";
import { openAdmin } from "./admin.ts";

describe("the plugin's archive on a shop", () => {
  let site: WordPressSite;
  beforeAll(async () => {
    site = await startWordPress({ woocommerce: true, hpos: isHpos, wpCron: false });
  }, 300_000);
  afterAll(() => site?.stop());

  it("is installed by WordPress, activated, and works", async () => {
    expect(await installPackage(site)).toEqual({ installed: "1", activated: "active" });
    const tables = site.query("SELECT name FROM sqlite_master WHERE name LIKE 'wp_crossdock_%'").map(({ name }) => name);
    expect(tables).toEqual(expect.arrayContaining(["wp_crossdock_outbox", "wp_crossdock_dirty", "wp_crossdock_state"]));
    const admin = await openAdmin(site);
    const page = await admin.page("/wp-admin/admin.php?page=crossdock");
    expect(page).toContain('id="crossdock-admin"');
    for (const file of ["admin.js", "style-admin.css"]) {
      const address = new RegExp(`https?://[^"']+/crossdock/build/${file}[^"']*`).exec(page)?.[0];
      expect(await statusOf(address!)).toBe(200);
    }
    expect(await admin.page("/wp-admin/plugins.php")).toContain("Crossdock for WooCommerce");
    expect(await statusOf(`${site.url}/wp-json/crossdock/v1/state`)).toBe(401);
    // HPOS is used: the plugin says that it can.
    expect(await site.php('echo Automattic\\WooCommerce\\Utilities\\OrderUtil::custom_orders_table_usage_is_enabled() ? "yes" : "no";')).toBe(
      isHpos ? "yes" : "no",
    );
    expect(phpComplaints(site)).toEqual([]);
  }, 600_000);
});
