/**
 * `wp crossdock …` by the real WP-CLI, each command a process of its own, on a WordPress without WooCommerce (what needs a shop: tests/woocommerce/wp-cli.test.ts)
 * and with a stand-in for the hub.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { waitUntil } from "../helpers/wait-until.ts";
import { startStandHub } from "../woocommerce/stand-hub.ts";
import type { StandHub } from "../woocommerce/stand-hub.ts";
import { doWithoutWooCommerce } from "../wordpress/instead-of-woocommerce.ts";
import { startWordPress, whyNot } from "../wordpress/start-wordpress.ts";
import type { WordPressSite } from "../wordpress/start-wordpress.ts";
import { findWpCli, runWp, startWp, wordsOf } from "../wordpress/wp-cli.ts";

const isAboutTheDatabase = !["sqlite", undefined].includes(process.env["CROSSDOCK_TEST_DATABASE"]);

function obstacle(): string | undefined {
  if (isAboutTheDatabase) return "needs the run on SQLite: the plugin does not know the hub's database";
  const wpCli = whyNot() ?? findWpCli();
  return typeof wpCli === "string" ? wpCli : "reason" in wpCli ? wpCli.reason : undefined;
}

const reason = obstacle();

describe.skipIf(reason)(`wp crossdock${reason ? ` (${reason})` : ""}`, () => {
  let hub: StandHub;
  let site: WordPressSite;
  const crossdock = (...args: string[]) => runWp(site, ["crossdock", ...args]);
  const append = (count: number) =>
    site.php(`for ($i = 0; $i < ${count}; $i++) Crossdock\\Plugin::instance()->get(Crossdock\\Outbox\\Outbox::class)->append_test_event();`);
  const seqs = (): number[] =>
    hub.calls.filter(({ call }) => call === "POST events").flatMap(({ body }) => (body["events"] as { seq: number }[]).map(({ seq }) => seq));
  const leases = (): string[] =>
    site
      .query("SELECT name, value FROM wp_crossdock_state WHERE name LIKE 'lease.%'")
      .filter(({ value }) => (JSON.parse(value!) as { token: string }).token !== "")
      .map(({ name }) => name!);
  const count = (wanted: string): number => hub.calls.filter(({ call }) => call === wanted).length;

  beforeAll(async () => {
    hub = await startStandHub();
    site = await startWordPress({
      plugin: true,
      wpCron: false,
      constants: { CROSSDOCK_HUB_URL: hub.url, CROSSDOCK_ALLOW_LOCAL_HUB: true },
    });
    doWithoutWooCommerce(site);
    // Nobody says yes: standard input is closed.
    const asked = await crossdock("pair", "GOOD-CODE");
    expect(asked.said).toContain("e-mail addresses");
    expect(hub.calls).toEqual([]);
    expect(await crossdock("pair", "WRONG-CODE", "--yes")).toMatchObject({
      code: 1,
      said: expect.stringContaining("Error: This pairing code is wrong") as string,
    });
    expect(await crossdock("pair", "GOOD-CODE", "--yes")).toEqual({ code: 0, said: "Success: Paired." });
  });
  afterAll(async () => {
    await site?.stop();
    await hub?.close();
  });
  beforeEach(async () => {
    hub.mode = "ok";
    hub.delaysMs = {};
    await crossdock("flush");
    hub.calls.length = 0;
    hub.mostOpen = {};
  });

  it("works until nothing is left, and says how things stand", async () => {
    await append(250);
    const worked = await crossdock("work", "--once");
    expect(worked).toEqual({ code: 0, said: "0 written, 250 sent, 0 refused; commands: 0 done, 0 failed" });
    expect(new Set(seqs()).size).toBe(250);
    expect([count("POST events"), seqs().length]).toEqual([3, 250]);
    expect(await crossdock("work", "--once")).toEqual({ code: 0, said: "" });
    const status = await crossdock("status");
    expect(status.said).toMatch(/hub +http:\/\/127\.0\.0\.1:\d+ \(con_stand\)\n.*sending +yes/s);
    expect(status.said).toMatch(/outbox +0 pending, \d+ sent, 0 failed/);
    expect(status.said).not.toContain("whsec_");
    expect(await crossdock("doctor")).toMatchObject({ code: 0, said: expect.stringMatching(/^ok +Outbox: 0 waiting/m) as string });
  });

  it("ends at SIGTERM between two batches, with nothing locked, nothing lost and nothing twice", async () => {
    await append(1_000);
    hub.delaysMs = { "POST events": 300 };
    const working = startWp(site, ["crossdock", "work"]);
    await waitUntil("it is sending", () => count("POST events") === 3);
    const startedAt = Date.now();
    expect(await working.stop()).toBe(0);
    expect(Date.now() - startedAt).toBeLessThan(5_000);
    expect(wordsOf(working)).toMatch(/^0 written, \d+ sent, 0 refused.*\nStopped\.$/);
    expect(leases()).toEqual([]);
    expect(seqs().length).toBeLessThan(1_000);
    hub.delaysMs = {};
    const sent = seqs().length;
    expect(await crossdock("flush")).toEqual({ code: 0, said: `Success: 0 written, ${1_000 - sent} sent, 0 refused.` });
    expect([seqs().length, new Set(seqs()).size]).toEqual([1_000, 1_000]);
  });

  it("ends at SIGTERM while it waits for commands, and while the hub takes what is sent and does not answer", async () => {
    hub.delaysMs = { "GET commands": 20_000 };
    const waiting = startWp(site, ["crossdock", "work"]);
    await waitUntil("it waits", () => count("GET commands") > 0);
    const startedAt = Date.now();
    expect([await waiting.stop(), wordsOf(waiting)]).toEqual([0, "Stopped."]);
    expect(Date.now() - startedAt).toBeLessThan(5_000);
    hub.delaysMs = { "POST events": 30_000 };
    await append(3);
    const sending = startWp(site, ["crossdock", "work"]);
    await waitUntil("it is sending", () => count("POST events") === 1);
    expect(await sending.stop()).toBe(0);
    expect(wordsOf(sending)).toMatch(/Stopped\.$/);
    expect(leases()).toEqual([]);
    hub.delaysMs = {};
    expect((await crossdock("flush")).said).toBe("Success: 0 written, 3 sent, 0 refused.");
  });

  it("asks for commands from one process only, however many work", async () => {
    hub.delaysMs = { "GET commands": 1_500, "POST events": 200 };
    await append(300);
    const first = startWp(site, ["crossdock", "work", "--for=4"]);
    await waitUntil("the first is sending", () => count("POST events") > 0);
    const second = await crossdock("work", "--for=2");
    expect(second.code).toBe(0);
    expect(second.said).toMatch(/^Another process is at work\.\n(.*\n)*Time is up\.$/);
    expect([await first.exit, wordsOf(first).endsWith("Time is up.")]).toEqual([0, true]);
    expect(hub.mostOpen).toMatchObject({ "GET commands": 1, "POST events": 1 });
    expect([seqs().length, new Set(seqs()).size]).toEqual([300, 300]);
    expect(leases()).toEqual([]);
  });

  it("flush fails with words while the hub is away, and sends at once when it is back", async () => {
    await append(2);
    hub.mode = "down";
    expect(await crossdock("flush")).toEqual({ code: 1, said: "Error: 0 written, 0 sent, 0 refused. The hub is being updated." });
    expect(await crossdock("work", "--once")).toEqual({ code: 0, said: "The hub is being updated." });
    const before = count("POST events");
    await crossdock("work", "--once");
    expect(count("POST events"), "work waits as long as it has to").toBe(before);
    hub.mode = "ok";
    hub.calls.length = 0;
    expect(await crossdock("flush")).toEqual({ code: 0, said: "Success: 0 written, 2 sent, 0 refused." });
    expect(seqs()).toHaveLength(2);
  });

  it("refuses what it does not know, and does nothing then", async () => {
    await append(1);
    for (const [args, said] of [
      [["flush", "--dry-run"], "unknown --dry-run parameter"],
      [["work", "--onec"], "unknown --onec parameter"],
      [["disconnect", "now"], "Too many positional arguments: now"],
      [["rotate-secret", "--help-me"], "unknown --help-me parameter"],
      [["status", "--format=json"], "unknown --format parameter"],
      [["site", "perhaps"], "Invalid value specified for positional arg"],
      [["forget"], "'forget' is not a registered subcommand"],
    ] as const) {
      const ended = await crossdock(...args);
      expect([ended.code, ended.said], args.join(" ")).toEqual([1, expect.stringContaining(said)]);
    }
    expect(hub.calls).toEqual([]);
  });
});
