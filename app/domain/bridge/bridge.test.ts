import { describe, expect, it } from "vitest";
import { randomFrom } from "../../../tests/helpers/random.ts";
import { canBecome, COMMAND_KINDS, COMMAND_PAYLOADS, COMMAND_STATUSES, COMMAND_TRANSITIONS, subjectOf } from "./command.ts";
import { CODE_ALPHABET, CODE_CHARACTERS, makeCode, readCode, shownCode } from "./pairing-code.ts";
import { countMissing, lastWithoutHoles, noteNumbers, numbersToAsk, type Gap } from "./sequence.ts";
import { normaliseSiteUrl, siteName } from "./site-url.ts";

const numbersOf = (gaps: readonly Gap[], most: number, times = 0) =>
  numbersToAsk(
    gaps.map((gap) => ({ ...gap, asked_times: times })),
    most,
  );

describe("numbers", () => {
  /** Notes batch after batch, as the hub does. */
  function note(batches: readonly (readonly number[])[]): { max: number; gaps: Gap[] } {
    let max = 0;
    let gaps: Gap[] = [];
    for (const seqs of batches) {
      const [from, to] = [Math.min(...seqs), Math.max(...seqs)];
      const touched = gaps.filter((gap) => gap.seq <= to && gap.until >= from);
      const noted = noteNumbers(max, touched, seqs);
      max = noted.maxSeq;
      gaps = [...gaps.filter((gap) => !noted.removed.includes(gap.seq)), ...noted.added].sort((a, b) => a.seq - b.seq);
    }
    return { max, gaps };
  }

  it("in order leave no gap", () => {
    expect(note([[1, 2], [3]])).toEqual({ max: 3, gaps: [] });
  });

  it("of a hole of a million are one range, and filling it keeps two", () => {
    expect(note([[1], [1_000_002]])).toEqual({ max: 1_000_002, gaps: [{ seq: 2, until: 1_000_001 }] });
    const { gaps } = note([[1], [1_000_002], [500_000]]);
    expect(gaps).toEqual([
      { seq: 2, until: 499_999 },
      { seq: 500_001, until: 1_000_001 },
    ]);
    expect(countMissing(gaps)).toBe(999_999);
    expect(numbersOf(gaps, 3)).toEqual([2, 3, 4]);
    expect(lastWithoutHoles(1_000_002, 2)).toBe(1);
  });

  it("of a long gap are asked for from further on when its beginning does not come, and all of them in turn", () => {
    const gap = [{ seq: 11, until: 260 }];
    const asked = new Set(Array.from({ length: 8 }, (_, times) => numbersOf(gap, 100, times)).flat());
    expect([0, 1, 3].map((times) => numbersOf(gap, 100, times)[0])).toEqual([11, 11, 11]);
    expect(numbersOf(gap, 100, 4).slice(0, 2)).toEqual([111, 112]);
    expect(asked.size).toBe(250);
    expect(numbersOf([{ seq: 5, until: 6 }], 100, 50)).toEqual([5, 6]);
  });

  it("are the same in any order, in any batches, with repeats: what a plain set says", () => {
    const random = randomFrom(57);
    const below = (n: number) => Math.floor(random() * n);
    for (let round = 0; round < 500; round++) {
      const highest = 1 + below(40);
      const seen = new Set(Array.from({ length: 1 + below(60) }, () => 1 + below(highest)));
      const order = [...seen, ...[...seen].filter(() => random() < 0.3)].sort(() => random() - 0.5);
      const batches: number[][] = [];
      while (order.length > 0) batches.push(order.splice(0, 1 + below(7)));
      const { max, gaps } = note(batches);
      const missing = Array.from({ length: max }, (_, at) => at + 1).filter((seq) => !seen.has(seq));
      expect(max).toBe(Math.max(...seen));
      expect(numbersOf(gaps, 1000)).toEqual(missing);
      expect(countMissing(gaps)).toBe(missing.length);
      // Ranges that touch would be one range: nothing is kept twice.
      for (const [at, gap] of gaps.entries()) expect(gap.seq).toBeGreaterThan((gaps[at - 1]?.until ?? -1) + 1);
    }
  });
});

describe("pairing codes", () => {
  it("are read however they were typed", () => {
    const code = makeCode((below) => below - 1);
    expect(code).toBe("Z".repeat(CODE_CHARACTERS));
    for (const typed of [code, shownCode(code), ` zzzzz - zzzzz `, "zzzzz–zzzzz", "ZZZZZ ZZZZZ\n"]) expect(readCode(typed)).toBe(code);
  });

  it("hold nothing that looks like something else", () => {
    expect(CODE_ALPHABET).not.toMatch(/[01OILU]/);
    for (const typed of ["", "ZZZZZ-ZZZZ", "ZZZZZ-ZZZZZZ", "ZZZZZ-ZZZZ0", "ZZZZZ-ZZZZÄ"]) expect(readCode(typed)).toBeNull();
  });
});

describe("a store's address", () => {
  it.each([
    ["https://Shop.Example.com/", "https://shop.example.com"],
    ["shop.example.com", "https://shop.example.com"],
    ["https://shop.example.com:443/de/?x=1#y", "https://shop.example.com/de"],
    ["http://127.0.0.1:8080", "http://127.0.0.1:8080"],
    ["localhost:8080/wp", "https://localhost:8080/wp"],
    ["https://shop.example.com.", "https://shop.example.com"],
    ["https://bücher.example", "https://xn--bcher-kva.example"],
    ["https://shop.example.com//a//b/", "https://shop.example.com/a/b"],
  ])("%s is %s", (given, expected) => {
    const normal = normaliseSiteUrl(given);
    expect(normal).toEqual({ ok: true, value: expected });
    // Saying it again changes nothing.
    expect(normaliseSiteUrl(expected)).toEqual(normal);
  });

  it.each([
    "",
    "  ",
    "ftp://shop.example.com",
    "javascript:alert(1)",
    "https://user:secret@shop.example.com",
    "https://",
    "shop",
    "https://a b.example",
    "x".repeat(600),
  ])("%j is none", (given) => {
    expect(normaliseSiteUrl(given).ok).toBe(false);
  });

  it("is called by its name", () => {
    expect(siteName("https://shop.example.com/de")).toBe("shop.example.com/de");
  });
});

describe("commands", () => {
  it("pass from state to state as the table says, and no answer is taken back", () => {
    for (const from of COMMAND_STATUSES) for (const to of COMMAND_STATUSES) expect(canBecome(from, to)).toBe(COMMAND_TRANSITIONS[from].includes(to));
    expect(COMMAND_TRANSITIONS.done).toEqual([]);
    expect(COMMAND_TRANSITIONS.failed).toEqual([]);
    expect(canBecome("pending", "done")).toBe(false);
    expect(canBecome("expired", "done")).toBe(true);
  });

  it("are each about something", () => {
    const payloads: Record<(typeof COMMAND_KINDS)[number], [Record<string, unknown>, string]> = {
      "stock.set": [{ product_id: 5, variation_id: 7, quantity: 3, expected: null }, "inventory 7"],
      "order.status": [{ order_id: 9, status: "completed" }, "order 9"],
      "order.note": [{ order_id: 9, text: "hello", is_customer_note: false }, "order 9"],
      "order.tracking": [{ order_id: 9, carrier: "DHL", number: "1" }, "order 9"],
      "order.refund": [{ order_id: 9, amount: "10.00", reason: "broken", restock: true }, "order 9"],
      "product.upsert": [{ sku: "MUG-1", name: "Mug", price: "9.90" }, "product MUG-1"],
      resend: [{ seqs: [57] }, "event 57"],
      read: [{ entity: "order", id: 9 }, "order 9"],
    };
    for (const kind of COMMAND_KINDS) {
      const [payload, about] = payloads[kind];
      expect(COMMAND_PAYLOADS[kind].safeParse(payload).success, kind).toBe(true);
      expect(COMMAND_PAYLOADS[kind].safeParse({}).success, kind).toBe(false);
      const { entityType, entityId } = subjectOf(kind, payload);
      expect(`${entityType} ${entityId}`).toBe(about);
    }
  });
});
