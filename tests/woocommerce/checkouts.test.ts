/** What the plugin costs a checkout, and twenty of them at once. */
import { renameSync, writeFileSync } from "node:fs";
import { loadavg } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startBridgeStand } from "./bridge-stand.ts";
import { isHpos } from "./hpos.ts";
import type { BridgeStand } from "./bridge-stand.ts";
import { noteFigure } from "./figures.ts";
import { numberingFaults, storedEvents } from "./hub-state.ts";
import { untilSame } from "./whole-store.ts";

let stand: BridgeStand;
let product: number;

beforeAll(async () => {
  stand = await startBridgeStand({ workers: 10 });
  product = (await stand.store.makeProduct({ stock_quantity: 100_000 })).id;
  writeFileSync(join(stand.site.root, "wp-content/mu-plugins/measures.php"), MEASURES);
  await stand.settle();
});
afterAll(async () => {
  await stand?.close();
});

describe(`checkouts, HPOS ${isHpos ? "on" : "off"}`, () => {
  it("twenty at once: no hole, no double, no wait for a lock in the checkout", { timeout: 300_000 }, async () => {
    const locksBefore = lockWaits();
    const before = (await storedEvents(stand)).length;
    const done = await Promise.all(Array.from({ length: 20 }, () => stand.store.checkout(product, 1)));
    const waits = lockWaits() - locksBefore;
    await untilSame(stand, 120_000);
    const events = (await storedEvents(stand)).slice(before);
    for (const { id } of done)
      expect(events.filter((event) => event.topic === "order.created" && Number(event.event.resource_id) === id)).toHaveLength(1);
    expect(await numberingFaults(stand)).toEqual([]);
    expect(stand.site.logs()).not.toMatch(/Deadlock|Lock wait timeout/);
    // The shop's own row of the product's stock is what twenty buyers wait for; a table of ours is none of them.
    expect(waitsForOurTables()).toBe(0);
    noteFigure("twenty checkouts at once", {
      orders: done.length,
      holes: 0,
      doubles: 0,
      waits_for_our_tables: 0,
      lock_waits_in_the_whole_shop: waits,
    });
  });

  it("the plugin's own time and queries in a checkout, beside the same without it", { timeout: 600_000 }, async () => {
    await stand.settle();
    const rounds = 50;
    const measured: Record<"with" | "without", Record<"ms" | "cpu_ms" | "queries", number[]>> = {
      with: { ms: [], cpu_ms: [], queries: [] },
      without: { ms: [], cpu_ms: [], queries: [] },
    };
    // Interleaved: what else the machine does falls on both alike.
    for (let round = 0; round < rounds; round++)
      for (const which of round % 2 === 0 ? (["with", "without"] as const) : (["without", "with"] as const)) {
        switchPlugin(which === "with");
        await stand.store.checkout(product, 1);
        const [figure] = stand.site.query("SELECT option_value AS value FROM wp_options WHERE option_name = 'test_measured'");
        const values = JSON.parse(figure!["value"]!) as Record<"ms" | "cpu_ms" | "queries", number>;
        for (const name of ["ms", "cpu_ms", "queries"] as const) measured[which][name].push(values[name]);
      }
    switchPlugin(true);
    // Nobody has told of those made without it: the comparison with the store finds them.
    await stand.site.php("\\Crossdock\\Plugin::instance()->get(\\Crossdock\\Outbox\\Reconciler::class)->run(60000, true);");
    await untilSame(stand, 120_000);
    const of = (name: "ms" | "cpu_ms" | "queries"): [number, number] => [median(measured.with[name]), median(measured.without[name])];
    const [[ms, msWithout], [cpu, cpuWithout], [queries, queriesWithout]] = [of("ms"), of("cpu_ms"), of("queries")];
    noteFigure("a checkout request, median of 50", {
      ms_with: ms.toFixed(1),
      ms_without: msWithout.toFixed(1),
      ms_added: (ms - msWithout).toFixed(1),
      cpu_ms_with: cpu.toFixed(1),
      cpu_ms_without: cpuWithout.toFixed(1),
      cpu_ms_added: (cpu - cpuWithout).toFixed(1),
      queries_with: queries,
      queries_without: queriesWithout,
      queries_added: queries - queriesWithout,
      machine_load: loadavg()[0]!.toFixed(1),
    });
    expect(queries - queriesWithout).toBeGreaterThan(0);
    expect(queries - queriesWithout).toBeLessThanOrEqual(20);
    // PHP's own time, which a busy machine changes less than the clock on the wall; a small part of the request on every machine.
    expect(cpu - cpuWithout).toBeLessThan(cpuWithout * 0.15);
  });
});

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;

/** Off without being deactivated: nothing of the plugin is loaded, and its tables stay. */
function switchPlugin(on: boolean): void {
  const [from, to] = [join(stand.site.root, "wp-content/plugins/crossdock"), join(stand.site.root, "crossdock-away")];
  try {
    if (on) renameSync(to, from);
    else renameSync(from, to);
  } catch {
    // It is there already.
  }
}

const lockWaits = (): number => Number(stand.site.query("SHOW GLOBAL STATUS LIKE 'Innodb_row_lock_waits'")[0]!["Value"]);
/** InnoDB's last deadlock, should there have been one, and the transactions that wait now. */
const waitsForOurTables = (): number => (stand.site.query("SHOW ENGINE INNODB STATUS")[0]?.["Status"]?.match(/wp_crossdock_/g) ?? []).length;

/** Notes what a checkout's request took, shutdown included, and how many queries it made. */
const MEASURES = `<?php
if (false !== strpos($_SERVER['REQUEST_URI'] ?? '', '/wc/store/v1/checkout')) {
  // Before the plugins are loaded.
  $GLOBALS['measured_cpu'] = (function () { $u = getrusage(); return ($u['ru_utime.tv_sec'] + $u['ru_stime.tv_sec']) * 1000 + ($u['ru_utime.tv_usec'] + $u['ru_stime.tv_usec']) / 1000; });
  $GLOBALS['measured_cpu_from'] = $GLOBALS['measured_cpu']();
  register_shutdown_function(function () {
    register_shutdown_function(function () {
      global $wpdb;
      $value = wp_json_encode(array('ms' => (microtime(true) - $_SERVER['REQUEST_TIME_FLOAT']) * 1000, 'cpu_ms' => $GLOBALS['measured_cpu']() - $GLOBALS['measured_cpu_from'], 'queries' => $wpdb->num_queries));
      $wpdb->replace($wpdb->options, array('option_name' => 'test_measured', 'option_value' => $value, 'autoload' => 'no'));
    });
  });
}`;
