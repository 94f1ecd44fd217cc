/** The folder of one site: made once per combination as a template, then copied for each start. */
import { execFileSync } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import {
  chmodSync,
  chownSync,
  copyFileSync,
  cpSync,
  globSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { layDatabase, startMariaDb } from "./mariadb.ts";
import { findWooCommerce, layCore, makeOnce } from "./parts.ts";
import type { WordPressVersion } from "./parts.ts";
import { runPhp } from "./php.ts";
import type { Owner } from "./php.ts";

/** What makes one template differ from another. */
export interface Combination {
  database: "sqlite" | "mariadb";
  wordpress: WordPressVersion;
  woocommerce: boolean;
  hpos: boolean;
}

/** site.json: what wp-config.php reads. */
export interface SiteSettings {
  url: string;
  database: Combination["database"];
  socket: string;
  salt: string;
  wp_cron: boolean;
  multisite: boolean;
  constants?: Record<string, string | number | boolean>;
}

export const ADMIN_USER = "admin";
const files = join(import.meta.dirname, "site");

const SCRIPTS = "crossdock-test-ground";

/** One of the scripts of site/, where PHP can read it. */
export const scriptOf = (core: string, name: string): string => join(core, SCRIPTS, name);

/** Not in the user's cache: whoever PHP runs as (nobody) must be able to read it. */
const shared = join(tmpdir(), `crossdock-wordpress-${process.getuid?.() ?? 0}`);

const hashOf = (...parts: string[]): string => {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part).update("\0");
  return hash.digest("hex").slice(0, 12);
};
const sourcesHash = (): string =>
  hashOf(
    ...[...globSync("site/*.php", { cwd: import.meta.dirname }), "site-folder.ts", "parts.ts", "mariadb.ts"]
      .sort()
      .map((file) => readFileSync(join(import.meta.dirname, file), "utf8")),
  );

/** Where PHP's user can read what all sites share. */
export function sharedFolder(): string {
  mkdirSync(shared, { recursive: true });
  chmodSync(shared, 0o755);
  return shared;
}

/** The core of a version, shared by all its sites and read-only to them. */
export function coreFolder(version: WordPressVersion): string {
  return makeOnce(join(sharedFolder(), `core-${version}-${sourcesHash()}`), (draft) => {
    layCore(version, draft);
    copyFileSync(join(files, "core-wp-config.php"), join(draft, "wp-config.php"));
    // Whoever runs PHP may not be able to read the checkout.
    cpSync(files, join(draft, SCRIPTS), { recursive: true });
    execFileSync("chmod", ["-R", "u=rwX,go=rX", draft]);
  });
}

export function writeSettings(site: string, settings: SiteSettings): void {
  writeFileSync(join(site, "site.json"), JSON.stringify(settings, null, 2));
}

export const readSettings = (site: string): SiteSettings => JSON.parse(readFileSync(join(site, "site.json"), "utf8")) as SiteSettings;

export function give(path: string, owner: Owner | null): void {
  if (owner) execFileSync("chown", ["-R", `${owner.uid}:${owner.gid}`, path]);
}

/** Sockets have paths of 107 characters at most, and temporary folders can be long. */
export function socketPath(): string {
  const folder = join("/tmp", `cdw-${process.getuid?.() ?? 0}`);
  mkdirSync(folder, { recursive: true, mode: 0o777 });
  try {
    chmodSync(folder, 0o777);
  } catch {
    // Another user's folder of the same name: it is writable or the server says so.
  }
  return join(folder, `${randomBytes(6).toString("hex")}.sock`);
}

/** The folder that a site of this combination is copied from, and the administrator's password in it. */
export async function templateOf(combination: Combination, owner: Owner | null): Promise<{ folder: string; password: string }> {
  const woocommerce = combination.woocommerce ? findWooCommerce() : undefined;
  if (woocommerce && "reason" in woocommerce) throw new Error(woocommerce.reason);
  sharedFolder();
  const key = hashOf(JSON.stringify(combination), sourcesHash(), woocommerce?.version ?? "");
  const folder = join(shared, `site-${combination.database}${combination.woocommerce ? (combination.hpos ? "-hpos" : "-posts") : ""}-${key}`);
  const passwordOf = (from: string): string => readFileSync(join(from, "admin-password"), "utf8");
  try {
    return { folder, password: passwordOf(folder) };
  } catch {
    // Not made yet.
  }
  const draft = `${folder}.${randomBytes(4).toString("hex")}`;
  try {
    await makeTemplate(draft, combination, owner, woocommerce?.folder);
    renameSync(draft, folder);
  } catch (error) {
    // Somebody else was first, perhaps.
    if (!readdirSync(shared).includes(folder.slice(shared.length + 1))) throw error;
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
  return { folder, password: passwordOf(folder) };
}

async function makeTemplate(site: string, combination: Combination, owner: Owner | null, woocommerce: string | undefined): Promise<void> {
  const core = coreFolder(combination.wordpress);
  const password = randomBytes(12).toString("hex");
  for (const part of ["wp-content/plugins", "wp-content/mu-plugins", "wp-content/uploads", "database", "switches"])
    mkdirSync(join(site, part), { recursive: true });
  copyFileSync(join(files, "wp-config.php"), join(site, "wp-config.php"));
  copyFileSync(join(files, "db.php"), join(site, "wp-content/db.php"));
  copyFileSync(join(files, "test-ground.php"), join(site, "wp-content/mu-plugins/test-ground.php"));
  symlinkSync(join(core, "wp-content/themes"), join(site, "wp-content/themes"));
  if (woocommerce) {
    execFileSync("cp", ["-R", "--preserve=mode,timestamps", woocommerce, join(site, "wp-content/plugins/woocommerce")]);
    execFileSync("chmod", ["-R", "u+rwX,go+rX", join(site, "wp-content/plugins/woocommerce")]);
  }
  const socket = combination.database === "mariadb" ? socketPath() : "";
  writeSettings(site, { url: "http://127.0.0.1", database: combination.database, socket, salt: "template", wp_cron: false, multisite: false });
  give(site, owner);
  let server: Awaited<ReturnType<typeof startMariaDb>> | undefined;
  if (combination.database === "mariadb") {
    const data = join(site, "mysql");
    mkdirSync(data);
    if (owner) chownSync(data, owner.uid, owner.gid);
    layDatabase(data, owner);
    server = await startMariaDb(data, socket, owner);
  }
  try {
    await runPhp({ site, owner, args: [scriptOf(core, "install.php"), core, ADMIN_USER, password] });
    const run = (code: string, env: Record<string, string> = {}): Promise<string> =>
      runPhp({ site, owner, args: [scriptOf(core, "run.php"), core], input: code, env });
    if (combination.woocommerce) {
      await run('update_option("active_plugins", array("woocommerce/woocommerce.php"));');
      for (const step of ["install-woocommerce.php", "choose-order-storage.php"])
        await run(readFileSync(join(files, step), "utf8").replace("<?php", ""), { CROSSDOCK_HPOS: combination.hpos ? "yes" : "no" });
    }
  } finally {
    await server?.stop();
  }
  // What the installation complained about says nothing about a test.
  for (const log of ["php.log", "debug.log"]) rmSync(join(site, log), { force: true });
  writeFileSync(join(site, "admin-password"), password);
  give(site, owner);
}

/** Copies a template. WooCommerce's six thousand files are linked, not copied: sites read them, none writes them. */
export function copyTemplate(template: string, site: string): void {
  mkdirSync(join(site, "wp-content/plugins"), { recursive: true });
  for (const name of readdirSync(template)) if (name !== "wp-content") execFileSync("cp", ["-a", join(template, name), join(site, name)]);
  for (const name of readdirSync(join(template, "wp-content")))
    if (name !== "plugins") execFileSync("cp", ["-a", join(template, "wp-content", name), join(site, "wp-content", name)]);
  for (const name of readdirSync(join(template, "wp-content/plugins")))
    execFileSync("cp", ["-al", join(template, "wp-content/plugins", name), join(site, "wp-content/plugins", name)]);
}
