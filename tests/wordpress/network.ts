/** The real WooCommerce runs only where nothing can be reached but loopback (see README.md, "No way out"). */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";

const INSIDE = "CROSSDOCK_NETWORK_CLOSED";

/** Whether this process has loopback and no other network device. */
export function isNetworkClosed(): boolean {
  try {
    const devices = readFileSync("/proc/net/dev", "utf8").split("\n").slice(2).filter(Boolean);
    return devices.every((line) => line.trim().startsWith("lo:"));
  } catch {
    return false;
  }
}

/** The command line that runs `command` with loopback as its only network. Root keeps being root outside PHP; others become mapped root. */
export function closedNetwork(command: readonly string[]): readonly [program: string, ...args: string[]] {
  const flags = process.getuid?.() === 0 ? ["-n"] : ["-r", "-n"];
  return ["unshare", ...flags, "--", "sh", "-c", `ip link set lo up && ${INSIDE}=1 exec "$@"`, "sh", ...command];
}

/** Whether this machine can close the network for a process, or why not. */
export function canCloseNetwork(): { ok: true } | { ok: false; reason: string } {
  if (isNetworkClosed()) return { ok: true };
  const [program, ...args] = closedNetwork(["true"]);
  const tried = spawnSync(program, args, { stdio: ["ignore", "ignore", "pipe"], encoding: "utf8" });
  if (tried.status === 0) return { ok: true };
  return { ok: false, reason: `a process cannot be cut off from the network here (unshare -rn: ${(tried.stderr || String(tried.error)).trim()})` };
}
