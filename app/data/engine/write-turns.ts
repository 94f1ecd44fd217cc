/** Whose turn it is at the one writer: one after the other, and whoever is awaited outside goes before work that can wait, by turns with it. */

export interface WriteTurns {
  /** Runs `work` when it is its turn. What it throws goes to the caller alone. */
  take<T>(work: () => Promise<T>, goesFirst?: boolean): Promise<T>;
  /** Whether whoever has the turn should end it: one that goes first is waiting, or others wait and the turn is a long one. */
  isAwaited(): boolean;
  /** When nobody is left. */
  over(): Promise<void>;
}

/** So long nobody is asked to make room for work that can wait: each turn costs an fsync. */
const LONG_TURN_MS = 10;

type Turn = () => Promise<void>;

export function createWriteTurns(): WriteTurns {
  const first: Turn[] = [];
  const others: Turn[] = [];
  let count = 0;
  let running: Promise<void> | null = null;
  let begunAt = 0;

  async function run(): Promise<void> {
    // Not in the turn of the caller, who may ask for more of them at once.
    await Promise.resolve();
    let wasFirst = false;
    while (count > 0) {
      // After one that went first comes one of the others, however many of the first are waiting.
      const queue: Turn[] = first.length > 0 && !(wasFirst && others.length > 0) ? first : others;
      wasFirst = queue === first;
      begunAt = performance.now();
      await queue.shift()?.();
    }
    running = null;
  }

  return {
    take(work, goesFirst = false) {
      count++;
      return new Promise((resolve, reject) => {
        (goesFirst ? first : others).push(async () => {
          try {
            const value = await work();
            count--;
            resolve(value);
          } catch (error) {
            count--;
            reject(error as Error);
          }
        });
        running ??= run();
      });
    },
    isAwaited: () => first.length > 0 || (others.length > 0 && performance.now() - begunAt > LONG_TURN_MS),
    over: () => running ?? Promise.resolve(),
  };
}
