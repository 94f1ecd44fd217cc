/** The parent's side of ceiling-process.ts. */
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { root } from "../root.ts";
import { readyLine, stopProcess, track } from "./app-process.ts";
import type { BenchContext } from "./measurement.ts";

export interface Ceiling {
  port: number;
  pid: number;
  secret: string;
  stop(): Promise<void>;
}

export async function startCeiling(context: BenchContext, name: string): Promise<Ceiling> {
  const secret = randomBytes(16).toString("hex");
  const child = track(
    spawn(process.execPath, [join(import.meta.dirname, "ceiling-process.ts"), join(context.folder, `${name}.db`), secret], {
      cwd: root,
      stdio: ["ignore", "pipe", "inherit"],
      env: { PATH: process.env.PATH, NODE_ENV: "production" },
    }),
  );
  const { port } = await readyLine(child);
  return { port, pid: child.pid!, secret, stop: () => stopProcess(child) };
}
