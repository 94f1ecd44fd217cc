/**
 * What sites are made of, kept between runs: WordPress cores and the SQLite drop-in from npm packages (pinned, checked by their hash),
 * WooCommerce from a folder of the user's own. See README.md.
 */
import { execFileSync } from "node:child_process";
import { createHash, randomUUID } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

export type WordPressVersion = "6.7" | "6.5";

interface NpmPackage {
  name: string;
  version: string;
  /** SHA-512 of the packed file, base64, as registries state it. */
  sha512: string;
  /** What is taken out of it. */
  paths: readonly string[];
}

export const CORES: NpmPackage = {
  name: "@wp-playground/wordpress-builds",
  version: "0.9.19",
  sha512: "dlqvh/MJDpE5W68vgPPKUjpip6zMuBh59L3D18ZX+pdwurC4q4ydrTww/3sTMV69BBcoH6kF93YtAtujNC5Mpw==",
  paths: ["package/src/wordpress/wp-nightly.zip", "package/src/wordpress/wp-6.5.zip", "package/public/wp-nightly", "package/public/wp-6.5"],
};
const DROP_IN: NpmPackage = {
  name: "@wp-playground/cli",
  version: "3.1.56",
  sha512: "JTxl6djPEM2YRYz/w+BUoyoCvhSGHIjqMi4fMV1b8o1UPNvZatLaS7opo57UsrVElXrfdZwvi6IuyS4LswUx9Q==",
  paths: ["package/sqlite-database-integration.zip"],
};
/** 6.7 is the alpha that npm has. */
const NAMES: Record<WordPressVersion, string> = { "6.7": "wp-nightly", "6.5": "wp-6.5" };

export const cacheFolder = join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "crossdock");

/** Makes a folder once: all of it or nothing is there, whoever else makes it at the same time. */
export function makeOnce(folder: string, make: (draft: string) => void): string {
  if (existsSync(folder)) return folder;
  const draft = `${folder}.${randomUUID()}`;
  mkdirSync(draft, { recursive: true });
  try {
    make(draft);
    renameSync(draft, folder);
  } catch (error) {
    // Somebody else was first: theirs is as good.
    if (!existsSync(folder)) throw error;
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
  return folder;
}

/** The unpacked files of a package, fetched by the npm that is here from whatever registry it uses. */
function fetchPackage({ name, version, sha512, paths }: NpmPackage): string {
  const folder = join(cacheFolder, "npm", `${name.replace(/\W+/g, "-").replace(/^-/, "")}-${version}`);
  mkdirSync(join(cacheFolder, "npm"), { recursive: true });
  return makeOnce(folder, (draft) => {
    execFileSync("npm", ["pack", `${name}@${version}`, "--pack-destination", draft, "--ignore-scripts", "--loglevel=error"], {
      cwd: draft,
      stdio: ["ignore", "pipe", "inherit"],
    });
    const file = join(draft, `${name.replace("@", "").replace("/", "-")}-${version}.tgz`);
    const found = createHash("sha512").update(readFileSync(file)).digest("base64");
    if (found !== sha512) throw new Error(`${name}@${version} is not the package that was pinned: sha512-${found}`);
    execFileSync("tar", ["xzf", file, "-C", draft, "--no-same-owner", ...paths]);
    rmSync(file);
  });
}

/** PHP needs its zip extension for WooCommerce's own work too; so there is no other unzip to install. */
function unzip(file: string, into: string): void {
  execFileSync("php", ["-r", "$z = new ZipArchive(); if ($z->open($argv[1]) !== true || !$z->extractTo($argv[2])) { exit(1); }", "--", file, into]);
}

/** Lays a core with its stylesheets and scripts (which the package keeps apart), and the SQLite drop-in beside them, into `draft`. */
export function layCore(version: WordPressVersion, draft: string): void {
  const cores = join(fetchPackage(CORES), "package");
  unzip(join(cores, "src/wordpress", `${NAMES[version]}.zip`), draft);
  // The package also has files of sites it was made from, such as a debug.log.
  for (const part of ["wp-admin", "wp-includes", "wp-content/themes/twentytwentyfour"])
    cpSync(join(cores, "public", NAMES[version], part), join(draft, part), { recursive: true });
  unzip(join(fetchPackage(DROP_IN), "package/sqlite-database-integration.zip"), draft);
  renameSync(join(draft, "plugin-sqlite-database-integration"), join(draft, "sqlite-database-integration"));
}

/** The real WooCommerce, which no registry has: a folder that the user names or has put into the cache; or why there is none. */
export function findWooCommerce(): { folder: string; version: string } | { reason: string } {
  const folder = process.env.WOOCOMMERCE_DIR ?? join(cacheFolder, "woocommerce");
  const main = join(folder, "woocommerce.php");
  if (!existsSync(main))
    return {
      reason:
        "the real WooCommerce is not here: unpack its zip from wordpress.org and name the folder in WOOCOMMERCE_DIR, or put it at crossdock/woocommerce in the user's cache folder",
    };
  return { folder, version: /^\s*\*\s*Version:\s*(\S+)/m.exec(readFileSync(main, "utf8"))?.[1] ?? "unknown" };
}
