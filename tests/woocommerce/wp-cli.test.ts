/**
 * The real WP-CLI with the real WooCommerce: orders by `wp crossdock work` and by the clock, which `wp action-scheduler run` stands in for. Signals, locks, a hub that is away,
 * wrong options: tests/integration/wp-cli.test.ts, which needs no shop.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { waitUntil } from "../helpers/wait-until.ts";
import { startWordPress } from "../wordpress/start-wordpress.ts";
import type { WordPressSite } from "../wordpress/start-wordpress.ts";
import { findWpCli, runWp, startWp, wordsOf } from "../wordpress/wp-cli.ts";
import { isHpos } from "./hpos.ts";
import { startStandHub } from "./stand-hub.ts";
import type { StandHub } from "./stand-hub.ts";

const wpCli = findWpCli();
const reason = "reason" in wpCli ? wpCli.reason : undefined;

describe.skipIf(reason)(`wp crossdock in a shop${reason ? ` (${reason})` : ""}`, () => {
  let hub: StandHub;
  let site: WordPressSite;
  const toldOf = (id: string): string[] =>
    hub.calls
      .filter(({ call }) => call === "POST events")
      .flatMap(({ body }) => body["events"] as { topic: string; resource_id: string }[])
      .filter(({ topic, resource_id }) => topic.startsWith("order.") && resource_id === id)
      .map(({ topic }) => topic);
  const makeOrder = () =>
    site.php('$order = new WC_Order(); $order->set_billing_email("ada@example.com"); $order->set_status("pending"); echo $order->save();');

  beforeAll(async () => {
    hub = await startStandHub();
    const constants = { CROSSDOCK_ALLOW_LOCAL_HUB: true };
    site = await startWordPress({ database: "mariadb", woocommerce: true, hpos: isHpos, plugin: true, wpCron: false, constants });
    expect((await runWp(site, ["crossdock", "pair", "GOOD-CODE", `--hub=${hub.url}`, "--yes"])).said).toMatch(/Success: Paired\.$/);
  });
  afterAll(async () => {
    await site?.stop();
    await hub?.close();
  });

  it("work sends an order that is made while it works, carries out a command, and ends at SIGTERM", async () => {
    const working = startWp(site, ["crossdock", "work"]);
    await waitUntil("it works", () => hub.calls.some(({ call }) => call === "GET commands"));
    const id = await makeOrder();
    await waitUntil("the order is with the hub", () => toldOf(id).length > 0, { explain: () => wordsOf(working) });
    const command = { id: "cmd_wpcli", kind: "order.status", payload: { order_id: Number(id), status: "processing" } };
    hub.answers["GET commands"] = { commands: [{ ...command, created_at: new Date().toISOString(), expires_at: null }], wanted: [] };
    const answered = () => hub.calls.find(({ call }) => call === "POST commands/cmd_wpcli/result");
    await waitUntil("the command is answered", () => answered() !== undefined, { explain: () => wordsOf(working) });
    hub.answers = {};
    expect(answered()!.body["status"]).toBe("done");
    await waitUntil("the hub knows what came of it", () => toldOf(id).length > 1, { explain: () => wordsOf(working) });
    expect(await working.stop()).toBe(0);
    expect(wordsOf(working)).toMatch(/commands: 1 done, 0 failed(.|\n)*\nStopped\.$/);
    expect(await site.php(`echo wc_get_order(${id})->get_status();`)).toBe("processing");
  });

  it("Action Scheduler's own command ticks: what waits is sent", async () => {
    const id = await makeOrder();
    const ran = await runWp(site, ["action-scheduler", "run", "--hooks=crossdock_tick", "--force"]);
    expect([ran.code, ran.said]).toEqual([0, expect.stringMatching(/Completed processing action \d+ with hook: crossdock_tick/)]);
    expect(toldOf(id)).toEqual(["order.created"]);
  });
});
