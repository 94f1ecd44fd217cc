/**
 * `node tests/wordpress/phpunit.ts [--woocommerce [--posts]] [--mariadb] [--wordpress=6.5] [--multisite] [--report=<file.xml>] [PHPUnit's own
 * arguments]`: the plugin's PHPUnit tests inside a real WordPress. Without --woocommerce the group "woocommerce" is left out.
 */
import { execFileSync, spawn } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../helpers/results-folder.ts";
import { closedNetwork, isNetworkClosed } from "./network.ts";
import { runPhpUnit } from "./run-phpunit.ts";

const OWN = /^--(woocommerce|posts|mariadb|wordpress=6\.5|multisite|report=.*)$/;
const flags = process.argv.slice(2);
const has = (name: string): boolean => flags.includes(`--${name}`);

if (has("woocommerce") && !isNetworkClosed()) {
  const [program, ...args] = closedNetwork([process.execPath, import.meta.filename, ...flags]);
  const child = spawn(program, args, { stdio: "inherit" });
  child.once("exit", (code) => process.exit(code ?? 1));
} else {
  const plugin = join(projectRoot, "woo-plugin");
  if (!existsSync(join(plugin, "vendor/autoload.php")))
    execFileSync("composer", ["install", "--no-interaction", "--no-progress", "--quiet"], {
      cwd: plugin,
      stdio: "inherit",
      env: { ...process.env, COMPOSER_ALLOW_SUPERUSER: "1" },
    });
  const { code, junit, logs } = await runPhpUnit(
    {
      database: has("mariadb") ? "mariadb" : "sqlite",
      wordpress: has("wordpress=6.5") ? "6.5" : "6.7",
      woocommerce: has("woocommerce"),
      hpos: !has("posts"),
      multisite: has("multisite"),
    },
    flags.filter((flag) => !OWN.test(flag)),
  );
  const report = flags.find((flag) => flag.startsWith("--report="))?.slice("--report=".length);
  if (report && junit !== undefined) writeFileSync(report, junit);
  const complaints = logs.split("\n").filter((line) => /PHP (Warning|Notice|Deprecated|Fatal error|Parse error).*plugins\/crossdock\//.test(line));
  for (const line of complaints) console.error(`The plugin's code complained: ${line}`);
  process.exitCode = code !== 0 ? code : complaints.length > 0 ? 1 : 0;
}
