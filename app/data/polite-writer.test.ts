import { describe, expect, it } from "vitest";
import type { Database, Tx } from "./database.ts";
import { giveWay, politely, writeAndGiveWay } from "./polite-writer.ts";

/** A database that only notes when it is written to. */
function noting(engine: Database["engine"], heldMs: number) {
  const spans: { from: number; to: number }[] = [];
  const write = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => {
    const from = performance.now();
    while (performance.now() - from < heldMs);
    return work({} as Tx).finally(() => spans.push({ from, to: performance.now() }));
  };
  return { spans, db: { engine, write, read: {}, close: () => Promise.resolve() } as unknown as Database };
}

describe("politely", () => {
  it("leaves the writer free between two transactions for longer than it held it", async () => {
    const { db, spans } = noting("sqlite", 80);
    const polite = politely(db);
    expect(await Promise.all([polite.write(() => Promise.resolve("first")), polite.write(() => Promise.resolve("second"))])).toEqual([
      "first",
      "second",
    ]);
    const [first, second] = spans;
    expect(second!.from - first!.to).toBeGreaterThan(first!.to - first!.from);
  });

  it("goes on after a transaction that failed", async () => {
    const polite = politely(noting("sqlite", 0).db);
    await expect(polite.write(() => Promise.reject(new Error("no")))).rejects.toThrow("no");
    expect(await polite.write(() => Promise.resolve("next"))).toBe("next");
  });

  it("leaves PostgreSQL alone", () => {
    const { db } = noting("postgres", 0);
    expect(politely(db)).toBe(db);
  });
});

describe("work that can wait", () => {
  const pauseOf = async (work: () => Promise<unknown>): Promise<number> => {
    const from = performance.now();
    await work();
    return performance.now() - from;
  };

  it("pauses for as long as it took while webhooks come in, and for several times as long while many do", async () => {
    const coming = (most: number) => ({ isBusy: (perSecond = 0) => perSecond <= most });
    const [some, many] = [await pauseOf(() => giveWay(coming(5), 40)), await pauseOf(() => giveWay(coming(200), 40))];
    expect(some).toBeGreaterThanOrEqual(39);
    expect(many).toBeGreaterThan(3 * 40);
    expect(many).toBeGreaterThan(some);
  });

  it("goes on at once otherwise, in a turn of its own", async () => {
    const order: string[] = [];
    setImmediate(() => order.push("a request that has arrived"));
    const went = giveWay({ isBusy: () => false }, 60_000).then(() => order.push("the next step"));
    order.push("this turn");
    await went;
    expect(order).toEqual(["this turn", "a request that has arrived", "the next step"]);
  });

  it("pauses for what it did with the writer, not for how long it waited for it", async () => {
    const { db } = noting("sqlite", 0);
    let heldUntil = 0;
    const write = <T>(work: (tx: Tx) => Promise<T>): Promise<T> =>
      new Promise<void>((resolve) => setTimeout(resolve, 150)).then(() => db.write(work)).finally(() => (heldUntil = performance.now()));
    expect(await writeAndGiveWay({ ...db, write, isBusy: () => true }, () => Promise.resolve("written"))).toBe("written");
    expect(performance.now() - heldUntil).toBeLessThan(150);
  });
});
