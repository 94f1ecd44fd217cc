/**
 * The numbers of a site's events, and which of them are missing. Events may come in any order and more than once; noting a number twice is the
 * same as noting it once, so that a batch that was stored but not counted (a killed process) is counted when it comes again.
 */

/** All numbers from `seq` to `until`: a hole of a million is one range. */
export interface Gap {
  seq: number;
  until: number;
}

export interface Noted {
  maxSeq: number;
  /** Gaps that are no longer, by their first number. */
  removed: number[];
  added: Gap[];
}

/**
 * @param maxSeq the highest number seen before
 * @param gaps what is missing below it: at least every gap that touches one of `seqs`
 */
export function noteNumbers(maxSeq: number, gaps: readonly Gap[], seqs: readonly number[]): Noted {
  const before = new Map(gaps.map((gap) => [gap.seq, gap]));
  const now = new Map(before);
  let highest = maxSeq;
  for (const seq of [...new Set(seqs)].sort((a, b) => a - b)) {
    if (seq > highest) {
      if (seq > highest + 1) now.set(highest + 1, { seq: highest + 1, until: seq - 1 });
      highest = seq;
    } else {
      const gap = [...now.values()].find((one) => one.seq <= seq && seq <= one.until);
      if (gap === undefined) continue;
      now.delete(gap.seq);
      if (gap.seq < seq) now.set(gap.seq, { seq: gap.seq, until: seq - 1 });
      if (seq < gap.until) now.set(seq + 1, { seq: seq + 1, until: gap.until });
    }
  }
  return {
    maxSeq: highest,
    removed: [...before.values()].filter((gap) => now.get(gap.seq)?.until !== gap.until).map((gap) => gap.seq),
    added: [...now.values()].filter((gap) => before.get(gap.seq)?.until !== gap.until),
  };
}

/** The highest number below which nothing is missing. */
export const lastWithoutHoles = (maxSeq: number, firstMissing: number | null): number => (firstMissing === null ? maxSeq : firstMissing - 1);

/** So often a gap is asked for from its beginning. */
const PATIENT_TIMES = 3;

/**
 * The numbers to ask for: at most `most`, in the gaps' order. A long gap whose beginning does not come (the site has it no longer) is asked for
 * from further on each time, round and round: the rest of it may still be there.
 */
export function numbersToAsk(gaps: readonly (Gap & { asked_times: number })[], most: number): number[] {
  const numbers: number[] = [];
  for (const { seq, until, asked_times } of gaps) {
    const length = until - seq + 1;
    const start = length > most ? (Math.max(0, asked_times - PATIENT_TIMES) * most) % length : 0;
    for (let at = 0; at < length && numbers.length < most; at++) numbers.push(seq + ((start + at) % length));
  }
  return numbers;
}

/** How many numbers are missing. */
export const countMissing = (gaps: readonly Gap[]): number => gaps.reduce((sum, { seq, until }) => sum + (until - seq + 1), 0);
