import { describe, expect, it } from "vitest";
import { answerWish, type KnownConsent } from "./consent.ts";

type Wish = Parameters<typeof answerWish>[1];
const SECOND = 1_000;
const stop = (second: number): Wish => ({ wish: "stop", happened_at: second * SECOND });
const start = (second: number): Wish => ({ wish: "start", happened_at: second * SECOND });
const block = (second: number): Wish => ({ wish: "block", happened_at: second * SECOND });
const said = (state: string, source: string, at: number): KnownConsent => ({ state, source, said_at: at, updated_at: at + 9_999_999 });

/** As it is stored, one wish after the other, in the order in which they arrive. */
const after = (wishes: readonly Wish[], before?: KnownConsent): KnownConsent | undefined =>
  wishes.reduce<KnownConsent | undefined>((known, wish) => {
    const answer = answerWish(known, wish);
    return answer === null ? known : said(answer.state, answer.source, wish.happened_at);
  }, before);

function orders<T>(all: readonly T[]): T[][] {
  return all.length === 0 ? [[]] : all.flatMap((one, at) => orders(all.toSpliced(at, 1)).map((rest) => [one, ...rest]));
}

describe("STOP and START", () => {
  it.each([
    ["refused", [stop(1)]],
    ["granted", [stop(1), start(2)]],
    ["refused", [stop(1), start(2), stop(3)]],
    ["granted", [stop(1), start(2), stop(3), start(4), start(4)]],
    ["granted", [start(2)]],
    // Nobody knows which was first: the no counts.
    ["refused", [stop(5), start(5)]],
    ["refused", [start(4), stop(5), start(5), stop(5)]],
  ] as const)("end %s, in whatever order and however often they arrive", (state, wishes) => {
    for (const arrived of orders(wishes)) {
      const times = arrived.map((one) => `${one.wish} ${one.happened_at}`).join(", ");
      expect(after(arrived)?.state, times).toBe(state);
      expect(after([...arrived, ...arrived])?.state, `${times}, twice`).toBe(state);
    }
  });

  it.each(["unsubscribe_link", "merchant", "source", "whatsapp_block"])(
    "START does not take back a no by %s, nor does a STOP between hide it",
    (source) => {
      const no = said("refused", source, 1 * SECOND);
      expect(after([start(2)], no)).toBe(no);
      expect(after([stop(2), start(3)], no)).toBe(no);
    },
  );

  it("a block in WhatsApp is more than a STOP, whichever comes first", () => {
    for (const arrived of orders([stop(1), block(2), start(3)])) {
      // START before either is known gives consent; said later than both, it would be refused by WhatsApp itself.
      const end = after(arrived);
      if (arrived[0]!.wish !== "start" && arrived[1]!.wish !== "start") expect(end).toMatchObject({ state: "refused", source: "whatsapp_block" });
    }
    expect(after([stop(1), block(2)])).toMatchObject({ source: "whatsapp_block" });
    expect(after([block(2), stop(3)])).toMatchObject({ source: "whatsapp_block" });
  });

  it("what the merchant was told since counts more than an older wish, by the second", () => {
    const yes = said("granted", "merchant", 10 * SECOND + 400);
    expect(after([stop(9)], yes)).toBe(yes);
    // 10.4 seconds and "second 10": it may have been after it.
    expect(after([stop(10)], yes)).toMatchObject({ state: "refused", source: "whatsapp_stop" });
    const link = said("refused", "whatsapp_stop", 10 * SECOND);
    expect(after([start(10)], link)).toBe(link);
    expect(after([start(11)], link)).toMatchObject({ state: "granted", source: "whatsapp_start" });
  });

  it("reads rows from before said_at was kept by the time they were written", () => {
    const old: KnownConsent = { state: "refused", source: "whatsapp_stop", said_at: null, updated_at: 10 * SECOND };
    expect(after([start(9)], old)).toBe(old);
    expect(after([start(11)], old)).toMatchObject({ state: "granted" });
  });
});
