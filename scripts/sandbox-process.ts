/** The sandbox as a child process: it ends when its parent does (IPC channel), and its log goes to DATA_DIR/sandbox/sandbox.log. */
import { spawn } from "node:child_process";
import { createWriteStream, mkdirSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { Refused } from "./refused.ts";
import { root } from "./root.ts";

export interface SandboxState {
  app: { client_id: string; client_secret: string };
  shops: { domain: string; installed: boolean; connection_id: string | null }[];
}

export interface SandboxProcess {
  origin: string;
  state: SandboxState;
  /** Settles with an exit code when the child ends by itself. */
  ended: Promise<number | null>;
  stop(): Promise<void>;
}

const STOP_MS = 4_000;

/** Starts the sandbox and waits until it answers. Throws Refused with its reason when its guard, or a busy port, says no. */
export async function startSandboxProcess(env: NodeJS.ProcessEnv): Promise<SandboxProcess> {
  const folder = join(env.DATA_DIR ?? "./data", "sandbox");
  mkdirSync(folder, { recursive: true });
  const log = createWriteStream(join(folder, "sandbox.log"), { flags: "a" });
  const child = spawn(process.execPath, [join(root, "sandbox/main.ts")], { cwd: root, env, stdio: ["ignore", "pipe", "pipe", "ipc"] });
  const ended = new Promise<number | null>((resolve) => child.once("exit", (code) => resolve(code)));
  const errors: string[] = [];
  createInterface({ input: child.stderr! }).on("line", (line) => {
    errors.push(line);
    log.write(`${line}\n`);
  });
  const ready = new Promise<number>((resolve) => {
    createInterface({ input: child.stdout! }).on("line", (line) => {
      const entry = parseLine(line);
      if (entry?.sandbox === "ready") resolve(Number(entry.port));
      else log.write(`${line}\n`);
    });
  });
  const port = await Promise.race([ready, ended.then(() => null)]);
  if (port === null) throw new Refused(explainExit(errors, env));
  const origin = `http://127.0.0.1:${port}`;
  const stop = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill("SIGTERM");
    const timer = setTimeout(() => child.kill("SIGKILL"), STOP_MS);
    await ended;
    clearTimeout(timer);
  };
  try {
    const response = await fetch(`${origin}/sandbox/state`);
    if (!response.ok) throw new Error(`GET /sandbox/state answered ${response.status}: ${await response.text()}`);
    return { origin, state: (await response.json()) as SandboxState, ended, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function parseLine(line: string): Record<string, unknown> | null {
  try {
    return JSON.parse(line) as Record<string, unknown>;
  } catch {
    return null;
  }
}

function explainExit(errors: string[], env: NodeJS.ProcessEnv): string {
  const refusal = errors.map(parseLine).find((entry) => entry?.sandbox === "refused");
  if (refusal) return String(refusal.reason);
  if (errors.some((line) => line.includes("EADDRINUSE"))) return busyPort("SANDBOX_PORT", Number(env.SANDBOX_PORT ?? 3001));
  return `The sandbox did not start:\n${errors.slice(-15).join("\n")}`;
}

export function busyPort(name: "PORT" | "SANDBOX_PORT", port: number): string {
  return `Port ${port} is in use by another program: stop that one, or choose another port with ${name}=${port + 100}.`;
}
