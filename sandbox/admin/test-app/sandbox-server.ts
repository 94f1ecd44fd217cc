import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { SandboxContext } from "../../context.ts";
import { startSandbox } from "../../server.ts";

/** The whole sandbox on a free port, with a folder of its own and the real clock: browsers and libraries read theirs. */
export interface TestSandbox {
  ctx: SandboxContext;
  origin: string;
  close(): Promise<void>;
}

export async function startTestSandbox(appUrl: string): Promise<TestSandbox> {
  const dataDir = mkdtempSync(join(tmpdir(), "crossdock-sandbox-"));
  const env = { DATA_DIR: dataDir, SANDBOX_PORT: "0", APP_URL: appUrl } as unknown as NodeJS.ProcessEnv;
  const sandbox = await startSandbox(env, { log: () => undefined });
  return {
    ctx: sandbox.ctx,
    origin: sandbox.ctx.adminOrigin,
    async close() {
      await sandbox.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
