/** Audit rows of kind data_change → before and after in words. */
import { formatMoney } from "#app/domain/money.ts";
import { stampOf } from "#app/lib/stamp.ts";
import { addressLines } from "./address.ts";
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
  return (
    parsed
      .filter(isChange)
      .map((change) => ({
        field: fieldName(change.field, context.titles),
        before: valueText(columnOf(change.field), change.before, context),
        after: valueText(columnOf(change.field), change.after, context),
      }))
      // The same address, written with its parts in another order, is no change to a person.
      .filter((line) => line.before !== line.after)
  );
}

export function valueText(field: string, value: unknown, context: ValueContext): string {
  if (value === null || value === undefined || value === "") return "–";
  if (typeof value === "number" && field.endsWith("_minor")) return context.currency ? formatMoney(value, context.currency) : String(value);
  if (typeof value === "number" && field.endsWith("_at")) return stampOf(value, context.timeZone, context.now).full;
  if (/^(is_|taxes_included|requires_)/.test(field) && (value === 0 || value === 1)) return value === 1 ? "Yes" : "No";
  if (typeof value === "string") return textOf(field, value);
  if (value === true) return "Yes";
  if (value === false) return "No";
  return cut(typeof value === "object" ? JSON.stringify(value) : String(value));
}

const cut = (text: string): string => (text.length > 300 ? `${text.slice(0, 300)}…` : text);

/** Addresses and lists are stored as JSON text, sums of a first version as "32090 USD". */
function textOf(field: string, text: string): string {
  if (field.endsWith("_address")) return addressLines(text).join(", ") || "–";
  const [, minor, currency] = /^(-?\d+) ([A-Z]{3})$/.exec(text) ?? [];
  if (minor !== undefined && currency !== undefined) return formatMoney(Number(minor), currency);
  if (/status$/.test(field)) return capital(text.replace(/_/g, " ").toLowerCase());
  const list = text.startsWith("[") ? parse(text) : null;
  if (Array.isArray(list))
    return list.every((item) => typeof item === "string" || typeof item === "number") ? cut(list.join(", ")) || "–" : cut(text);
  return cut(text);
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const columnOf = (field: string): string => field.slice(field.lastIndexOf(".") + 1);

const isChange = (value: unknown): value is { field: string; before?: unknown; after?: unknown } =>
  typeof value === "object" && value !== null && typeof (value as { field?: unknown }).field === "string";

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
