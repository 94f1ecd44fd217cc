/** PHP as this machine has it, and the user that runs it: never root, since what runs is other people's code. */
import { execFileSync, spawn } from "node:child_process";
import { existsSync } from "node:fs";

export interface Owner {
  uid: number;
  gid: number;
}

const EXTENSIONS = ["curl", "gd", "mbstring", "mysqli", "pdo_sqlite", "sqlite3", "xml", "zip"];

/** Whether PHP can run the test ground, or what is missing. */
export function findPhp(): { version: string } | { reason: string } {
  let said: string;
  try {
    said = execFileSync("php", ["-r", "echo PHP_VERSION, ' ', strtolower(implode(' ', get_loaded_extensions()));"], { encoding: "utf8" });
  } catch {
    return { reason: "PHP is not installed (Debian: apt-get install php8.2-cli)" };
  }
  const [version = "", ...loaded] = said.split(" ");
  const missing = EXTENSIONS.filter((name) => !loaded.includes(name));
  return missing.length > 0 ? { reason: `PHP ${version} lacks ${missing.join(", ")}` } : { version };
}

/** Root hands PHP and MariaDB to `nobody`; anybody else runs them as they are. */
export function phpOwner(): Owner | null {
  if (process.getuid?.() !== 0) return null;
  // Inside `unshare -r` root is the normal user who called it, and nobody else exists.
  const isMapped = execFileSync("cat", ["/proc/self/uid_map"], { encoding: "utf8" }).trim().split(/\s+/)[2] === "1";
  if (isMapped) return null;
  const [uid, gid] = ["-u", "-g"].map((flag) => Number(execFileSync("id", [flag, "nobody"], { encoding: "utf8" })));
  return { uid: uid!, gid: gid! };
}

/** Settings of every PHP process: errors to the log, code looked at anew when it changes, no mail program. */
export function phpSettings(site: string): string[] {
  const settings = {
    memory_limit: "512M",
    display_errors: "0",
    log_errors: "1",
    error_log: `${site}/php.log`,
    "opcache.enable": "1",
    "opcache.revalidate_freq": "0",
    sendmail_path: "/bin/true",
    variables_order: "EGPCS",
    "date.timezone": "UTC",
    max_execution_time: "120",
  };
  return Object.entries(settings).flatMap(([name, value]) => ["-d", `${name}=${value}`]);
}

export interface PhpRun {
  site: string;
  args: string[];
  owner: Owner | null;
  input?: string;
  env?: Record<string, string>;
  /** Ends the process hard: what a kill -9 leaves behind is what some tests are about. */
  signal?: AbortSignal;
}

/** Runs one PHP process to its end and answers what it wrote; throws with its errors when it fails. */
export async function runPhp({ site, args, owner, input = "", env = {}, signal }: PhpRun): Promise<string> {
  const child = spawn("php", [...phpSettings(site), "-d", "display_errors=stderr", ...args], {
    cwd: existsSync(site) ? site : "/",
    ...owner,
    ...(signal ? { signal, killSignal: "SIGKILL" as const } : {}),
    stdio: ["pipe", "pipe", "pipe"],
    env: { PATH: process.env.PATH ?? "", HOME: site, TZ: "UTC", CROSSDOCK_SITE: site, ...env } as unknown as NodeJS.ProcessEnv,
  });
  let output = "";
  let errors = "";
  child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (errors += chunk.toString()));
  child.stdin.on("error", () => undefined);
  child.stdin.end(input);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  if (code !== 0) throw new Error(`PHP ended with ${code}:\n${errors.slice(-3000)}\n${output.slice(-3000)}`);
  return output;
}
