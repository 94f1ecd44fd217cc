/** A real WordPress for tests: own folder, own database, own web server, gone when the test is. See README.md. */
import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { chmodSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { freePort } from "../helpers/free-port.ts";
import { startProgram, tailOfLog } from "../helpers/logged-process.ts";
import type { LoggedProcess } from "../helpers/logged-process.ts";
import { projectRoot, recordSecret } from "../helpers/results-folder.ts";
import { waitUntil } from "../helpers/wait-until.ts";
import { findMariaDb, queryMariaDb, startMariaDb } from "./mariadb.ts";
import { isNetworkClosed } from "./network.ts";
import { findPhp, phpOwner, phpSettings, runPhp } from "./php.ts";
import { ADMIN_USER, coreFolder, copyTemplate, give, readSettings, scriptOf, socketPath, templateOf, writeSettings } from "./site-folder.ts";
import type { Combination, SiteSettings } from "./site-folder.ts";

export interface WordPressOptions extends Partial<Combination> {
  /**
   * Puts our plugin (woo-plugin/) into the site and activates it. "linked": changes are seen at once, where PHP may read the checkout.
   * "tested": with its PHPUnit tests and what they need.
   */
  plugin?: boolean | "linked" | "tested";
  /** false: no WP-Cron on visits. */
  wpCron?: boolean;
  port?: number;
  /** A network of sites in folders; `php` runs on one of them by its path. The plugin is laid, and the test activates it. */
  multisite?: boolean;
  /** Requests answered at the same time. */
  workers?: number;
  /** Further constants for wp-config.php. */
  constants?: SiteSettings["constants"];
}

export interface PhpOptions {
  env?: Record<string, string>;
  signal?: AbortSignal;
  /** Which site of a network: `/second/`. */
  path?: string;
}

export interface WordPressSite {
  url: string;
  /** The site's folder: wp-content, switches, debug.log. */
  root: string;
  /** The shared core: ABSPATH. */
  core: string;
  adminUser: string;
  adminPassword: string;
  /** Runs PHP inside WordPress and answers what it echoes. `code`: statements without <?php, or the path of a .php file. */
  php(code: string, options?: PhpOptions): Promise<string>;
  /** Switches of the test ground: block-rest, strip-authorization, clock-offset-ms, no-queue-runner. null turns one off. */
  set(name: "block-rest" | "strip-authorization" | "clock-offset-ms" | "no-queue-runner", value: string | null): void;
  changeSettings(change: Partial<SiteSettings>): void;
  /** Asks the site's database, past WordPress. For numbers and short texts. */
  query(sql: string): Record<string, string>[];
  /** Everything that PHP and WordPress complained about. */
  logs(): string;
  /** SIGKILL to the web server and all its workers; start() brings it back on the same port. */
  killWeb(): Promise<void>;
  startWeb(): Promise<void>;
  stop(): Promise<void>;
}

/** What a plugin folder has that is not part of the plugin. */
const NOT_SHIPPED = ["node_modules", "vendor", "client", "tests", ".phpunit.result.cache"];
/** Checks that run over the sources, not in the site; most of vendor's size. */
const NOT_FOR_PHPUNIT = /\/vendor\/(php-stubs\/|phpstan\/phpstan\/.*\.phar|.*\/\.git\/)/;

const ACTIVATE = `require_once ABSPATH . "wp-admin/includes/plugin.php";
  $error = activate_plugin("crossdock/crossdock.php");
  if (is_wp_error($error)) { throw new RuntimeException($error->get_error_message()); }`;
/** WordPress refuses a plugin whose required plugin is missing; its tests that need no shop run all the same. */
const ACTIVATE_ALONE = `update_option("active_plugins", array("crossdock/crossdock.php"));
  require_once WP_PLUGIN_DIR . "/crossdock/crossdock.php";
  do_action("activate_crossdock/crossdock.php");`;

/** Why no WordPress can be started here with these options, or nothing. */
export function whyNot({ database = "sqlite" }: Pick<WordPressOptions, "database"> = {}): string | undefined {
  const php = findPhp();
  if ("reason" in php) return php.reason;
  const mariadb = findMariaDb();
  return database === "mariadb" && "reason" in mariadb ? mariadb.reason : undefined;
}

function layPlugin(root: string, plugin: true | "linked" | "tested"): void {
  const source = join(projectRoot, "woo-plugin");
  const target = join(root, "wp-content/plugins/crossdock");
  if (plugin === "linked") return symlinkSync(source, target);
  if (plugin === "tested")
    for (const part of ["vendor", "tests", "phpunit.xml.dist"])
      cpSync(join(source, part), join(target, part), { recursive: true, filter: (path) => !NOT_FOR_PHPUNIT.test(path) });
  execFileSync("mkdir", ["-p", target]);
  for (const name of readdirSync(source))
    if (!NOT_SHIPPED.includes(name)) execFileSync("cp", ["-a", "--no-preserve=ownership", join(source, name), target]);
  execFileSync("chmod", ["-R", "u+rwX,go+rX", target]);
}

function querySqlite(file: string, sql: string): Record<string, string>[] {
  const db = new Database(file, { readonly: true });
  try {
    const rows = db.prepare(sql).all() as Record<string, unknown>[];
    return rows.map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, String(value)])));
  } finally {
    db.close();
  }
}

export async function startWordPress(options: WordPressOptions = {}): Promise<WordPressSite> {
  const { database = "sqlite", wordpress = "6.7", woocommerce = false, hpos = true, multisite = false } = options;
  const { plugin = false, wpCron = true, workers = 6, constants = {} } = options;
  if (woocommerce && !isNetworkClosed())
    throw new Error("The real WooCommerce runs only without a network: start this by `node tests/wordpress/enter.ts <command>`.");
  const owner = phpOwner();
  const template = await templateOf({ database, wordpress, woocommerce, hpos: woocommerce && hpos }, owner);
  const core = coreFolder(wordpress);
  const root = mkdtempSync(join(process.env.CROSSDOCK_TEST_TMP ?? tmpdir(), "crossdock-wordpress-site-"));
  // The run's folder is closed to others; PHP's user needs the way through it.
  for (const folder of [process.env.CROSSDOCK_TEST_TMP, root]) if (folder && owner) chmodSync(folder, 0o755);
  copyTemplate(template.folder, root);
  if (plugin) layPlugin(root, plugin);
  const port = options.port ?? (await freePort());
  const url = `http://127.0.0.1:${port}`;
  const socket = database === "mariadb" ? socketPath() : "";
  const settings: SiteSettings = { url, database, socket, salt: randomBytes(16).toString("hex"), wp_cron: wpCron, multisite: false, constants };
  writeSettings(root, settings);
  for (const name of [".", "site.json", "wp-content", "wp-content/plugins"])
    if (owner) execFileSync("chown", [`${owner.uid}:${owner.gid}`, join(root, name)]);
  if (plugin && plugin !== "linked") give(join(root, "wp-content/plugins/crossdock"), owner);
  recordSecret("WordPress password", template.password);

  const mariadb = database === "mariadb" ? await startMariaDb(join(root, "mysql"), socket, owner) : undefined;
  let web: LoggedProcess | undefined;
  const php: WordPressSite["php"] = (code, { env, signal, path = "/" } = {}) => {
    const text = /^\S+\.php$/.test(code) ? readFileSync(code, "utf8") : code;
    return runPhp({
      site: root,
      owner,
      args: [scriptOf(core, "run.php"), core],
      input: text.replace(/^<\?php/, ""),
      env: { ...env, CROSSDOCK_PATH: path },
      signal,
    });
  };
  const startWeb = async (): Promise<void> => {
    const started = startProgram("wordpress", {
      program: "php",
      args: [...phpSettings(root), "-S", `127.0.0.1:${port}`, "-t", core, scriptOf(core, "router.php")],
      env: { CROSSDOCK_SITE: root, PHP_CLI_SERVER_WORKERS: String(workers), HOME: root },
      cwd: root,
      owner,
    });
    web = started;
    await waitUntil(
      "WordPress answers",
      async () => {
        if (started.hasEnded()) throw new Error(`The web server ended.\n${tailOfLog(started)}`);
        const response = await fetch(`${url}/readme.html`).catch(() => undefined);
        await response?.body?.cancel();
        return response?.ok;
      },
      { explain: () => tailOfLog(started) },
    );
  };
  const logs = (): string =>
    ["php.log", "debug.log"].map((name) => (existsSync(join(root, name)) ? readFileSync(join(root, name), "utf8") : "")).join("\n");
  const stop = async (): Promise<void> => {
    await web?.kill();
    await mariadb?.stop();
    rmSync(root, { recursive: true, force: true, maxRetries: 3 });
  };
  try {
    if (multisite) {
      await php(scriptOf(core, "install-network.php"));
      writeSettings(root, { ...settings, multisite });
    }
    if (plugin && (!multisite || plugin === "tested")) await php(woocommerce ? ACTIVATE : ACTIVATE_ALONE);
    await startWeb();
  } catch (error) {
    const said = logs();
    await stop();
    throw new Error(`WordPress did not start: ${String(error)}\n${said.slice(-3000)}`, { cause: error });
  }
  return {
    url,
    root,
    core,
    adminUser: ADMIN_USER,
    adminPassword: template.password,
    php,
    set(name, value) {
      const file = join(root, "switches", name);
      if (value === null) rmSync(file, { force: true });
      else writeFileSync(file, value);
    },
    changeSettings: (change) => writeSettings(root, { ...readSettings(root), ...change }),
    query: (sql) => (database === "mariadb" ? queryMariaDb(socket, sql) : querySqlite(join(root, "database/wordpress.sqlite"), sql)),
    logs,
    killWeb: async () => void (await web?.kill()),
    startWeb,
    stop,
  };
}
