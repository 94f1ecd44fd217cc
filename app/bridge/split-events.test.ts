import { describe, expect, it } from "vitest";
import { randomFrom } from "../../tests/helpers/random.ts";
import { splitEvents } from "./split-events.ts";

const split = (text: string) => splitEvents(Buffer.from(text))?.map((one) => one.toString()) ?? null;

describe("a batch", () => {
  it("is taken apart into each event's own bytes", () => {
    const events = ['{"a":1.10,"b":"x]},\\"{","c":[1,{"d":"é"}]}', "[]", '"text"', "12345678901234567890", "null"];
    expect(split(`{"events":[${events.join(",")}]}`)).toEqual(events);
    expect(split(` {\n "more" : {"events":[7]} , "events" : [ ${events.join(" ,\n ")} ] , "x":1 } `)).toEqual(events);
    expect(split('{"events":[]}')).toEqual([]);
  });

  it.each([
    "",
    "null",
    "[]",
    "{",
    "{}",
    '{"events":{}}',
    '{"events":[',
    '{"events":[1',
    '{"events":[1,]}',
    '{"events":[,1]}',
    '{"events":[1 2]}',
    '{"events":["a]}',
    '{"events":[1]} x',
    '{"events":[1]}}',
    '{"events" [1]}',
    "{events:[1]}",
    '{"a":1 "events":[1]}',
    '{"events":[{]}',
  ])("that is none is refused: %s", (text) => {
    const parts = split(text);
    // What is wrong inside of an event is for JSON.parse to say.
    expect(parts === null || parts.some((part) => isNoJson(part)) || text === "{}").toBe(true);
    if (text === "{}") expect(parts).toBeNull();
  });

  it("is split as JSON.parse reads it, whatever is in it, and never throws", () => {
    const random = randomFrom(20261121);
    const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
    // One key with an escape, not two: of objects with several such keys Node 24's own JSON.parse takes one for the other.
    const value = (depth: number): unknown =>
      depth === 0 || random() < 0.4
        ? pick([null, true, 1, -1.5e3, "", '"', "\\", "]", "}", ",", ":", "é😀", "\u2028", "events"])
        : random() < 0.5
          ? Array.from({ length: Math.floor(random() * 4) }, () => value(depth - 1))
          : Object.fromEntries(Array.from({ length: Math.floor(random() * 4) }, () => [pick(["events", "a", "]", '"', "é"]), value(depth - 1)]));
    for (let round = 0; round < 2000; round++) {
      const events = Array.from({ length: Math.floor(random() * 5) }, () => value(4));
      const text = JSON.stringify({ before: value(2), events, after: value(2) }, null, pick([0, 1, 3]));
      expect(split(text)?.map((part) => JSON.parse(part) as unknown)).toEqual(events);
      const spoilt = Buffer.from(text);
      spoilt[Math.floor(random() * spoilt.length)] = Math.floor(random() * 256);
      expect(() => splitEvents(spoilt.subarray(0, Math.floor(random() * spoilt.length)))).not.toThrow();
    }
  });
});

function isNoJson(text: string): boolean {
  try {
    JSON.parse(text);
    return false;
  } catch {
    return true;
  }
}
