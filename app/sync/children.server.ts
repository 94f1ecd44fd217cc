/** The rows under an entity (lines, taxes, …): written so that they equal what the source says, touching only what differs. */
import type { NewRow, Row, Table, Tx } from "#app/data/database.ts";
import { diffRow, type Change } from "./diff.ts";

type Values = Record<string, unknown>;

export interface Children<T extends Table> {
  table: T;
  /** What existing rows are found by, e.g. {order_id}. */
  of: Partial<Row<T>>;
  /** Names a child within its parent, for the diff: "lines.123". */
  label: string;
  desired: readonly NewRow<T>[];
  /** Rows the source no longer lists: "remove" them, or "keep" what is a fact once and for all (a refund). */
  missing: "remove" | "keep";
  /** The parent is new: there is nothing to compare with. */
  isNew: boolean;
  /** What becomes of an existing row that the source states again: null leaves it as it is. Default: the desired row. */
  merge?: (existing: Row<T>, desired: NewRow<T>) => NewRow<T> | null;
}

/** @returns the changes, for the audit trail (none when the parent is new). Children are identified by their `id`, which the caller derives. */
export async function writeChildren<T extends Table>(tx: Tx, children: Children<T>): Promise<Change[]> {
  const { table, desired } = children;
  if (children.isNew) {
    for (const row of desired) await tx.insert(table, row);
    return [];
  }
  const changes: Change[] = [];
  const existing = new Map((await tx.list(table, children.of)).map((row) => [(row as Values).id as string, row]));
  for (const stated of desired) {
    const id = (stated as Values).id as string;
    const was = existing.get(id);
    existing.delete(id);
    const row = was !== undefined && children.merge ? children.merge(was, stated) : stated;
    if (row === null) continue;
    if (was !== undefined && isSame(was as Values, row as Values)) continue;
    const differences = diffRow(was as Values | undefined, row as Values, `${children.label}.${nameOf(row)}.`);
    if (was === undefined) await tx.insert(table, row);
    else await tx.update(table, row as never, { id } as never);
    changes.push(...differences);
  }
  if (children.missing === "remove") {
    for (const [id, row] of existing) {
      await tx.remove(table, { id } as never);
      changes.push({ field: `${children.label}.${nameOf(row)}`, before: "present", after: null });
    }
  }
  return changes;
}

function isSame(was: Values, row: Values): boolean {
  for (const column in row) if ((was[column] ?? null) !== (row[column] ?? null)) return false;
  return true;
}

function nameOf(row: unknown): string {
  const values = row as Values;
  return String(values.external_id ?? values.line_external_id ?? values.position ?? "");
}
