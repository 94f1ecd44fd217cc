/** The plugin's PHPUnit tests inside one site of the test ground. */
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { phpOwner, phpSettings } from "./php.ts";
import type { Combination } from "./site-folder.ts";
import { startWordPress } from "./start-wordpress.ts";

export interface PhpUnitRun {
  code: number;
  /** JUnit's XML, or nothing when PHPUnit died before it wrote it. */
  junit: string | undefined;
  /** What PHP logged. */
  logs: string;
}

export async function runPhpUnit(combination: Combination & { multisite?: boolean }, args: readonly string[] = []): Promise<PhpUnitRun> {
  const site = await startWordPress({ ...combination, plugin: "tested", wpCron: false });
  try {
    site.set("no-queue-runner", "");
    const folder = join(site.root, "wp-content/plugins/crossdock");
    const junit = join(site.root, "junit.xml");
    const groups = combination.woocommerce ? [] : ["--exclude-group", "woocommerce"];
    const child = spawn(
      "php",
      [...phpSettings(site.root), "-d", "display_errors=stderr", "tests/run.php", "-c", "phpunit.xml.dist", "--log-junit", junit, ...groups, ...args],
      {
        cwd: folder,
        ...phpOwner(),
        stdio: ["ignore", "inherit", "inherit"],
        env: {
          PATH: process.env.PATH ?? "",
          HOME: site.root,
          TZ: "UTC",
          CROSSDOCK_SITE: site.root,
          CROSSDOCK_CORE: site.core,
          CROSSDOCK_HOST: new URL(site.url).host,
          CROSSDOCK_DATABASE: combination.database,
          CROSSDOCK_WOOCOMMERCE: combination.woocommerce ? "yes" : "no",
          CROSSDOCK_HPOS: combination.hpos ? "yes" : "no",
        } as unknown as NodeJS.ProcessEnv,
      },
    );
    const code = await new Promise<number>((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (ended) => resolve(ended ?? 1));
    });
    return { code, junit: existsSync(junit) ? readFileSync(junit, "utf8") : undefined, logs: site.logs() };
  } finally {
    await site.stop();
  }
}
