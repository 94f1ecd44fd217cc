/**
 * Where Action Scheduler is not there, WP-Cron keeps the time; where that is switched off (DISABLE_WP_CRON), a real cron job or the visitors' requests do.
 * Each with WordPress' own cron over real requests; with Action Scheduler: woo-plugin/tests/Schedule.
 */
import { afterEach, describe, expect, it } from "vitest";
import { waitUntil } from "../helpers/wait-until.ts";
import { startStandHub } from "../woocommerce/stand-hub.ts";
import type { StandHub } from "../woocommerce/stand-hub.ts";
import { doWithoutWooCommerce } from "../wordpress/instead-of-woocommerce.ts";
import { startWordPress, whyNot } from "../wordpress/start-wordpress.ts";
import type { WordPressSite } from "../wordpress/start-wordpress.ts";

const isAboutTheDatabase = !["sqlite", undefined].includes(process.env["CROSSDOCK_TEST_DATABASE"]);
const reason = isAboutTheDatabase ? "needs the run on SQLite: the plugin does not know the hub's database" : whyNot();

describe.skipIf(reason)(`without Action Scheduler${reason ? ` (${reason})` : ""}`, () => {
  let site: WordPressSite | undefined;
  let hub: StandHub | undefined;
  const visit = async (path = "/"): Promise<void> => void (await (await fetch(site!.url + path)).text());
  const sent = (): number => hub!.calls.filter(({ call }) => call === "POST events").length;
  const schedule = (): Promise<string> =>
    site!.php('echo json_encode(array(wp_get_schedule("crossdock_tick"), (int) wp_next_scheduled("crossdock_tick") - time()));');
  /** Something has run just now, as far as visitors' requests know: they leave it to the clock. */
  const isQuietFor = (seconds: number): Promise<string> => site!.php(`update_option("crossdock_last_run", time() - ${seconds}, true);`);

  async function start(wpCron: boolean): Promise<void> {
    hub = await startStandHub();
    site = await startWordPress({ plugin: true, wpCron, constants: { CROSSDOCK_ALLOW_LOCAL_HUB: true } });
    doWithoutWooCommerce(site);
    await site.php(
      `Crossdock\\Site\\Consent::give(1); Crossdock\\Plugin::instance()->get(Crossdock\\Bridge\\Pairing::class)->pair("GOOD-CODE", "${hub.url}");
       Crossdock\\Plugin::instance()->get(Crossdock\\Outbox\\Outbox::class)->append_test_event();`,
    );
    await isQuietFor(0);
  }
  afterEach(async () => {
    await site?.stop();
    await hub?.close();
    site = hub = undefined;
  });

  it("WP-Cron ticks every minute, from pairing until the plugin is switched off", async () => {
    await start(true);
    await waitUntil(
      "WP-Cron has sent it",
      async () => {
        await visit(`/?${Date.now()}`);
        return sent() === 1;
      },
      { everyMs: 250, explain: async () => `${await schedule()}\n${site!.logs().slice(-1_000)}` },
    );
    const [name, left] = JSON.parse(await schedule()) as [string, number];
    expect([name, left > 0 && left <= 60]).toEqual(["crossdock_minute", true]);
    await site!.php('require_once ABSPATH . "wp-admin/includes/plugin.php"; deactivate_plugins("crossdock/crossdock.php");');
    expect(await schedule()).toMatch(/^\[false,/);
  });

  it("with DISABLE_WP_CRON a real cron job ticks: the line that the health page gives", async () => {
    await start(false);
    await visit();
    await visit();
    expect(sent(), "visits leave it to the clock for a minute").toBe(0);
    const lines = await site!.php("wp_set_current_user(1); echo json_encode(array_column(Crossdock\\Doctor\\CronLines::all(), 'line'));");
    const address = /curl -fsS '([^']+)'/.exec((JSON.parse(lines) as string[]).join("\n"))?.[1];
    expect(address).toBe(`${site!.url}/wp-cron.php?doing_wp_cron`);
    await (await fetch(address!)).text();
    await waitUntil("the tick has sent it", () => sent() === 1, { explain: schedule });
  });

  it("with DISABLE_WP_CRON and no cron job a visit does it, when nothing has run for a minute", async () => {
    await start(false);
    await isQuietFor(61);
    await visit();
    await waitUntil("the visit has sent it", () => sent() === 1);
  });
});
