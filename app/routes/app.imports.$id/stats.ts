import type { Stat } from "#app/components/stat-cards.tsx";
import type { ImportView } from "#app/domain/csv/view.ts";

/** What became of the rows, in four figures. */
export function statsOfImport({ status, counts }: ImportView): Stat[] {
  const figure = (label: string, value: number, help: string, tone?: Stat["tone"]): Stat => ({
    label,
    value: value.toLocaleString("en-GB"),
    help,
    ...(tone && value > 0 ? { tone } : {}),
  });
  const rows = figure("Rows in the file", counts.total, "without the heading");
  const left = figure("Left out", counts.bad, counts.bad === 0 ? "Nothing was wrong" : "with errors; see below", "critical");
  if (status === "undone")
    return [rows, figure("Undone", counts.undone, "as they were before"), figure("Left as they are", counts.kept, "changed since", "caution"), left];
  return [
    rows,
    figure("Imported", counts.imported, "orders added or changed", "success"),
    figure("Known already", counts.unchanged, "nothing to change"),
    left,
  ];
}
