import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { root } from "../root.ts";

/**
 * Ends processes that tests started and did not stop (their runner was killed). Each is known by its id, written down by
 * tests/helpers/logged-process.ts when it started; an id that meanwhile belongs to something else is left alone.
 */
export function endLeftovers(): string[] {
  const folder = join(root, "test-results", "pids");
  if (!existsSync(folder)) return [];
  const ended: string[] = [];
  for (const name of readdirSync(folder)) {
    const pid = Number(name);
    const what = readFileSync(join(folder, name), "utf8");
    rmSync(join(folder, name));
    if (!isOurs(pid)) continue;
    try {
      process.kill(-pid, "SIGKILL");
      ended.push(`${what} (${pid})`);
    } catch {
      // It ended between the look and the signal.
    }
  }
  return ended;
}

/** Whether this process still runs an entry of ours from this folder. Where there is no /proc, nothing is ended. */
function isOurs(pid: number): boolean {
  try {
    const command = readFileSync(`/proc/${pid}/cmdline`, "utf8");
    return /(app\/server|sandbox\/main)\.ts|wordpress\/site\/router\.php|crossdock-wordpress/.test(command);
  } catch {
    return false;
  }
}
