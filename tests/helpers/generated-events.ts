/** Bodies as no sensible sender writes them, and some as they do: from one seed always the same. */
import { anEvent } from "./event-stand.ts";
import { randomFrom } from "./random.ts";

type Pick = <T>(from: readonly T[]) => T;

const ODD_TEXTS = [
  "",
  " ",
  "\u0000",
  "a\u0000b",
  "\ud800",
  "\udfff\ud800",
  "😀",
  "\u202e",
  "ä".repeat(300),
  "x".repeat(20_000),
  "null",
  "__proto__",
  "'; DROP TABLE orders; --",
  "+14155552671",
  "0",
  "-1",
  "1e400",
  "../../etc",
  "\r\nX: y",
  "\ufeff",
  "API-1",
];
const ODD_TIMES = [
  "2026-11-20T10:15:00Z",
  "2026-11-20T10:15:00.123456789Z",
  "0000-01-01T00:00:00Z",
  "9999-12-31T23:59:59Z",
  "2026-02-30T00:00:00Z",
  "2026-11-20T24:00:00Z",
  "1969-12-31T23:59:59Z",
  "2026-11-20T10:15:00+14:00",
  "2026-11-20",
  "20261120T101500Z",
  "now",
];
const ODD_NUMBERS = [0, -0, -1, 1.5, 0.1 + 0.2, 1e-7, 1e21, 2 ** 53 + 2, Number.MAX_VALUE, 2147483648];
const ODD_VALUES: readonly unknown[] = [null, true, false, [], {}, [[]], [null], { __proto__: null, a: 1 }, ...ODD_NUMBERS];

const TYPES = ["order_created", "order_updated", "order_delivered", "order_cancelled", "order_returned"];
const STATUSES = ["created", "pending", "DELIVERED", "shipped", "cancelled", "returned", "Out_For_Delivery", "lost"];
const CURRENCIES = ["EUR", "JPY", "KWD", "CLF", "XXX", "eur", "EURO"];
const AMOUNTS: readonly unknown[] = ["129.90", "0", "999999999999.9999", 19.9, "1,5", "19.999", "-1", "1e3", ...ODD_NUMBERS];

function sensible(pick: Pick, n: number): Record<string, unknown> {
  return anEvent({
    event_type: pick(TYPES),
    external_order_id: pick([`G-${n % 400}`, `${n}`, "Ord 7", "😀1"]),
    occurred_at: pick(["2026-11-20T10:15:00Z", "2026-11-19T08:00:00+01:00", "2026-11-20T10:15:00.5Z"]),
    customer: { phone: pick(["+14155552671", "+4915112345678", "+919876543210"]), ...pick([{}, { name: "Ana" }, { email: "ana@example.com" }]) },
    order: { status: pick(STATUSES), ...pick([{}, { total: pick(AMOUNTS), currency: pick(CURRENCIES) }, { delivered_at: pick(ODD_TIMES) }]) },
  });
}

/** Puts something odd in one place of the body, however deep. */
function spoil(value: unknown, pick: Pick): unknown {
  const odd = (): unknown => pick<() => unknown>([() => pick(ODD_TEXTS), () => pick(ODD_VALUES), () => pick(ODD_TIMES), () => undefined])();
  if (typeof value !== "object" || value === null || pick([true, false, false])) return odd();
  if (Array.isArray(value))
    return pick<() => unknown>([() => [...value, ...value], () => value.map((one) => spoil(one, pick)), () => Array(600).fill(value[0])])();
  const copy: Record<string, unknown> = { ...value };
  const key = pick([...Object.keys(copy), "extra"]);
  copy[key] = spoil(copy[key], pick);
  return copy;
}

const BROKEN: readonly ((text: string) => string | Uint8Array)[] = [
  () => "",
  () => "null",
  () => "[".repeat(3_000),
  () => `{"a":${"[".repeat(60)}${"]".repeat(60)}}`,
  (text) => text.slice(0, -1),
  (text) => `${text}${text}`,
  (text) => text.replace(/:/, " "),
  (text) => `\ufeff${text}`,
  (text) => Buffer.concat([Buffer.from(text), Buffer.from([0xff, 0xfe])]),
  (text) => text.replace(/"total":"[^"]*"/, '"total":1234567890123456789012345678.5'),
  (text) => text.replace('"Blue mug"', '"Blue \\u0000 \\ud800 mug"'),
];

/** @returns `count` bodies: about half sensible, the others with one or several odd things in them, or not JSON at all */
export function generatedEvents(seed: number, count: number): (string | Uint8Array)[] {
  const random = randomFrom(seed);
  const pick: Pick = (from) => from[Math.floor(random() * from.length)]!;
  return Array.from({ length: count }, (_, n) => {
    let body: unknown = sensible(pick, n);
    const kind = random();
    for (let times = kind < 0.5 ? 0 : kind < 0.8 ? 1 : 3; times > 0; times--) body = spoil(body, pick);
    const text = JSON.stringify(body) ?? "";
    return random() < 0.1 ? pick(BROKEN)(text) : text;
  });
}
