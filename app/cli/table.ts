/** Lists for people: aligned columns, as wide as their widest value; numbers to the right. */

export interface Column<T> {
  title: string;
  value: (row: T) => string | number | null;
}

const SHOWN_WIDTH = 60;
const BLANK = "-";

/** Cells never break a line and never carry a terminal's control sequences: they hold what others sent. */
const clean = (value: string | number | null): string => {
  const text = value === null || value === "" ? BLANK : String(value).replace(/[\p{Cc}\p{Cf}]+/gu, " ");
  return [...text].length > SHOWN_WIDTH ? `${[...text].slice(0, SHOWN_WIDTH - 1).join("")}…` : text;
};

export function table<T>(rows: readonly T[], columns: readonly Column<T>[]): string {
  const cells = rows.map((row) => columns.map((column) => clean(column.value(row))));
  const isNumeric = columns.map((column) => rows.length > 0 && rows.every((row) => typeof column.value(row) === "number"));
  const widths = columns.map((column, at) => Math.max(column.title.length, ...cells.map((line) => [...(line[at] ?? "")].length)));
  const pad = (text: string, at: number) => {
    const gap = " ".repeat(Math.max(0, (widths[at] ?? 0) - [...text].length));
    return isNumeric[at] ? gap + text : text + gap;
  };
  return [columns.map((column) => column.title), ...cells].map((line) => line.map(pad).join("  ").trimEnd()).join("\n");
}

/** Label and value per line. */
export function facts(pairs: readonly (readonly [label: string, value: string | number | null])[]): string {
  const width = Math.max(...pairs.map(([label]) => label.length));
  return pairs
    .map(([label, value]) => `${label.padEnd(width)}  ${value === null || value === "" ? BLANK : String(value).replace(/[\p{Cc}\p{Cf}]+/gu, " ")}`)
    .join("\n");
}

const STEPS = [
  [86_400_000, "d"],
  [3_600_000, "h"],
  [60_000, "min"],
  [1_000, "s"],
] as const;

/** "3 min ago", "in 2 h", "now". */
export function relative(ms: number | null, now: number): string | null {
  if (ms === null) return null;
  const distance = Math.abs(now - ms);
  const step = STEPS.find(([size]) => distance >= size);
  if (step === undefined) return "now";
  const span = `${Math.floor(distance / step[0])} ${step[1]}`;
  return ms > now ? `in ${span}` : `${span} ago`;
}

/** "90 s", "3 min", "2 h". */
export const duration = (ms: number): string => (relative(0, ms) === "now" ? "0 s" : (relative(0, ms) ?? "").replace(" ago", ""));

/** "1 delivery", "2 deliveries". */
export const counted = (number: number, one: string, many = `${one}s`): string => `${number} ${number === 1 ? one : many}`;
