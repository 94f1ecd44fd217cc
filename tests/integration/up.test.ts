/** `npm run up` as a person types it: real npm, real processes, an empty DATA_DIR. */
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { createWriteStream, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { freePort } from "../helpers/free-port.ts";
import { projectRoot, resultsFolder } from "../helpers/results-folder.ts";
import { freshDataDir } from "../helpers/start-sandbox.ts";
import { createTestDatabase, testEngine } from "../helpers/test-database.ts";
import type { TestDatabase } from "../helpers/test-database.ts";
import { waitUntil } from "../helpers/wait-until.ts";

interface Up {
  child: ChildProcess;
  output(): string;
  exit: Promise<number | null>;
}

const START_MS = 90_000;
let folder: string;
let database: TestDatabase;
let ports: { app: number; sandbox: number };
const running: Up[] = [];

beforeEach(async () => {
  folder = freshDataDir();
  database = await createTestDatabase(freshDataDir());
  ports = { app: await freePort(), sandbox: await freePort() };
});
afterEach(async () => {
  for (const up of running.splice(0)) {
    if (up.child.exitCode === null && up.child.signalCode === null) {
      process.kill(-up.child.pid!, "SIGKILL");
      await up.exit;
    }
  }
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

/** On SQLite the command makes its own database; a PostgreSQL one must exist, and is already migrated here. */
function startUp(env: Record<string, string> = {}): Up {
  const { PATH = "", HOME = "/" } = process.env;
  const child = spawn("npm", ["run", "up"], {
    cwd: projectRoot,
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      PATH,
      HOME,
      PORT: String(ports.app),
      SANDBOX_PORT: String(ports.sandbox),
      DATA_DIR: join(folder, "data"),
      CROSSDOCK_ENV_FILE: join(folder, ".env"),
      ...(testEngine === "postgres" ? { DATABASE_URL: database.url } : {}),
      ...env,
    } as unknown as NodeJS.ProcessEnv,
  });
  let output = "";
  const log = createWriteStream(join(resultsFolder("logs"), `up-${child.pid}.log`));
  for (const stream of [child.stdout!, child.stderr!])
    stream.on("data", (chunk: Buffer) => {
      output += chunk.toString();
      log.write(chunk);
    });
  const up = { child, output: () => output, exit: new Promise<number | null>((resolve) => child.once("close", (code) => resolve(code))) };
  running.push(up);
  return up;
}

async function untilAnnounced(up: Up): Promise<void> {
  await waitUntil("npm run up has printed its addresses", () => /Sandbox shop\s+http/.test(up.output()) || up.child.exitCode !== null, {
    timeoutMs: START_MS,
    explain: up.output,
  });
  expect(up.output()).toContain("Sandbox shop");
}

const answers = async (url: string): Promise<boolean> => {
  try {
    const response = await fetch(url, { redirect: "manual" });
    await response.body?.cancel();
    return response.status < 500;
  } catch {
    return false;
  }
};

async function expectRefusal(up: Up, sentence: RegExp): Promise<void> {
  expect(await up.exit, up.output()).toBe(1);
  expect(up.output()).toMatch(sentence);
  expect(up.output()).not.toMatch(/^\s+at /m);
  expect(await answers(`http://127.0.0.1:${ports.sandbox}/sandbox/state`)).toBe(false);
}

/** The second channel too works without a browser: an order of the stand-in WooCommerce is told, and taken. */
async function expectStoreConnected(up: Up): Promise<void> {
  const woocommerce = `http://127.0.0.1:${ports.sandbox}/sandbox/woocommerce`;
  expect(up.output()).toContain(`curl -X POST ${woocommerce}/orders`);
  expect((await fetch(`${woocommerce}/orders`, { method: "POST", body: "{}" })).status).toBe(201);
  const deliveries = async (): Promise<{ topic: string; status: number | null }[]> =>
    ((await (await fetch(`${woocommerce}/deliveries`)).json()) as { deliveries: { topic: string; status: number | null }[] }).deliveries;
  await waitUntil("its webhook is taken", async () => (await deliveries()).some(({ topic, status }) => topic === "order.created" && status === 200), {
    explain: up.output,
  });
}

describe("npm run up", () => {
  it("brings up both addresses from nothing, and SIGTERM to npm takes everything down within 10 s", async () => {
    const up = startUp();
    await untilAnnounced(up);
    const shopUrl = /Sandbox shop\s+(http\S+)/.exec(up.output())![1]!;
    expect(await answers(`http://127.0.0.1:${ports.app}/`)).toBe(true);
    expect(await answers(shopUrl)).toBe(true);
    await expectStoreConnected(up);
    expect(up.output()).toContain("Created .env");
    const envFile = readFileSync(join(folder, ".env"), "utf8");

    const signalledAt = Date.now();
    up.child.kill("SIGTERM");
    expect(await up.exit, up.output()).toBe(0);
    expect(Date.now() - signalledAt).toBeLessThan(10_000);
    expect(await answers(`http://127.0.0.1:${ports.app}/healthz`)).toBe(false);
    expect(await answers(`http://127.0.0.1:${ports.sandbox}/sandbox/state`)).toBe(false);

    // Once more: nothing is made anew, and what was there is still there.
    const again = startUp();
    await untilAnnounced(again);
    expect(again.output()).not.toMatch(/Created \.env|Built the pages|brought up to date/);
    expect(readFileSync(join(folder, ".env"), "utf8")).toBe(envFile);
    again.child.kill("SIGTERM");
    expect(await again.exit).toBe(0);
  });

  it("leaves no sandbox behind when it is killed", async () => {
    const up = startUp();
    await untilAnnounced(up);
    // Only the app's process: npm's own child, which answers /healthz. The sandbox must notice by itself.
    const pid = Number(/"pid":(\d+)/.exec(up.output())![1]);
    process.kill(pid, "SIGKILL");
    await waitUntil("the sandbox is gone", async () => !(await answers(`http://127.0.0.1:${ports.sandbox}/sandbox/state`)));
    expect(await up.exit).not.toBe(0);
  });

  it.each(["PORT", "SANDBOX_PORT"] as const)("says which port is taken: %s", async (name) => {
    const port = name === "PORT" ? ports.app : ports.sandbox;
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(port, "127.0.0.1", resolve));
    try {
      const up = startUp();
      expect(await up.exit, up.output()).toBe(1);
      expect(up.output()).toContain(`Port ${port} is in use by another program: stop that one, or choose another port with ${name}=`);
    } finally {
      await new Promise<void>((resolve) => other.close(() => resolve()));
    }
  });

  it("names a bad value, what is wrong and an example, and not the value", async () => {
    await expectRefusal(startUp({ JWT_SECRET: "hunter2" }), /JWT_SECRET: must have at least 32 characters\. Example: JWT_SECRET=/);
    expect(running.at(-1)!.output()).not.toContain("hunter2");
  });

  it("says that DATA_DIR cannot be written", async () => {
    writeFileSync(join(folder, "data"), "a file is in the way");
    await expectRefusal(startUp(), /DATA_DIR .* cannot be written \(E\w+\): make it writable/);
  });

  it("refuses real credentials on the sandbox's data", async () => {
    mkdirSync(join(folder, "data", "sandbox"), { recursive: true });
    await expectRefusal(
      startUp({ SHOPIFY_API_KEY: "0123456789abcdef", SHOPIFY_API_SECRET: "not-a-real-secret-0123" }),
      /holds the sandbox's data.*choose another folder/,
    );
  });

  it("refuses the sandbox on data that is not its own", async () => {
    mkdirSync(join(folder, "data"));
    writeFileSync(join(folder, "data", "crossdock.db"), "");
    await expectRefusal(startUp(), /not made with the sandbox: choose an empty DATA_DIR/);
  });
});
