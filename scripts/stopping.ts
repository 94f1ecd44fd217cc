/** Parts of a running command, stopped in reverse order of their start on SIGTERM, SIGINT or a failure. */
const parts: { name: string; stop(): Promise<void> }[] = [];
let stopping: Promise<void> | null = null;

/** interfaces.md promises 10 s from the signal to the exit. */
const DEADLINE_MS = 9_500;

export function stopLater(name: string, stop: () => Promise<void>): void {
  parts.unshift({ name, stop });
}

/** Stops everything and exits. Safe to call twice. Exit code 1 when a part did not stop in time or failed to. */
export function stopAndExit(code: number): Promise<void> {
  return (stopping ??= stopAll(code));
}

async function stopAll(code: number): Promise<void> {
  let exitCode = code;
  const timer = setTimeout(() => {
    console.error(`Did not stop within ${DEADLINE_MS} ms; what is in work is taken up again at the next start.`);
    process.exit(1);
  }, DEADLINE_MS);
  for (const { name, stop } of parts) {
    try {
      await stop();
    } catch (error) {
      exitCode = 1;
      console.error(`${name} did not stop cleanly:`, error);
    }
  }
  clearTimeout(timer);
  process.exit(exitCode);
}

/** True once something has asked for the stop. */
export const isStopping = (): boolean => stopping !== null;

export function stopOnSignals(): void {
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => void stopAndExit(0));
}
