/** The short crash run; the long one (200 kills) is `node scripts/crash.ts --kills 200`. Runs on the engine of CROSSDOCK_TEST_DATABASE. */
import { expect, it } from "vitest";
import { runCrashTest } from "../helpers/crash-run.ts";

it("loses nothing acknowledged and applies everything exactly once when killed", { timeout: 240_000 }, async () => {
  const seed = Number(process.env.CRASH_SEED ?? Date.now() % 1_000_000);
  console.log(`crash run: 8 kills, seed ${seed}`);
  const report = await runCrashTest({ kills: 8, seed });
  console.log(JSON.stringify(report));
  expect(report.lostAcknowledged).toEqual([]);
  // Whoever was not answered sent again until answered: in the end all three sets are one.
  expect({ stored: report.stored, acknowledged: report.acknowledged }).toEqual({ stored: report.sent, acknowledged: report.sent });
  expect(report.completions).toEqual({ 1: report.stored });
  expect(report.creations).toEqual({ 1: report.stored });
  expect(report.tallied).toBe(report.stored);
  expect(report.sent).toBeGreaterThan(50);
});
