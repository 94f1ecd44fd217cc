/** A child process that answers requests over IPC, one at a time or several. */
import { fork } from "node:child_process";
import { join } from "node:path";

export interface AskedProcess<Request, Answer> {
  ask(request: Request): Promise<Answer>;
  stop(): void;
}

/** @param script a file of this folder that answers `{id, request}` with `{id, answer}` or `{id, error}` */
export function startAsked<Request extends object, Answer>(script: string, execArgv: string[] = []): AskedProcess<Request, Answer> {
  const child = fork(join(import.meta.dirname, script), { stdio: ["ignore", "inherit", "inherit", "ipc"], execArgv });
  const waiting = new Map<number, { resolve: (answer: Answer) => void; reject: (error: Error) => void }>();
  let lastId = 0;
  child.on("message", ({ id, answer, error }: { id: number; answer?: Answer; error?: string }) => {
    const waiter = waiting.get(id);
    waiting.delete(id);
    if (answer === undefined) waiter?.reject(new Error(error));
    else waiter?.resolve(answer);
  });
  child.on("exit", () => {
    for (const { reject } of waiting.values()) reject(new Error(`${script} ended`));
  });
  return {
    ask: (request) =>
      new Promise((resolve, reject) => {
        const id = ++lastId;
        waiting.set(id, { resolve, reject });
        child.send({ id, request });
      }),
    stop: () => child.connected && child.disconnect(),
  };
}
