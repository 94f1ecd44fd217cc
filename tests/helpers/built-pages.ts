/** The pages as users get them. `npm test` has built them before; a suite that is run on its own builds what has changed. */
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { projectRoot } from "./results-folder.ts";

/** In a process of its own: Remix' plugin for Vite stands aside where vitest has set its variables. */
export async function buildPages(): Promise<void> {
  const { PATH = "", HOME = "/", TMPDIR } = process.env;
  await promisify(execFile)(process.execPath, [join(projectRoot, "scripts/build.ts")], {
    cwd: projectRoot,
    env: { PATH, HOME, TZ: "UTC", ...(TMPDIR ? { TMPDIR } : {}) } as unknown as NodeJS.ProcessEnv,
  });
}
