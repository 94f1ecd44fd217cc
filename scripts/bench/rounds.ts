/** Interleaved rounds: ours and its ceiling by turns, so that whatever else the machine does meets both. */
import { median } from "./figures.ts";
import type { Figure } from "./measurement.ts";

export interface Round {
  ours: number;
  beside: number;
}

/** Runs `rounds` pairs after one that only warms up; who goes first alternates. */
export async function interleave(rounds: number, ours: () => Promise<number>, beside: () => Promise<number>): Promise<Round[]> {
  const done: Round[] = [];
  for (let round = 0; round <= rounds; round++) {
    const results = { ours: 0, beside: 0 };
    for (const side of round % 2 === 0 ? (["beside", "ours"] as const) : (["ours", "beside"] as const))
      results[side] = await (side === "ours" ? ours() : beside());
    if (round > 0) done.push(results);
  }
  return done;
}

/** Rates per second, beside those of a ceiling: the higher the ratio the better. */
export function rateFigure(what: string, rounds: readonly Round[], goal: number | null): Figure {
  const ratios = rounds.map((round) => round.ours / round.beside);
  const ratio = median(ratios);
  return {
    what,
    ours: `${Math.round(median(rounds.map((round) => round.ours)))}/s`,
    beside: `${Math.round(median(rounds.map((round) => round.beside)))}/s`,
    ratio,
    spread: spreadOf(ratios),
    goal: goal === null ? "" : `≥ ${goal}`,
    isMet: goal === null ? null : ratio >= goal,
  };
}

export const spreadOf = (values: readonly number[]): string => `${Math.min(...values).toFixed(2)} to ${Math.max(...values).toFixed(2)}`;
