import { setTimeout as delay } from "node:timers/promises";

/**
 * Polls until `condition` answers something truthy, and answers that. Tests wait for what happens, never for time to pass.
 * Throws with the description, and with what `explain` says, when it has not happened within `timeoutMs`.
 */
export async function waitUntil<T>(
  description: string,
  condition: () => T | Promise<T>,
  { timeoutMs = 20_000, everyMs = 25, explain }: { timeoutMs?: number; everyMs?: number; explain?: () => string | Promise<string> } = {},
): Promise<NonNullable<T>> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const value = await condition();
    if (value) return value;
    if (Date.now() > deadline) throw new Error(`Not within ${timeoutMs} ms: ${description}${explain ? `\n${await explain()}` : ""}`);
    await delay(everyMs);
  }
}
