/**
 * The real WP-CLI on a site of the test ground, from Packagist (wp-cli/composer.json) or, to try another one, from CROSSDOCK_WP_CLI: a wp-cli.phar or the
 * php/boot-fs.php of a checkout.
 */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFileSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { startProgram } from "../helpers/logged-process.ts";
import type { LoggedProcess } from "../helpers/logged-process.ts";
import { makeOnce } from "./parts.ts";
import { phpOwner, phpSettings } from "./php.ts";
import { scriptOf, sharedFolder } from "./site-folder.ts";
import type { WordPressSite } from "./start-wordpress.ts";

const wanted = join(import.meta.dirname, "wp-cli/composer.json");

/** Which one the tests run. */
export const WP_CLI = (JSON.parse(readFileSync(wanted, "utf8")) as { require: Record<string, string> }).require["wp-cli/wp-cli"]!;

/** The file that PHP runs, or why there is none. */
export function findWpCli(): { file: string } | { reason: string } {
  const own = process.env.CROSSDOCK_WP_CLI;
  if (own) return { file: own };
  const hash = createHash("sha256").update(readFileSync(wanted)).digest("hex").slice(0, 12);
  try {
    const folder = makeOnce(join(sharedFolder(), `wp-cli-${hash}`), (draft) => {
      copyFileSync(wanted, join(draft, "composer.json"));
      execFileSync("composer", ["install", "--no-interaction", "--no-progress", "--quiet"], {
        cwd: draft,
        stdio: ["ignore", "pipe", "pipe"],
        env: { ...process.env, COMPOSER_ALLOW_SUPERUSER: "1" },
      });
      execFileSync("chmod", ["-R", "u=rwX,go=rX", draft]);
    });
    return { file: join(folder, "vendor/wp-cli/wp-cli/php/boot-fs.php") };
  } catch (error) {
    return { reason: `WP-CLI could not be installed from Packagist: ${String(error).replace(/\s+/g, " ").slice(0, 300)}` };
  }
}

/** Starts `wp <args>` as the site's own user. `path`: which site of a network. */
export function startWp(site: WordPressSite, args: readonly string[], { path = "/" } = {}): LoggedProcess {
  const found = findWpCli();
  if ("reason" in found) throw new Error(found.reason);
  return startProgram("wp-cli", {
    program: "php",
    // As a person has it: errors of PHP are seen.
    args: [
      ...phpSettings(site.root),
      "-d",
      "display_errors=stderr",
      found.file,
      `--path=${site.core}`,
      `--url=${site.url}${path}`,
      `--require=${scriptOf(site.core, "plugin-command.php")}`,
      ...args,
    ],
    env: { HOME: site.root, CROSSDOCK_SITE: site.root, WP_CLI_DISABLE_AUTO_CHECK_UPDATE: "1" },
    cwd: site.root,
    owner: phpOwner(),
  });
}

/** What it said so far, without what PHP 8 says of WP-CLI's own code. */
export const wordsOf = (child: LoggedProcess): string =>
  child.lines.filter((line) => line !== "" && !/^Deprecated: .*\/vendor\//.test(line)).join("\n");

export interface WpEnded {
  code: number | string;
  /** Both streams, line by line. */
  said: string;
}

/** Runs `wp <args>` to its end. */
export async function runWp(site: WordPressSite, args: readonly string[], options?: { path?: string }): Promise<WpEnded> {
  const child = startWp(site, args, options);
  const code = await child.exit;
  return { code, said: wordsOf(child) };
}
