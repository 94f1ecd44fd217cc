/** Where a command writes. Results go to stdout and nothing else does, so that `--json` can be piped; remarks go to stderr. */
import { systemClock, type Clock } from "#app/lib/clock.ts";
import { createLog, type Log } from "#app/lib/log.server.ts";

export interface Io {
  /** A line, or several, of the result. */
  out(text: string): void;
  /** The whole result as JSON. */
  json(value: unknown): void;
  /** A remark to the person: progress, warnings, errors. */
  note(text: string): void;
  clock: Clock;
  /** For services: their warnings, as JSON lines on stderr. */
  log: Log;
}

export function createIo(stdout: { write(text: string): unknown }, stderr: { write(text: string): unknown }, clock: Clock = systemClock): Io {
  return {
    out: (text) => void stdout.write(`${text}\n`),
    json: (value) => void stdout.write(`${JSON.stringify(value, null, 2)}\n`),
    note: (text) => void stderr.write(`${text}\n`),
    clock,
    log: createLog("warn", { write: (line: string) => void stderr.write(line) }),
  };
}
