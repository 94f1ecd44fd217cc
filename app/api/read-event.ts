/** The body of POST /webhooks/commerce/event: everything that is wrong with it at once, or what it says. */
import { lineIdOf } from "#app/channels/api/interpret.ts";
import { toMinor } from "#app/domain/money.ts";
import type { Clock } from "#app/lib/clock.ts";
import { parseJson } from "#app/lib/lossless-json.ts";
import { err, ok, type Result } from "#app/lib/result.ts";
import type { FieldError } from "./schemas/common.ts";
import { createEventBodySchema, type EventBody } from "./schemas/events.ts";
import { readRequest } from "./validation.ts";

export function createEventReader(clock: Clock): (bytes: Uint8Array) => Result<EventBody, FieldError[]> {
  const schema = createEventBodySchema(clock);
  return (bytes) => {
    const parsed = parseJson(bytes);
    if (!parsed.ok) return err([{ path: "", code: "request_unreadable", message: parsed.error.message }]);
    const read = readRequest(schema, parsed.value);
    const known = read.ok ? [] : read.error;
    const errors = [...known, ...crossErrors(parsed.value).filter(({ path }) => !known.some((one) => one.path === path))];
    return read.ok && errors.length === 0 ? ok(read.value) : err(errors);
  };
}

interface Given {
  order?: { currency?: unknown; total?: unknown; lines?: unknown };
}

/** What no field shows by itself, as far as the fields it depends on can be read: decimals of the currency, lines that are one another. */
function crossErrors(body: unknown): FieldError[] {
  const order = (body as Given | null)?.order;
  if (typeof order !== "object" || order === null) return [];
  const lines = (Array.isArray(order.lines) ? order.lines : []).slice(0, 500) as ({ id?: unknown; unit_price?: unknown } | null)[];
  return [...amountErrors(order, lines), ...lineIdErrors(lines)];
}

function amountErrors(order: NonNullable<Given["order"]>, lines: readonly ({ unit_price?: unknown } | null)[]): FieldError[] {
  const { currency } = order;
  if (typeof currency !== "string" || !/^[A-Z]{3}$/.test(currency)) return [];
  const amounts: [path: string, value: unknown][] = [
    ["order.total", order.total],
    ...lines.map((line, at): [string, unknown] => [`order.lines[${at}].unit_price`, line?.unit_price]),
  ];
  return amounts.flatMap(([path, value]) => {
    const read = typeof value === "string" || typeof value === "number" ? toMinor(String(value), currency) : ok(0);
    if (read.ok || read.error === "not_a_decimal") return [];
    const message = read.error === "too_large" ? "Is larger than an amount can be." : `Has more decimals than ${currency} has.`;
    return [{ path, code: "amount_invalid", message }];
  });
}

function lineIdErrors(lines: readonly ({ id?: unknown } | null)[]): FieldError[] {
  const first = new Map<string, number>();
  return lines.flatMap((line, at) => {
    const given = line?.id;
    if (given !== undefined && typeof given !== "string") return [];
    const id = lineIdOf({ id: given }, at);
    const before = first.get(id);
    if (before === undefined) first.set(id, at);
    return before === undefined ? [] : [{ path: `order.lines[${at}].id`, code: "value_invalid", message: `Is the id of line ${before + 1} too.` }];
  });
}
