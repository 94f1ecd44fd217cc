/** A throwaway PostgreSQL server of the tests' own: Debian's binaries, a folder under the temporary folder, a free port, loopback only. */
import { execFile, execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, readdirSync } from "node:fs";
import { chmod, chown, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { freePort } from "./free-port.ts";

const run = promisify(execFile);
const DEBIAN_FOLDER = "/usr/lib/postgresql";

export interface PostgresCluster {
  /** Address of the maintenance database: what CROSSDOCK_TEST_DATABASE carries to the suites. */
  url: string;
  password: string;
  stop(): Promise<void>;
}

interface Owner {
  uid: number;
  gid: number;
}

/** Folder of the newest PostgreSQL's programs, or the reason why there is none to use. */
export function findPostgres(): { bin: string } | { reason: string } {
  const versions = existsSync(DEBIAN_FOLDER) ? readdirSync(DEBIAN_FOLDER).filter((name) => existsSync(join(DEBIAN_FOLDER, name, "bin/initdb"))) : [];
  const newest = versions.sort((a, b) => Number(a) - Number(b)).at(-1);
  if (!newest) return { reason: "PostgreSQL is not installed (Debian: apt-get install postgresql)" };
  if (process.getuid?.() === 0 && !postgresUser()) return { reason: "PostgreSQL refuses to run as root and there is no user postgres" };
  return { bin: join(DEBIAN_FOLDER, newest, "bin") };
}

/** PostgreSQL does not start as root: then Debian's user postgres runs it. Null when this process can run it itself. */
function postgresUser(): Owner | null {
  try {
    const [uid, gid] = ["-u", "-g"].map((flag) => Number(execFileSync("id", [flag, "postgres"], { stdio: ["ignore", "pipe", "ignore"] })));
    return { uid: uid!, gid: gid! };
  } catch {
    return null;
  }
}

/** Starts a cluster; takes about two seconds. Throws when PostgreSQL is missing: ask findPostgres first. */
export async function startPostgres(): Promise<PostgresCluster> {
  const found = findPostgres();
  if ("reason" in found) throw new Error(found.reason);
  const owner = process.getuid?.() === 0 ? postgresUser() : null;
  const folder = await mkdtemp(join(tmpdir(), "crossdock-postgres-"));
  const data = join(folder, "data");
  const passwordFile = join(folder, "password");
  const password = randomBytes(18).toString("hex");
  await mkdir(data, { mode: 0o700 });
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (owner) for (const path of [folder, data, passwordFile]) await chown(path, owner.uid, owner.gid);
  await chmod(folder, 0o700);
  // cwd: the postgres user may not enter ours.
  const as = async (program: string, args: string[]): Promise<void> => {
    await run(join(found.bin, program), args, { cwd: folder, ...owner });
  };
  const port = await freePort();
  await as("initdb", [
    "-D",
    data,
    "-U",
    "crossdock",
    "--auth=scram-sha-256",
    `--pwfile=${passwordFile}`,
    "-E",
    "UTF8",
    "--locale=C.UTF-8",
    "--no-sync",
  ]);
  const settings = `-p ${port} -k ${folder} -c listen_addresses=127.0.0.1 -c max_connections=200 -c shared_buffers=64MB -c log_min_messages=error`;
  await as("pg_ctl", ["-D", data, "-w", "-t", "60", "-l", join(folder, "log"), "-o", settings, "start"]);
  return {
    url: `postgres://crossdock:${password}@127.0.0.1:${port}/postgres`,
    password,
    async stop() {
      await as("pg_ctl", ["-D", data, "-m", "immediate", "-w", "stop"]).catch(() => undefined);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
