import { describe, expect, it, vi } from "vitest";
import { createWriteTurns } from "./write-turns.ts";

/** Work that is over when it is told so, and what was begun so far. */
function stage() {
  const begun: string[] = [];
  const ends: (() => void)[] = [];
  const work = (name: string) => () => {
    begun.push(name);
    return new Promise<string>((resolve) => ends.push(() => resolve(name)));
  };
  /** Lets go of what runs, until nothing more begins. */
  async function endOne(): Promise<void> {
    ends.shift()?.();
    await new Promise(setImmediate);
  }
  return { begun, work, endOne };
}

describe("the turns at the writer", () => {
  it("come one after the other, in the order they were asked for", async () => {
    const turns = createWriteTurns();
    const { begun, work, endOne } = stage();
    const results = ["a", "b", "c"].map((name) => turns.take(work(name)));
    await endOne();
    expect(begun).toEqual(["a"]);
    for (let i = 0; i < 3; i++) await endOne();
    expect(await Promise.all(results)).toEqual(["a", "b", "c"]);
  });

  it("let what is awaited outside go before what waits already, and then one of the others", async () => {
    const turns = createWriteTurns();
    const { begun, work, endOne } = stage();
    void turns.take(work("running"));
    await new Promise(setImmediate);
    for (const name of ["import", "worker"]) void turns.take(work(name));
    for (const name of ["webhook 1", "webhook 2", "webhook 3"]) void turns.take(work(name), "first");
    for (let i = 0; i < 7; i++) await endOne();
    expect(begun).toEqual(["running", "webhook 1", "import", "webhook 2", "worker", "webhook 3"]);
  });

  it("begin with all that arrives in the same turn of the event loop, where the first is awaited outside", async () => {
    const turns = createWriteTurns();
    const arrived = ["webhook 1"];
    const group = turns.take(() => Promise.resolve([...arrived]), "first");
    await Promise.resolve();
    arrived.push("webhook 2");
    expect(await group).toEqual(["webhook 1", "webhook 2"]);
  });

  it("let what cannot wait long go before the others, but not before what is awaited outside", async () => {
    const turns = createWriteTurns();
    const { begun, work, endOne } = stage();
    void turns.take(work("running"));
    await new Promise(setImmediate);
    for (const name of ["import", "worker"]) void turns.take(work(name));
    void turns.take(work("checkpoint"), "next");
    void turns.take(work("webhook"), "first");
    for (let i = 0; i < 6; i++) await endOne();
    expect(begun).toEqual(["running", "webhook", "checkpoint", "import", "worker"]);
  });

  it("are busy for a while after one that is awaited outside", async () => {
    const turns = createWriteTurns();
    await turns.take(() => Promise.resolve());
    expect(turns.isBusy()).toBe(false);
    await turns.take(() => Promise.resolve(), "first");
    expect(turns.isBusy()).toBe(true);
  });

  it("are busy whatever the clock is set to meanwhile", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    try {
      const turns = createWriteTurns();
      await turns.take(() => Promise.resolve(), "first");
      vi.setSystemTime(Date.now() + 3_600_000);
      expect(turns.isBusy()).toBe(true);
    } finally {
      vi.useRealTimers();
    }
  });

  it("know about how many a second are awaited outside", async () => {
    vi.useFakeTimers({ toFake: ["hrtime"] });
    try {
      const turns = createWriteTurns();
      const come = async (count: number, apartMs: number): Promise<void> => {
        for (let n = 0; n < count; n++) {
          vi.advanceTimersByTime(apartMs);
          await turns.take(() => Promise.resolve(), "first");
        }
      };
      await come(1, 1_000);
      expect([turns.isBusy(), turns.isBusy(50)]).toEqual([true, false]);
      await come(100, 5);
      expect([turns.isBusy(50), turns.isBusy(500)]).toEqual([true, false]);
      await come(20, 100);
      expect([turns.isBusy(), turns.isBusy(50)]).toEqual([true, false]);
      vi.advanceTimersByTime(300);
      expect(turns.isBusy()).toBe(false);
    } finally {
      vi.useRealTimers();
    }
  });

  it("are to end early for what goes first at once, for others only when they are long", async () => {
    const turns = createWriteTurns();
    const { work, endOne } = stage();
    const asked: boolean[] = [];
    const running = turns.take(async () => {
      asked.push(turns.isAwaited());
      void turns.take(work("import"));
      asked.push(turns.isAwaited());
      const until = performance.now() + 11;
      while (performance.now() < until);
      asked.push(turns.isAwaited());
    });
    await running;
    await new Promise(setImmediate);
    await endOne();
    const next = turns.take(() => {
      void turns.take(work("webhook"), "first");
      asked.push(turns.isAwaited());
      return Promise.resolve();
    });
    await next;
    await new Promise(setImmediate);
    await endOne();
    expect(asked).toEqual([false, false, true, true]);
  });

  it("go on after one that failed, which only its caller is told", async () => {
    const turns = createWriteTurns();
    const failed = turns.take(() => Promise.reject(new Error("disk full")));
    const next = turns.take(() => Promise.resolve("stored"));
    await expect(failed).rejects.toThrow("disk full");
    expect(await next).toBe("stored");
  });

  it("go on after a pause", async () => {
    const turns = createWriteTurns();
    expect(await turns.take(() => Promise.resolve(1))).toBe(1);
    await new Promise(setImmediate);
    expect(await turns.take(() => Promise.resolve(2), "first")).toBe(2);
  });
});
