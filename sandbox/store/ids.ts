import type { SandboxContext } from "../context.ts";

// Where each kind starts. Most lie beyond 2^53, as real ids may (Shopify's own samples use 820982911946154508), so that a reader who lets
// JSON.parse round them is found out. Steps are odd and large, so that neighbours do not look alike and every last digit occurs.
const FIRST_IDS: Record<string, bigint> = {
  Order: 820982911946154508n,
  Customer: 115310627314723954n,
  Product: 788032119674292922n,
  ProductVariant: 642667041472713922n,
  InventoryItem: 271878346596884015n,
  LineItem: 866550311766439020n,
  Refund: 890088186047892319n,
  Fulfillment: 655441491121201013n,
  OrderTransaction: 389404469171255041n,
  Location: 655441491n,
  WebhookSubscription: 1047897672n,
};
const DEFAULT_FIRST_ID = 471000111222333445n;
const STEP = 1073741827n;

/** The next id of a kind ("Order", "Refund" …) as decimal digits: never a JavaScript number. */
export function nextId(ctx: SandboxContext, kind: string): string {
  const row = ctx.db.prepare("SELECT value FROM counter WHERE name = ?").get(`id:${kind}`) as { value: string } | undefined;
  const id = row ? BigInt(row.value) + STEP : (FIRST_IDS[kind] ?? DEFAULT_FIRST_ID + BigInt(hash(kind)));
  ctx.db
    .prepare("INSERT INTO counter (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value")
    .run(`id:${kind}`, String(id));
  return String(id);
}

/** The next number of a sequence that starts at `first` (order numbers: 1001). */
export function nextNumber(ctx: SandboxContext, name: string, first: number): number {
  const row = ctx.db.prepare("SELECT value FROM counter WHERE name = ?").get(name) as { value: string } | undefined;
  const value = row ? Number(row.value) + 1 : first;
  ctx.db.prepare("INSERT INTO counter (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value").run(name, String(value));
  return value;
}

export function toGid(kind: string, id: string): string {
  return `gid://shopify/${kind}/${id}`;
}

/** Splits gid://shopify/Order/123 (query part ignored); null for anything else. */
export function parseGid(gid: string): { kind: string; id: string } | null {
  const match = /^gid:\/\/shopify\/([A-Za-z]+)\/([0-9]+)(?:\?.*)?$/.exec(gid);
  return match ? { kind: match[1]!, id: match[2]! } : null;
}

/** Numeric order of ids too long for a number. */
export function compareIds(a: string, b: string): number {
  return a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);
}

function hash(text: string): number {
  let value = 7;
  for (const character of text) value = (value * 31 + character.charCodeAt(0)) % 1_000_000_007;
  return value;
}
