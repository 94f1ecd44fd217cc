// The first thing every npm script runs: makes node_modules what package-lock.json says, and nothing when it already is.
// Plain JavaScript without imports of ours, because it runs on whatever Node started npm (20 or newer); all later scripts run on
// the Node 24 that this installs from npm (node_modules/.bin/node). See docs/decisions/0003-node-24-from-npm.md.
import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const stampFile = join(root, "node_modules", ".crossdock-install");
const nodeBinary = join(root, "node_modules", ".bin", "node");
const OLDEST_NODE = 20;
const REQUIRED_NODE = 24;

/** What the installed tree depends on; the platform is in it because a tree copied to another machine has the wrong binaries. */
function wantedStamp() {
  const hash = createHash("sha256");
  for (const file of ["package.json", "package-lock.json", ".npmrc"]) hash.update(readFileSync(join(root, file)));
  return `${hash.digest("hex")} ${process.platform}-${process.arch}`;
}

function fail(sentence) {
  process.stderr.write(`\n${sentence}\n`);
  process.exit(1);
}

function installPackages() {
  const wanted = wantedStamp();
  if (existsSync(nodeBinary) && existsSync(stampFile) && readFileSync(stampFile, "utf8") === wanted) return;
  process.stdout.write("Installing npm packages (npm ci, a minute or two when npm's cache is empty) …\n");
  rmSync(stampFile, { force: true });
  // --ignore-scripts: no package here needs its install script, and without it none of them can run code or start a compiler.
  const result = spawnSync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit"],
    // Dev dependencies hold the tests and the build: needed whatever NODE_ENV says.
    env: { ...process.env, npm_config_include: "dev" },
  });
  if (result.error) fail(`npm could not be started (${result.error.message}): install npm 10 or newer, then run the same command again.`);
  if (result.status !== 0) fail("npm ci failed (see above). Check the network or the registry npm uses, then run the same command again.");
  linkNode();
  writeFileSync(stampFile, wanted);
}

/** Where npm has no Node 24 package (macOS, Windows, musl), the Node that runs this must do: import.meta.main came with 24.2. */
function linkNode() {
  if (existsSync(nodeBinary)) return;
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major < REQUIRED_NODE || (major === REQUIRED_NODE && minor < 2))
    fail(
      `npm has no Node ${REQUIRED_NODE} for ${process.platform}-${process.arch}: install Node ${REQUIRED_NODE} yourself (nodejs.org) and run the same command again.`,
    );
  symlinkSync(process.execPath, nodeBinary);
}

const hasFolder = (folder, pattern) => existsSync(folder) && readdirSync(folder).some((name) => pattern.test(name));
const isOnPath = (command) => (process.env.PATH ?? "").split(":").some((folder) => folder !== "" && existsSync(join(folder, command)));

let phpModules;
/** Whether PHP is here with an extension. */
function hasPhp(extension) {
  phpModules ??= (spawnSync("php", ["-m"], { encoding: "utf8" }).stdout ?? "").toLowerCase().split("\n");
  return phpModules.includes(extension);
}

/** What the test suites use beyond npm: package name → is it here? */
const SYSTEM_PACKAGES = {
  chromium: () => isOnPath("chromium") || isOnPath("google-chrome"),
  "fonts-liberation": () => existsSync("/usr/share/fonts/truetype/liberation") || existsSync("/usr/share/fonts/truetype/liberation2"),
  postgresql: () => isOnPath("postgres") || hasFolder("/usr/lib/postgresql", /^\d+$/),
  strace: () => isOnPath("strace"),
  // For the WordPress plugin. Of MariaDB only the programs: Debian's mariadb-server would also start one, and the tests start their own.
  "php-cli": () => hasPhp("core"),
  "php-curl": () => hasPhp("curl"),
  "php-gd": () => hasPhp("gd"),
  "php-mbstring": () => hasPhp("mbstring"),
  "php-mysql": () => hasPhp("mysqli"),
  "php-sqlite3": () => hasPhp("pdo_sqlite"),
  "php-xml": () => hasPhp("dom"),
  "php-zip": () => hasPhp("zip"),
  composer: () => isOnPath("composer"),
  "mariadb-server-core": () => existsSync("/usr/sbin/mariadbd") || isOnPath("mariadbd"),
  "mariadb-client-core": () => isOnPath("mariadb"),
  // `ip`, for the closed network that the real WooCommerce runs in.
  iproute2: () => isOnPath("ip"),
};

function installSystemPackages() {
  const missing = Object.keys(SYSTEM_PACKAGES).filter((name) => !SYSTEM_PACKAGES[name]());
  if (missing.length === 0) return;
  const command = `apt-get install -y --no-install-recommends ${missing.join(" ")}`;
  const isDebianRoot = existsSync("/etc/debian_version") && process.getuid?.() === 0 && isOnPath("apt-get");
  if (!isDebianRoot) {
    process.stdout.write(`Not installed here: ${missing.join(", ")}. The suites that need them are counted as skipped. On Debian: sudo ${command}\n`);
    return;
  }
  process.stdout.write(`Installing Debian packages for the tests: ${missing.join(" ")} …\n`);
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  try {
    execFileSync("apt-get", ["update", "-qq"], { env, stdio: ["ignore", "ignore", "inherit"] });
    execFileSync("apt-get", command.split(" ").slice(1), { env, stdio: ["ignore", "ignore", "inherit"] });
    process.stdout.write(`Installed: ${missing.join(", ")}.\n`);
  } catch (error) {
    process.stdout.write(`apt-get failed (${error.message.split("\n")[0]}); the suites that need ${missing.join(", ")} are counted as skipped.\n`);
  }
}

if (Number(process.versions.node.split(".")[0]) < OLDEST_NODE)
  fail(`Node ${process.versions.node} is too old to start: install Node ${OLDEST_NODE} or newer (Crossdock brings its own Node ${REQUIRED_NODE}).`);
if (existsSync(join(root, "node_modules")) && !statSync(join(root, "node_modules")).isDirectory())
  fail("node_modules is a file: remove it and run the same command again.");
installPackages();
if (process.argv.includes("--test")) installSystemPackages();
