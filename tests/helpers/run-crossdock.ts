/** `crossdock <verb>` as a person calls it: the real binary, in a process of its own. */
import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot, resultsFolder } from "./results-folder.ts";

export interface CommandRun {
  code: number;
  stdout: string;
  stderr: string;
  /** stdout as JSON; throws when anything else is in it. */
  json<T = Record<string, unknown>>(): T;
}

let sequence = 0;

/** Never rejects for an exit code. Nothing of the surrounding environment is handed on but PATH, HOME, TMPDIR and TZ. */
export function runCrossdock(args: readonly string[], env: Record<string, string>, cwd = projectRoot): Promise<CommandRun> {
  const { PATH = "", HOME = "/", TMPDIR } = process.env;
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [join(projectRoot, "bin/crossdock.mjs"), ...args],
      // Remix' types want a NODE_ENV in every environment; here its absence is on purpose.
      { cwd, env: { PATH, HOME, TZ: "UTC", ...(TMPDIR ? { TMPDIR } : {}), ...env } as unknown as NodeJS.ProcessEnv, maxBuffer: 64 * 1024 * 1024 },
      (error, stdout, stderr) => {
        // Beside the logs of the processes: tests/last/secrets.test.ts looks for secrets in all of them.
        // What `keys create` prints is meant for the person who called it.
        const said = args[0] === "keys" ? stdout.replace(/\bcd_(live|test)_[0-9A-Za-z]{32}\b/g, "cd_$1_…") : stdout;
        writeFileSync(join(resultsFolder("logs"), `crossdock-${process.pid}-${++sequence}.log`), `$ crossdock ${args.join(" ")}\n${said}${stderr}`);
        const code = error === null ? 0 : typeof error.code === "number" ? error.code : 1;
        resolve({ code, stdout, stderr, json: () => JSON.parse(stdout) as never });
      },
    );
  });
}
