/** What might arrive at the bridge under a good signature, as no sensible plugin sends it: from one seed always the same. */
import { siteEvent } from "./bridge-client.ts";
import { randomFrom } from "./random.ts";

const ODD: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1.5,
  2 ** 53 + 2,
  Number.MAX_VALUE,
  "",
  " ",
  "\u0000",
  "\ud800",
  "😀",
  "x".repeat(2000),
  "'; DROP TABLE deliveries; --",
  "__proto__",
  "../..",
  [],
  {},
  [null],
  { a: { b: 1 } },
  "2026-02-30T00:00:00Z",
  "order.updated",
  "order/updated",
  "9999-12-31T23:59:59Z",
];
const FIELDS = ["id", "seq", "topic", "occurred_at", "resource_id", "origin", "data", "more"];
const TEXTS = [
  "",
  "null",
  "[]",
  "{",
  "{}",
  '{"events":{}}',
  '{"events":[',
  '{"events":[1,]}',
  '{"events":[{"a":1}',
  "\u0000",
  '{"events":[{}],"events":[]}',
  `${"[".repeat(5000)}${"]".repeat(5000)}`,
  `{"events":[${"[".repeat(200)}${"]".repeat(200)}]}`,
];

export interface GeneratedCall {
  method: "GET" | "POST";
  path: string;
  body: string;
}

/** @param nextSeq the number of the next event that is right */
export function generateCalls(count: number, seed: number): GeneratedCall[] {
  const random = randomFrom(seed);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
  let seq = 0;
  const event = () => {
    const one: Record<string, unknown> = { ...siteEvent(++seq) };
    for (let spoilt = Math.floor(random() * 3); spoilt > 0; spoilt--) {
      const field = pick(FIELDS);
      if (random() < 0.2) delete one[field];
      else one[field] = pick(ODD);
    }
    return random() < 0.05 ? pick(ODD) : one;
  };
  const body = (): string => {
    const kind = random();
    if (kind < 0.15) return pick(TEXTS);
    const text = JSON.stringify({ events: Array.from({ length: Math.floor(random() * 6) }, event), ...(random() < 0.2 && { more: pick(ODD) }) });
    if (kind > 0.9) return text.slice(0, Math.floor(random() * text.length));
    return text;
  };
  const other = (): string =>
    JSON.stringify(
      Object.fromEntries(
        [
          "status",
          "result",
          "reason",
          "name",
          "scopes",
          "mode",
          "capabilities",
          "outbox",
          "health",
          "home_url",
          "code",
          "site_url",
          "email",
          "shop_name",
        ]
          .filter(() => random() < 0.4)
          .map((name) => [name, pick(ODD)]),
      ),
    );
  const POSTS = ["heartbeat", "commands/cmd_none/result", "pair", "merchants", "keys", "keys/key_none/revoke", "problems/1/replay", "rotate-secret"];
  const GETS = ["commands", "status", "monitor", "orders", "orders/by-external/1", "problems", "keys", "integrations"];
  const QUERIES = [
    "",
    "?wait=0",
    "?wait=99",
    "?wait=x",
    "?cursor=x",
    "?cursor=%00",
    "?search=%00",
    "?search=%F0%9F%98%80",
    `?search=${"a".repeat(150)}`,
    "?search='",
    "?cursor=W10",
  ];
  return Array.from({ length: count }, (): GeneratedCall => {
    const kind = random();
    if (kind < 0.6) return { method: "POST", path: "events", body: body() };
    if (kind < 0.8) return { method: "POST", path: pick(POSTS), body: random() < 0.2 ? pick(TEXTS) : other() };
    return { method: "GET", path: pick(GETS) + pick(QUERIES), body: "" };
  });
}
