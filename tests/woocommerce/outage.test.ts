/**
 * The hub is away for six hours while the shop goes on, and WP-Cron is off. The shop's clock is moved, nothing is waited for: the outage
 * lies in the past, and the hub's own clock stays right.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { randomFrom } from "../helpers/random.ts";
import { waitUntil } from "../helpers/wait-until.ts";
import { startBridgeStand } from "./bridge-stand.ts";
import { isHpos } from "./hpos.ts";
import type { BridgeStand } from "./bridge-stand.ts";
import { noteFigure } from "./figures.ts";
import { storedEvents } from "./hub-state.ts";
import { BUSY, untilSame } from "./whole-store.ts";

const HOUR_MS = 3_600_000;
const ROUNDS = 10;
const CHANGES = 50;
/** Where it is about the moment of an end, fewer do. */
const FEW = "20";
/** The longest pause between two tries is an hour: after the last change more than that goes by. */
const LAST_MS = 65 * 60_000;

let stand: BridgeStand;
let seed = 0;

beforeAll(async () => {
  stand = await startBridgeStand();
  for (let made = 0; made < 5; made++) await stand.store.makeProduct();
  await untilSame(stand, 60_000);
});
afterAll(async () => {
  await stand?.close();
});
beforeEach(async () => {
  stand.site.set("clock-offset-ms", null);
  await waitUntil("what the test before has killed is found and given up", async () => isAtRest() || (await stand.visit(), false), {
    timeoutMs: 150_000,
  });
});

const isAtRest = (): boolean => stand.site.query(AT_WORK)[0]?.["at_work"] === "0";

/** Six hours without the hub; `round` makes the changes of half an hour and more. `isKilled`: processes of the site end in the middle of their work. */
async function outage(round: (number: number) => Promise<void>, { isKilled = true } = {}): Promise<void> {
  await stand.hub.stop();
  for (let number = 0; number < ROUNDS; number++) {
    stand.site.set("clock-offset-ms", String(-6 * HOUR_MS + number * Math.floor((6 * HOUR_MS - LAST_MS) / (ROUNDS - 1))));
    await round(number);
    await stand.visit();
  }
  // A try of the last visit may still be under way: it belongs to the outage, not to the present. What was killed leaves its lease behind.
  if (isKilled) {
    await stand.site.killWeb();
    await stand.site.startWeb();
  } else
    await waitUntil("the last visit's work has ended", isAtRest, {
      timeoutMs: 60_000,
      explain: () => JSON.stringify(stand.site.query(AT_WORK_IN_FULL)),
    });
  stand.site.set("clock-offset-ms", null);
  await stand.hub.start();
}

const AT_WORK = `SELECT COUNT(*) AS at_work FROM wp_crossdock_state WHERE name LIKE 'lease.%' AND value NOT LIKE '%"token":""%'
  OR name = 'loopback_sent_at' AND CAST(value AS SIGNED) > (SELECT CAST(value AS SIGNED) FROM (SELECT * FROM wp_crossdock_state) AS s WHERE name = 'loopback_arrived_at')`;

const AT_WORK_IN_FULL = "SELECT name, value, UNIX_TIMESTAMP() AS now FROM wp_crossdock_state WHERE name LIKE 'lease.%' OR name LIKE 'loopback%'";

const busy = (env: Record<string, string> = {}, signal?: AbortSignal): Promise<string> =>
  stand.site.php(BUSY, { env: { CHANGES: String(CHANGES), SEED: String(++seed), ...env }, ...(signal ? { signal } : {}) });

/** The hub has each event once, and got them in the order of their numbers. */
async function expectOnceAndInOrder(before: number): Promise<void> {
  const events = await storedEvents(stand);
  expect(new Set(events.map(({ event }) => event.id)).size).toBe(events.length);
  const received = [...events].sort((a, b) => a.id - b.id).map(({ seq }) => seq);
  expect(received).toEqual([...received].sort((a, b) => a - b));
  expect(events.length).toBeGreaterThan(before);
}

describe(`six hours without the hub, HPOS ${isHpos ? "on" : "off"}`, () => {
  it("500 changes: none lost, none double, in order", { timeout: 400_000 }, async () => {
    const before = (await storedEvents(stand)).length;
    await outage(
      async () => {
        expect(await busy()).toBe(String(CHANGES));
      },
      { isKilled: false },
    );
    expect((await storedEvents(stand)).length, "nothing came while the hub was away").toBe(before);
    const backAt = Date.now();
    await untilSame(stand, 240_000);
    await expectOnceAndInOrder(before);
    const events = (await storedEvents(stand)).slice(before);
    expect(events.length).toBeGreaterThanOrEqual(ROUNDS * CHANGES * 0.9);
    noteFigure("six hours without the hub", {
      changes: ROUNDS * CHANGES,
      events: events.length,
      lost: 0,
      double: 0,
      caught_up_seconds: Math.round((Date.now() - backAt) / 1000),
    });
  });

  it("the same while another plugin ends requests with an error, before our hooks have run", { timeout: 400_000 }, async () => {
    const before = (await storedEvents(stand)).length;
    const mine = join(stand.site.root, "wp-content/mu-plugins/breaks.php");
    writeFileSync(mine, BREAKS);
    let broken = 0;
    await outage(async (number) => {
      await busy({ CHANGES: FEW, BREAK_AT: String(3 + number) }).then(
        () => undefined,
        () => broken++,
      );
      const response = await fetch(`${stand.site.url}/wp-json/wc/v3/orders`, {
        method: "POST",
        headers: { ...stand.store.headers, "x-break": number % 2 === 0 ? "woocommerce_new_order" : "shutdown" },
        body: JSON.stringify({ status: "processing", billing: { email: `broken${number}@example.com` } }),
      });
      await response.body?.cancel();
      if (!response.ok) broken++;
    });
    expect(broken, "the errors happened").toBeGreaterThan(ROUNDS / 2);
    await untilSame(stand, 240_000);
    await expectOnceAndInOrder(before);
    noteFigure("another plugin's fatal error", { requests_ended: broken, lost: 0, double: 0 });
  });

  it("the same while PHP is killed at random moments", { timeout: 400_000 }, async () => {
    const before = (await storedEvents(stand)).length;
    const random = randomFrom(Number(process.env.CROSSDOCK_TEST_SEED ?? 57));
    let killed = 0;
    await outage(async (number) => {
      const abort = new AbortController();
      const running = busy({ CHANGES: FEW }, abort.signal).then(
        () => undefined,
        () => void killed++,
      );
      // Not a wait for something: the moment of the kill is what is random.
      await delay(400 + Math.floor(random() * 1800));
      abort.abort();
      await running;
      if (number % 3 !== 0) return;
      const calls = [1, 2, 3, 4].map((each) =>
        stand.store
          .makeOrder(Number(stand.site.query("SELECT MIN(ID) AS id FROM wp_posts WHERE post_type = 'product'")[0]!["id"]), {
            customer_note: `call ${each}`,
          })
          .then(
            () => undefined,
            () => void killed++,
          ),
      );
      await delay(100 + Math.floor(random() * 600));
      await stand.site.killWeb();
      await Promise.all(calls);
      await stand.site.startWeb();
    });
    expect(killed, "processes were killed at work").toBeGreaterThan(3);
    await untilSame(stand, 240_000);
    await expectOnceAndInOrder(before);
    noteFigure("kill -9 of PHP", { processes_and_requests_killed: killed, lost: 0, double: 0 });
  });
});

/** Another plugin: ends the request with an error where the request says so. */
const BREAKS = `<?php
$hook = $_SERVER['HTTP_X_BREAK'] ?? '';
if ('' !== $hook) {
  add_action($hook, function () { another_plugins_missing_function(); }, 5);
}`;
