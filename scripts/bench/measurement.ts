/** What a measurement is, what it is given and what it answers. */
import type { Load } from "./load.ts";

export interface Figure {
  what: string;
  ours: string;
  /** The raw ceiling, or the idle state, measured in the same interleaved run. */
  beside: string;
  /** Median of the rounds' ratios; null where there is nothing to compare with. */
  ratio: number | null;
  /** "0.78 to 0.84" over the rounds. */
  spread: string;
  goal: string;
  /** null: reported, not judged. */
  isMet: boolean | null;
}

export interface BenchContext {
  /** A folder that is removed at the end. */
  folder: string;
  /** A migrated, empty database to copy. */
  template: string;
  load: Load;
  isQuick: boolean;
  /** Where CPU profiles of the app go, when they are wanted. */
  profileFolder?: string;
  say: (line: string) => void;
}

export interface Measurement {
  name: string;
  run(context: BenchContext): Promise<Figure[]>;
}
