/**
 * `node tests/wordpress/phpunit.ts [--woocommerce [--posts]] [--mariadb] [--wordpress=6.5] [PHPUnit's own arguments]`: the plugin's PHPUnit
 * tests inside a real WordPress. Without --woocommerce the group "woocommerce" is left out.
 */
import { spawn } from "node:child_process";
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../helpers/results-folder.ts";
import { closedNetwork, isNetworkClosed } from "./network.ts";
import { runPhpUnit } from "./run-phpunit.ts";

const OWN = ["--woocommerce", "--posts", "--mariadb", "--wordpress=6.5"];
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
  const { code } = await runPhpUnit(
    {
      database: has("mariadb") ? "mariadb" : "sqlite",
      wordpress: has("wordpress=6.5") ? "6.5" : "6.7",
      woocommerce: has("woocommerce"),
      hpos: !has("posts"),
    },
    flags.filter((flag) => !OWN.includes(flag)),
  );
  process.exitCode = code;
}
