/** `node tests/wordpress/enter.ts <command …>`: runs a command where loopback is the only network, as the real WooCommerce needs it. */
import { spawn } from "node:child_process";
import { closedNetwork, isNetworkClosed } from "./network.ts";

const command = process.argv.slice(2);
if (command.length === 0) {
  console.error("Usage: node tests/wordpress/enter.ts <command …>");
  process.exit(2);
}
const [program, ...args] = isNetworkClosed() ? (command as [string, ...string[]]) : closedNetwork(command);
const child = spawn(program, args, { stdio: "inherit" });
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => child.kill(signal));
child.once("exit", (code, signal) => {
  process.exitCode = code ?? (signal ? 1 : 0);
});
