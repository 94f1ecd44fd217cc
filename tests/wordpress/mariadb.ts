/** A MariaDB server of a site's own: Debian's programs, a folder of the site, a socket and no port. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { startProgram, tailOfLog } from "../helpers/logged-process.ts";
import type { LoggedProcess } from "../helpers/logged-process.ts";
import { waitUntil } from "../helpers/wait-until.ts";
import type { Owner } from "./php.ts";

const SERVER = ["/usr/sbin/mariadbd", "/usr/local/sbin/mariadbd", "/opt/homebrew/bin/mariadbd"].find((path) => existsSync(path));

export const findMariaDb = (): { server: string } | { reason: string } =>
  SERVER ? { server: SERVER } : { reason: "MariaDB is not installed (Debian: apt-get install mariadb-server)" };

/** Small files, since every site copies them; as careful with commits as a shop's server. */
const SETTINGS = [
  "--no-defaults",
  "--skip-networking",
  "--skip-log-bin",
  "--innodb-log-file-size=16M",
  "--innodb-buffer-pool-size=128M",
  "--innodb-data-file-path=ibdata1:12M:autoextend",
  "--max-connections=100",
  "--character-set-server=utf8mb4",
];

const asRoot = (owner: Owner | null): string[] => (owner === null && process.getuid?.() === 0 ? ["--user=root"] : []);

/** Makes the system tables. Takes some seconds: once per template. */
export function layDatabase(folder: string, owner: Owner | null): void {
  execFileSync(
    "mariadb-install-db",
    ["--no-defaults", `--datadir=${folder}`, "--auth-root-authentication-method=normal", "--skip-test-db", ...SETTINGS.slice(3), ...asRoot(owner)],
    { cwd: "/", ...owner, stdio: ["ignore", "ignore", "pipe"] },
  );
}

export interface RunningMariaDb {
  socket: string;
  process: LoggedProcess;
  stop(): Promise<void>;
}

/** Starts the server on a site's folder; the database `wordpress` is there when this answers. The socket's path must stay short. */
export async function startMariaDb(folder: string, socket: string, owner: Owner | null): Promise<RunningMariaDb> {
  mkdirSync(folder, { recursive: true });
  rmSync(socket, { force: true });
  const child = startProgram("mariadb", {
    program: SERVER!,
    args: [...SETTINGS, `--datadir=${folder}`, `--socket=${socket}`, `--pid-file=${join(folder, "mariadb.pid")}`, ...asRoot(owner)],
    env: {},
    cwd: folder,
    owner,
  });
  const isUp = (): boolean => {
    if (child.hasEnded()) throw new Error(`MariaDB ended before it was ready.\n${tailOfLog(child)}`);
    try {
      const sql = "CREATE DATABASE IF NOT EXISTS wordpress CHARACTER SET utf8mb4";
      execFileSync("mariadb", ["--no-defaults", `--socket=${socket}`, "--user=root", `--execute=${sql}`], { stdio: "ignore" });
      return true;
    } catch {
      return false;
    }
  };
  await waitUntil("MariaDB is ready", isUp, { timeoutMs: 60_000, everyMs: 50, explain: () => tailOfLog(child) });
  return {
    socket,
    process: child,
    async stop() {
      await child.stop();
    },
  };
}

/** Rows of a query, every value as text. */
export function queryMariaDb(socket: string, sql: string): Record<string, string>[] {
  const said = execFileSync("mariadb", ["--no-defaults", `--socket=${socket}`, "--user=root", "--batch", "wordpress"], {
    input: sql,
    encoding: "utf8",
  });
  const [head, ...rows] = said.split("\n").filter((line) => line !== "");
  const names = head?.split("\t") ?? [];
  return rows.map((row) => Object.fromEntries(row.split("\t").map((value, at) => [names[at] ?? String(at), value])));
}
