/** Audit rows of kind data_change → before and after in words. */
import { formatMoney } from "#app/domain/money.ts";
import { stampOf } from "#app/lib/stamp.ts";
import { fieldName } from "./names.ts";

export interface ChangeLine {
  field: string;
  before: string;
  after: string;
}
export interface ValueContext {
  currency: string | null;
  timeZone: string | null;
  now: number;
  /** Titles of the entity's parts, by the channel's id. */
  titles?: ReadonlyMap<string, string>;
}

/** The lines of one row's `data`; a row in another shape is shown as it is rather than hidden. */
export function changeLines(data: string, context: ValueContext): ChangeLine[] {
  const parsed = parse(data);
  if (!Array.isArray(parsed)) return [];
  return parsed.filter(isChange).map((change) => ({
    field: fieldName(change.field, context.titles),
    before: valueText(columnOf(change.field), change.before, context),
    after: valueText(columnOf(change.field), change.after, context),
  }));
}

export function valueText(field: string, value: unknown, context: ValueContext): string {
  if (value === null || value === undefined || value === "") return "–";
  if (typeof value === "number" && field.endsWith("_minor")) return context.currency ? formatMoney(value, context.currency) : String(value);
  if (typeof value === "number" && field.endsWith("_at")) return stampOf(value, context.timeZone, context.now).full;
  if (/^(is_|taxes_included|requires_)/.test(field) && (value === 0 || value === 1)) return value === 1 ? "Yes" : "No";
  if (value === true) return "Yes";
  if (value === false) return "No";
  // Lists and addresses are stored as JSON text.
  if (value === "[]" || value === "{}" || (Array.isArray(value) && value.length === 0)) return "–";
  const text = typeof value === "object" ? JSON.stringify(value) : String(value);
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}

const columnOf = (field: string): string => field.slice(field.lastIndexOf(".") + 1);

const isChange = (value: unknown): value is { field: string; before?: unknown; after?: unknown } => typeof value === "object" && value !== null && typeof (value as { field?: unknown }).field === "string";

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
