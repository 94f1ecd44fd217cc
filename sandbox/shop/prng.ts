/** A small seeded generator (mulberry32): the same seed gives the same demo shop on every machine. */
export interface Prng {
  /** 0 ≤ x < 1 */
  next(): number;
  /** min ≤ n ≤ max */
  int(min: number, max: number): number;
  pick<T>(list: readonly T[]): T;
}

export function createPrng(seed: number): Prng {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let value = Math.imul(state ^ (state >>> 15), state | 1);
    value ^= value + Math.imul(value ^ (value >>> 7), value | 61);
    return ((value ^ (value >>> 14)) >>> 0) / 4294967296;
  };
  const int = (min: number, max: number): number => min + Math.floor(next() * (max - min + 1));
  return { next, int, pick: (list) => list[int(0, list.length - 1)]! };
}
