#!/usr/bin/env node
// `npx crossdock <verb>`. Started by whatever Node is on the PATH (better-sqlite3 crashes on Node 20), so it only starts the command
// again on the Node 24 of this project, with the project's .env.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const node = join(root, "node_modules/.bin/node");
if (!existsSync(node)) {
  process.stderr.write(`Nothing is installed yet: run \`npm run up\` in ${root} first.\n`);
  process.exit(1);
}
const envFile = process.env.CROSSDOCK_ENV_FILE || join(root, ".env");
// Not --env-file-if-exists: Node would remark on standard error that there is none, and a script that reads it would take that for trouble.
const args = [
  ...(existsSync(envFile) ? [`--env-file=${envFile}`] : []),
  "--import",
  join(root, "scripts/preload-cli.ts"),
  join(root, "app/cli.ts"),
  ...process.argv.slice(2),
];
const child = spawn(node, args, { stdio: "inherit" });
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
child.on("exit", (code, signal) => process.exit(signal ? 1 : code));
