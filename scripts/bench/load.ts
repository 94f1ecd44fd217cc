/** The parent's side of load-process.ts. */
import { fork, type ChildProcess } from "node:child_process";
import { join } from "node:path";

export interface LoadRequest {
  port: number;
  secret: string;
  shop: string;
  concurrency: number;
  /** The first order's number; the same numbers again are the same deliveries again. */
  first: number;
  count: number;
  /** A fixed rate; without it every connection sends as soon as it was answered. */
  perSecond?: number;
  wantsLatencies?: boolean;
}

export interface LoadAnswer {
  perSecond: number;
  /** HTTP status → how often. */
  statuses: Record<string, number>;
  p50Ms: number;
  p99Ms: number;
  maxMs: number;
  latenciesMs?: number[];
}

export interface Load {
  /** Throws when anything but 200 was answered: such a figure would be worthless. */
  send(request: LoadRequest): Promise<LoadAnswer>;
  stop(): void;
}

export function startLoad(): Load {
  const child: ChildProcess = fork(join(import.meta.dirname, "load-process.ts"), { stdio: ["ignore", "inherit", "inherit", "ipc"] });
  const waiting = new Map<number, { resolve: (answer: LoadAnswer) => void; reject: (error: Error) => void }>();
  let lastId = 0;
  child.on("message", ({ id, answer, error }: { id: number; answer?: LoadAnswer; error?: string }) => {
    const waiter = waiting.get(id);
    waiting.delete(id);
    if (answer) waiter?.resolve(answer);
    else waiter?.reject(new Error(error));
  });
  child.on("exit", () => {
    for (const { reject } of waiting.values()) reject(new Error("the load process ended"));
  });
  return {
    async send(load) {
      const id = ++lastId;
      const answer = await new Promise<LoadAnswer>((resolve, reject) => {
        waiting.set(id, { resolve, reject });
        child.send({ id, load });
      });
      const refused = Object.entries(answer.statuses).filter(([status]) => status !== "200");
      if (refused.length > 0) throw new Error(`deliveries were refused: ${refused.map(([status, count]) => `${count} × ${status}`).join(", ")}`);
      return answer;
    },
    stop: () => child.disconnect(),
  };
}
