/** Installs what the admin page is built with, once, and builds it. Outside of woo-plugin/ nothing needs these packages. */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pluginSources } from "./plugin-files.ts";

/** The stamp is the one that scripts/test/plugin-suite.ts writes. */
const STAMP = join(pluginSources, "node_modules/.crossdock-install");

export function buildPage(): void {
  const hash = createHash("sha256");
  for (const file of ["package.json", "package-lock.json", ".npmrc"]) hash.update(readFileSync(join(pluginSources, file)));
  const wanted = `${hash.digest("hex")} ${process.platform}-${process.arch}`;
  if (!existsSync(STAMP) || readFileSync(STAMP, "utf8") !== wanted) {
    console.log("Installing what the plugin's page is built with (npm ci in woo-plugin, two minutes when npm's cache is empty) …");
    npm("ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error");
    writeFileSync(STAMP, wanted);
  }
  npm("run", "--silent", "build");
}

function npm(...args: string[]): void {
  const { status, error, stdout, stderr } = spawnSync("npm", args, { cwd: pluginSources, encoding: "utf8", maxBuffer: 32 * 1024 * 1024 });
  if (error) throw new Error(`npm could not be started (${error.message}).`);
  if (status !== 0) throw new Error(`npm ${args.join(" ")} failed in woo-plugin:\n${stdout}${stderr}`.trim());
}
