/** Whose turn it is at the one writer: one after the other, and whoever is awaited outside goes before work that can wait, by turns with it. */

/** first: awaited outside; next: before all that can wait; else when it is its turn. */
export type When = "first" | "next" | "later";

export interface WriteTurns {
  /** Runs `work` when it is its turn. What it throws goes to the caller alone. */
  take<T>(work: () => Promise<T>, when?: When): Promise<T>;
  /** Whether whoever has the turn should end it: one that goes first is waiting, or others wait and the turn is a long one. */
  isAwaited(): boolean;
  /** Whether one that goes first has come within the last quarter of a second. @param perSecond and so many come, about */
  isBusy(perSecond?: number): boolean;
  /** For other threads: what isBusySince and isSharedSince look at. */
  takenAt: SharedArrayBuffer;
  /** When nobody is left. */
  over(): Promise<void>;
}

/** So long nobody is asked to make room for work that can wait: each turn costs an fsync. */
const LONG_TURN_MS = 10;

/** What is awaited outside seldom comes alone. */
const BUSY_FOR_MS = 250;

/** In the doubles of WriteTurns.takenAt: when the last one that goes first came, and the last of the others (`monotonicMs`); how far apart the first come, ms. */
const [FIRST, OTHER, APART] = [0, 1, 2] as const;
export const TAKEN_AT_BYTES = 3 * Float64Array.BYTES_PER_ELEMENT;
/** About so many of the last gaps make up the mean. */
const GAPS = 8;
const WIDEST_GAP_MS = 1_000;

/** The same in all threads, unlike performance.now(); and nobody sets it, unlike the clock. */
const monotonicMs = (): number => Number(process.hrtime.bigint() / 1_000n) / 1_000;

/** Whether one that goes first has come a moment ago. @param takenAt of WriteTurns @param perSecond and so many come, about */
export const isBusySince = (takenAt: Float64Array, perSecond = 0): boolean =>
  monotonicMs() - takenAt[FIRST]! < BUSY_FOR_MS && takenAt[APART]! * perSecond <= 1_000;

/** Whether others have come as well. @param takenAt of WriteTurns */
export const isSharedSince = (takenAt: Float64Array): boolean => isBusySince(takenAt) && monotonicMs() - takenAt[OTHER]! < BUSY_FOR_MS;

function noteFirst(takenAt: Float64Array): void {
  const now = monotonicMs();
  const gap = Math.min(Math.max(now - takenAt[FIRST]!, 0), WIDEST_GAP_MS);
  takenAt[APART] = takenAt[APART]! + (gap - takenAt[APART]!) / GAPS;
  takenAt[FIRST] = now;
}

type Turn = () => Promise<void>;

export function createWriteTurns(): WriteTurns {
  const first: Turn[] = [];
  const others: Turn[] = [];
  let count = 0;
  let running: Promise<void> | null = null;
  let begunAt = 0;
  const takenAt = new Float64Array(new SharedArrayBuffer(TAKEN_AT_BYTES));
  takenAt.set([-Infinity, -Infinity, WIDEST_GAP_MS]);

  async function run(isFirst: boolean): Promise<void> {
    // Not in the turn of the caller, who may ask for more of them at once. What is awaited outside comes in groups: all that arrives in this turn
    // of the event loop is in time for one.
    await (isFirst ? new Promise(setImmediate) : Promise.resolve());
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
    take(work, when = "later") {
      count++;
      if (when === "first") noteFirst(takenAt);
      else takenAt[OTHER] = monotonicMs();
      return new Promise((resolve, reject) => {
        const turn = async (): Promise<void> => {
          try {
            const value = await work();
            count--;
            resolve(value);
          } catch (error) {
            count--;
            reject(error as Error);
          }
        };
        if (when === "next") others.unshift(turn);
        else (when === "first" ? first : others).push(turn);
        running ??= run(when === "first");
      });
    },
    isAwaited: () => first.length > 0 || (others.length > 0 && performance.now() - begunAt > LONG_TURN_MS),
    isBusy: (perSecond) => isBusySince(takenAt, perSecond),
    takenAt: takenAt.buffer,
    over: () => running ?? Promise.resolve(),
  };
}
