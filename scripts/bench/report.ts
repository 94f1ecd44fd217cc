/** The figures as a Markdown table, printed and, when asked, put into README.md. */
import { readFileSync, writeFileSync } from "node:fs";
import type { Figure } from "./measurement.ts";

const START = "<!-- bench:start -->";
const END = "<!-- bench:end -->";

export function renderReport(machine: string, figures: readonly Figure[], note: string): string {
  const rows = figures.map((figure) => [
    figure.what,
    figure.ours,
    figure.beside,
    figure.ratio === null ? "" : figure.ratio.toFixed(2),
    figure.spread,
    figure.goal,
    figure.isMet === null ? "" : figure.isMet ? "yes" : "**no**",
  ]);
  const head = ["measured", "Crossdock", "beside it", "ratio (median)", "rounds", "goal", "met"];
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line), "", `${machine}. ${note}`].join("\n");
}

/** Replaces what stands between the markers. Throws when README.md has none. */
export function writeReport(file: string, report: string): void {
  const text = readFileSync(file, "utf8");
  const start = text.indexOf(START);
  const end = text.indexOf(END);
  if (start === -1 || end < start) throw new Error(`README.md has no ${START} … ${END} to write between.`);
  writeFileSync(file, `${text.slice(0, start + START.length)}\n${report}\n${text.slice(end)}`);
}
