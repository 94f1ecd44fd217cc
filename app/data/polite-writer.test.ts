import { describe, expect, it } from "vitest";
import type { Database, Tx } from "./database.ts";
import { politely } from "./polite-writer.ts";

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
