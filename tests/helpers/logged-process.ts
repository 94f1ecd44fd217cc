/** A real process under test: in a process group of its own, its output in test-results/logs, gone when the test is. */
import { spawn } from "node:child_process";
import { createWriteStream, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { projectRoot, resultsFolder } from "./results-folder.ts";

export interface LoggedProcess {
  readonly pid: number;
  /** Every line it has written so far. */
  readonly lines: readonly string[];
  readonly logFile: string;
  /** Exit code, or the signal's name, once it has ended. */
  readonly exit: Promise<number | string>;
  hasEnded(): boolean;
  /** Calls back for every line from now on; answers how to stop that. */
  onLine(listener: (line: string) => void): () => void;
  /** SIGTERM; answers the exit code. Throws when it takes longer than interfaces.md allows. */
  stop(): Promise<number | string>;
  /** SIGKILL to the whole process group: the crash that durability tests are about. */
  kill(): Promise<void>;
}

const STOP_MS = 12_000;
const running = new Set<number>();
let sequence = 0;

// A failed test must not leave servers behind; scripts/test.ts does the same for a runner that was itself killed.
process.on("exit", () => {
  for (const pid of running) killGroup(pid);
});

function killGroup(pid: number): void {
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // Already gone.
  }
}

/** Starts `node <args>` on the Node this runs on, in the project's folder. */
export function startProcess(name: string, args: string[], env: Record<string, string>): LoggedProcess {
  return startProgram(name, { program: process.execPath, args, env });
}

export interface ProgramOptions {
  program: string;
  args: string[];
  env: Record<string, string>;
  cwd?: string;
  /** The user it runs as, when this process may choose (root). */
  owner?: { uid: number; gid: number } | null;
}

/** Starts any program. Nothing of the surrounding environment is handed on but PATH, HOME, TMPDIR and TZ. */
export function startProgram(name: string, { program, args, env, cwd = projectRoot, owner }: ProgramOptions): LoggedProcess {
  const { PATH = "", HOME = "/", TMPDIR } = process.env;
  const child = spawn(program, args, {
    cwd,
    ...owner,
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
    // Remix' types want a NODE_ENV in every environment; here its absence is on purpose.
    env: { PATH, HOME, TZ: "UTC", ...(TMPDIR ? { TMPDIR } : {}), ...env } as unknown as NodeJS.ProcessEnv,
  });
  const pid = child.pid!;
  const logFile = join(resultsFolder("logs"), `${name}-${process.pid}-${++sequence}.log`);
  const pidFile = join(resultsFolder("pids"), String(pid));
  writeFileSync(pidFile, name);
  running.add(pid);
  const log = createWriteStream(logFile);
  const lines: string[] = [];
  const listeners = new Set<(line: string) => void>();
  for (const stream of [child.stdout, child.stderr])
    createInterface({ input: stream }).on("line", (line) => {
      lines.push(line);
      log.write(`${line}\n`);
      for (const listener of listeners) listener(line);
    });
  let ended = false;
  const exit = new Promise<number | string>((resolve) =>
    // "close", not "exit": by then every line has been read.
    child.once("close", (code, signal) => {
      ended = true;
      running.delete(pid);
      rmSync(pidFile, { force: true });
      log.end(() => resolve(code ?? signal ?? "unknown"));
    }),
  );
  return {
    pid,
    lines,
    logFile,
    exit,
    hasEnded: () => ended,
    onLine(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async stop() {
      if (ended) return exit;
      child.kill("SIGTERM");
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<never>((_, reject) => {
        timer = setTimeout(() => reject(new Error(`${name} did not stop within ${STOP_MS} ms of SIGTERM; its log: ${logFile}`)), STOP_MS);
      });
      try {
        return await Promise.race([exit, late]);
      } catch (error) {
        killGroup(pid);
        throw error;
      } finally {
        clearTimeout(timer);
      }
    },
    async kill() {
      killGroup(pid);
      await exit;
    },
  };
}

/** The end of a process' log, for the message of a failed test. */
export function tailOfLog(process: LoggedProcess): string {
  return `--- ${process.logFile}\n${readFileSync(process.logFile, "utf8").split("\n").slice(-30).join("\n")}`;
}
